package keiba.bootstrap.operator;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.adapter.kafka.TopicInspection;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.postgres.ReplaySource;
import keiba.adapter.postgres.ReplaySource.Difference;
import keiba.adapter.postgres.ReplaySource.Recorded;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Printable;
import keiba.bootstrap.serve.ReplayTarget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rebuilds the tickets from the topic and compares them with PostgreSQL. */
@Command(
        name = "replay",
        description = {
            "Rebuild the purchases from the topic in an empty database, and compare them with PostgreSQL.",
            "Tickets, refusals, dead letters and pools are compared. Exit code 1 if they differ. PostgreSQL is read as of one moment, so that",
            "the service can go on meanwhile."
        })
public final class ReplayCommand extends OperatorCommand {
    private static final int MOST = 1_000;
    private static final int LONGEST = 200;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by the command line
    private ReplayTarget target;

    @Option(
            names = "--limit",
            defaultValue = "20",
            paramLabel = "N",
            description = "The maximum number of differences to print (${DEFAULT-VALUE}).")
    private int limit;

    public ReplayCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() throws CommandFailedException {
        int most = limit("--limit", limit, MOST);
        try (PostgresBooks books = servers().openBooks();
                PostgresBooks empty = target.open(servers());
                TopicInspection topic = new TopicInspection(servers().kafka())) {
            if (!empty.isEmpty()) {
                throw new CommandFailedException(
                        "--into names a database that contains tables; an empty database is required");
            }
            List<String> differences = books.replay(source -> replay(source, empty, topic, most));
            differences.forEach(this::print);
            if (!differences.isEmpty()) {
                throw new CommandFailedException("the rebuilt purchases differ from the database: " + differences.size()
                        + (differences.size() >= most ? " differences or more" : " differences"));
            }
            print("no difference");
        }
        return 0;
    }

    private List<String> replay(ReplaySource source, PostgresBooks empty, TopicInspection topic, int most) {
        Recorded recorded = source.recorded()
                .orElseThrow(() ->
                        new IllegalStateException("no recorder has ever been started with this PostgreSQL database"));
        if (!topic.topic().id().equals(recorded.topic())) {
            throw new IllegalStateException("PostgreSQL records topic " + recorded.topic()
                    + ", and the brokers have topic " + topic.topic().id());
        }
        empty.migrate();
        source.copyTo(empty);
        Rebuilding rebuilding =
                new Rebuilding(source, empty.books(), recorded, servers().grace());
        Map<Integer, Long> gone = topic.replay(recorded.next(), rebuilding::record);
        List<String> differences = new ArrayList<>();
        gone.forEach((partition, beginning) -> differences.add("partition " + partition + ": the log begins at offset "
                + beginning + "; messages before that offset cannot be compared"));
        source.compareWith(empty, !recorded.hasFormer(), most).forEach(found -> differences.add(text(found)));
        print("rebuilt " + rebuilding.messages() + " messages of " + recorded.partitions()
                + " partitions; the database contains " + source.purchases() + " purchases of this topic");
        print("compared: tickets, refusals with their reasons, dead letters"
                + (recorded.hasFormer()
                        ? "; not the pools, because other topics were recorded before"
                        : ", pools by combination"));
        print(
                "copied from the database and not compared: races, deposits, refunds, payouts; refusals because of the state of a race,"
                        + " a scratch, the balance or a limit");
        return differences;
    }

    private static String text(Difference found) {
        return found.kind() + " " + found.key() + ": database "
                + side(found.sides().books()) + " / rebuilt "
                + side(found.sides().rebuilt());
    }

    private static String side(Optional<String> content) {
        return content.map(text -> Printable.of(text, LONGEST)).orElse("nothing");
    }
}
