package keiba.bootstrap.operator;

import java.io.PrintStream;
import java.util.OptionalLong;
import keiba.adapter.kafka.TopicInspection;
import keiba.adapter.kafka.TopicInspection.Log;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.postgres.QueueControl;
import keiba.adapter.postgres.QueueControl.Lane;
import keiba.adapter.postgres.QueueControl.Standing;
import keiba.adapter.redis.RedisBoards;
import keiba.application.caller.Actor;
import keiba.bootstrap.CommandFailedException;
import keiba.wire.Decimal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Resumes a stopped partition. */
@Command(
        name = "resume",
        description = {
            "Let a stopped partition of the purchase topic continue.",
            "The recorder stops a partition whose log does not hold what PostgreSQL expects. Recording continues at the first message that may",
            "not be recorded; what is read again is recognised by its message id. Purchases that are PENDING and are gone from the log are",
            "refused as NOT_RECEIVED. Running recorders notice it within a second."
        })
public final class ResumeCommand extends OperatorCommand {
    @Parameters(index = "0", paramLabel = "PARTITION", description = "The number of the partition.")
    private String partition = "";

    @Option(
            names = "--operator",
            required = true,
            paramLabel = "ID",
            description = "The user id of the operator who runs this command, for the audit trail.")
    private String operator = "";

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    public ResumeCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() throws CommandFailedException {
        int number = number();
        Actor actor = actor(operator);
        try (PostgresBooks books = servers().openBooks();
                RedisBoards boards = servers().openBoards();
                TopicInspection topic = new TopicInspection(servers().kafka())) {
            QueueControl control = books.queueControl();
            Standing standing = standing(control, topic);
            Lane lane = lane(standing, number);
            Log log = topic.examine(number, lane.position());
            String why = log.fault().orElse("its log contains every message that PostgreSQL expects");
            print("partition " + number + ": " + why + "; PostgreSQL continues at offset "
                    + lane.position().next());
            if (dryRun) {
                print("nothing was changed; recording would continue at offset " + log.resumeAt());
                return 0;
            }
            control.resume(standing.topic(), number, lane.position(), log.resumeAt(), why, actor);
            print("recording continues at offset " + log.resumeAt());
            if (log.fault().isPresent()) {
                print(new GonePurchases(books, boards, topic)
                        .settle(standing(control, topic), wanted -> wanted == number)
                        .toString());
            }
        }
        return 0;
    }

    private int number() {
        OptionalLong parsed = Decimal.parse(partition);
        if (parsed.isEmpty() || parsed.getAsLong() < 0 || parsed.getAsLong() > Integer.MAX_VALUE) {
            throw wrong("PARTITION must be the number of a partition, at least 0, not " + partition);
        }
        return (int) parsed.getAsLong();
    }

    private static Standing standing(QueueControl control, TopicInspection topic) throws CommandFailedException {
        Standing standing = control.standing()
                .orElseThrow(() ->
                        new CommandFailedException("no recorder has ever been started with this PostgreSQL database"));
        if (!topic.topic().id().equals(standing.topic())) {
            throw new CommandFailedException("PostgreSQL records topic " + standing.topic()
                    + ", and the brokers have topic " + topic.topic().id() + "; see keiba adopt-topic --help");
        }
        return standing;
    }

    private static Lane lane(Standing standing, int number) throws CommandFailedException {
        Lane lane = standing.positions().get(number);
        if (lane == null) {
            throw new CommandFailedException("partition " + number + " does not exist; the topic has partitions 0 to "
                    + (standing.partitions() - 1));
        }
        return lane;
    }
}
