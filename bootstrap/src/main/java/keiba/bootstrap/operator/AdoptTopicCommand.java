package keiba.bootstrap.operator;

import java.io.PrintStream;
import keiba.adapter.kafka.PurchaseTopic;
import keiba.adapter.kafka.TopicInspection;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.postgres.QueueControl;
import keiba.adapter.postgres.QueueControl.Standing;
import keiba.adapter.redis.RedisBoards;
import keiba.application.caller.Actor;
import keiba.bootstrap.CommandFailedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records a new topic after the purchase topic was lost or replaced. */
@Command(
        name = "adopt-topic",
        description = {
            "Record another topic after the purchase topic was lost, deleted or replaced.",
            "Records the topic that the brokers have now, from its beginning. A missing topic is created. Purchases that are PENDING and",
            "that the topic does not hold are refused as NOT_RECEIVED; nothing is guessed. Stop all processes of the service before, and start",
            "them afterwards."
        })
public final class AdoptTopicCommand extends OperatorCommand {
    @Option(
            names = "--operator",
            required = true,
            paramLabel = "ID",
            description = "The user id of the operator who runs this command, for the audit trail.")
    private String operator = "";

    @Option(
            names = "--yes",
            description =
                    "Adopt the topic although recorders are running. They record nothing more until they are restarted.")
    private boolean yes;

    public AdoptTopicCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() throws CommandFailedException {
        Actor actor = actor(operator);
        try (PostgresBooks books = servers().openBooks();
                RedisBoards boards = servers().openBoards();
                TopicInspection brokers = new TopicInspection(servers().kafka())) {
            QueueControl control = books.queueControl();
            Standing before = standing(control);
            refuseWhileRecording(brokers);
            PurchaseTopic topic = brokers.ensure();
            if (before.topic().equals(topic.id()) && before.partitions() == topic.partitions()) {
                print("PostgreSQL already records topic " + topic.id() + "; nothing was changed");
            } else {
                control.adopt(before.topic(), topic.id(), topic.partitions(), actor);
                print("PostgreSQL records topic " + topic.id() + " with " + topic.partitions()
                        + " partitions from its beginning, instead of topic " + before.topic());
            }
            print(new GonePurchases(books, boards, brokers)
                    .settle(standing(control), every -> true)
                    .toString());
            print("start the processes of the service now; restart those that are still running");
        }
        return 0;
    }

    private void refuseWhileRecording(TopicInspection brokers) throws CommandFailedException {
        int recorders = brokers.recorders();
        if (recorders > 0 && !yes) {
            throw new CommandFailedException(
                    recorders + " recorders are running (members of the consumer group keiba-recorder);"
                            + " stop them, wait until the group has forgotten those that were killed (10 s), or give --yes");
        }
    }

    private static Standing standing(QueueControl control) throws CommandFailedException {
        return control.standing()
                .orElseThrow(
                        () -> new CommandFailedException(
                                "PostgreSQL does not record a topic yet; the first recorder that starts will use the topic that it finds"));
    }
}
