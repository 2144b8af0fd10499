package keiba.bootstrap.dividends;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import keiba.bootstrap.NearestNames;

/** Reads the races of an input one after the other, with only one of them in memory. */
final class RaceReader {
    /** The most fields that are reported as misspelt. */
    static final int MOST_WARNINGS = 10;

    private final StrictJson json;
    private final Consumer<String> warnings;
    private final Set<String> misspelt = new HashSet<>();
    private final List<String> pending = new ArrayList<>();
    private RequestReader current;
    private long position;

    /**
     * @param warnings receives a sentence for each ignored field of a race whose name is like the name of a known field; once per name, and
     *     at most {@link #MOST_WARNINGS} in all
     */
    RaceReader(InputStream source, Consumer<String> warnings) throws IOException {
        this.json = new StrictJson(new GuardedInput(source));
        this.warnings = warnings;
        this.current = reader();
    }

    private RequestReader reader() {
        return new RequestReader(json, this::warnIfMisspelt);
    }

    private void warnIfMisspelt(String field) {
        if (misspelt.size() == MOST_WARNINGS || misspelt.contains(field)) {
            return;
        }
        NearestNames.question(field, RequestReader.FIELDS).ifPresent(question -> {
            misspelt.add(field);
            pending.add(where() + ": the field \"" + NearestNames.shown(field) + "\" is unknown and was ignored; "
                    + question);
        });
    }

    /**
     * Returns the next race; empty at the end of the input.
     *
     * @throws BadRaceException if the input is not a race or has a race with a wrong field; nothing after it can be
     *     read
     * @throws IOException if the input itself fails
     */
    Optional<RaceRequest> next() throws IOException, BadRaceException {
        position++;
        current = reader();
        if (!json.nextObject()) {
            return Optional.empty();
        }
        RaceRequest race = current.read();
        pending.forEach(warnings);
        pending.clear();
        return Optional.of(race);
    }

    /** Returns the race that was read last or could not be read: {@code "race 3 (S1)"}, counted from 1. */
    String where() {
        return "race " + position + current.id().map(id -> " (" + id + ")").orElse("");
    }
}
