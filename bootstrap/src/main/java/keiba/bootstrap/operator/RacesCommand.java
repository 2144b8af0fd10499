package keiba.bootstrap.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.postgres.RaceOverview;
import keiba.adapter.postgres.RaceOverview.Listed;
import keiba.bootstrap.Printable;
import keiba.wire.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists races with their sales and the steps that are due. */
@Command(
        name = "races",
        description = {
            "List races with day, state, deadline, sales and due work.",
            "Without --day it lists those that are not settled, those of today, and those with something to be done."
        })
public final class RacesCommand extends OperatorCommand {
    private static final int MOST = 100_000;
    private static final String ROW = "%-16s  %-10s  %-20s  %-10s  %-20s  %15s  %s";

    @Option(names = "--day", paramLabel = "YYYY-MM-DD", description = "All races of this day in Japan.")
    private @Nullable String day;

    @Option(
            names = "--limit",
            defaultValue = "1000",
            paramLabel = "N",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    public RacesCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() {
        int most = limit("--limit", limit, MOST);
        Optional<LocalDate> wanted = Optional.ofNullable(day).map(this::parse);
        try (PostgresBooks books = servers().openBooks()) {
            RaceOverview races = books.raceOverview();
            show(wanted.isPresent() ? races.of(wanted.get(), most) : races.current(most));
        }
        return 0;
    }

    private LocalDate parse(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException none) {
            throw wrong("--day must be a date such as 2026-11-22, not " + text);
        }
    }

    private void show(List<Listed> races) {
        if (json) {
            races.forEach(race -> print(Json.text(json(race))));
            return;
        }
        print(ROW.formatted("RACE", "DAY", "VENUE", "STATE", "DEADLINE", "SALES (YEN)", "DUE"));
        races.forEach(race -> print(ROW.formatted(
                        race.id(),
                        race.day(),
                        Printable.of(race.venue().orElse("")
                                + race.number().map(number -> " " + number).orElse("")),
                        race.state(),
                        race.deadline(),
                        race.sales(),
                        race.due().isEmpty() ? "-" : String.join(", ", race.due()))
                .stripTrailing()));
        print(races.size() + (races.size() == 1 ? " race" : " races"));
    }

    private static ObjectNode json(Listed race) {
        ObjectNode json = Json.object();
        json.put("race_id", race.id());
        json.put("date", race.day().toString());
        race.venue().ifPresent(venue -> json.put("venue", venue));
        race.number().ifPresent(number -> json.put("race_number", number));
        json.put("state", race.state());
        json.put("deadline", race.deadline().toString());
        json.put("expires_on", race.expiresOn().toString());
        json.put("sales", race.sales());
        json.put("refunds", race.refunds());
        race.due().forEach(json.putArray("due")::add);
        return json;
    }
}
