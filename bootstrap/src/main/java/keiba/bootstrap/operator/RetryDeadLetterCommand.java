package keiba.bootstrap.operator;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import keiba.adapter.kafka.KafkaQueues;
import keiba.adapter.kafka.KafkaSettings;
import keiba.adapter.kafka.TopicInspection;
import keiba.adapter.postgres.DeadLetterDesk;
import keiba.adapter.postgres.DeadLetterDesk.Letter;
import keiba.adapter.postgres.DeadLetterDesk.Place;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.postgres.QueueControl.Standing;
import keiba.application.caller.Actor;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.PurchaseQueue.Sent;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.bootstrap.CommandFailedException;
import keiba.wire.MessageWire;
import keiba.wire.PurchaseWire;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends a dead letter to the purchase topic again, where the recorder judges it like any other purchase. The message id
 * is the same each time, even for concurrent retries, so that the purchase is recorded at most once.
 */
@Command(
        name = "retry",
        description = {
            "Send a dead letter that can be read as a purchase to the purchase topic again.",
            "It is sent to the partition of its race. The recorder judges it like any other purchase, once: repeating the command doubles",
            "nothing. A letter whose purchase has FAILED is sent only with --as-new-purchase, under another message id, because its owner may",
            "have been told that it was not bought."
        })
final class RetryDeadLetterCommand extends LetterCommand {
    @Option(
            names = "--as-new-purchase",
            description = "Send it under a new message id, which is always the same for this letter.")
    private boolean asNew;

    @Option(
            names = "--operator",
            required = true,
            paramLabel = "ID",
            description = "The user id of the operator who runs this command, for the audit trail.")
    private String operator = "";

    RetryDeadLetterCommand(PrintStream out) {
        super(out);
    }

    @Override
    Integer run() throws CommandFailedException {
        Place place = place();
        Actor actor = actor(operator);
        try (PostgresBooks books = servers().openBooks()) {
            DeadLetterDesk desk = books.deadLetterDesk();
            Letter letter = findOpen(desk, place);
            PurchaseMessage message = message(desk, letter);
            refuseRecorded(books, letter, message.id());
            send(recordedTopic(books), message);
            if (!desk.retried(place, message.id(), actor)) {
                throw settledBefore(find(desk, place));
            }
            print("dead letter " + place + " is in the purchase topic as purchase " + message.id()
                    + "; see its outcome with: keiba purchases " + message.id());
        }
        return 0;
    }

    private PurchaseMessage message(DeadLetterDesk desk, Letter letter) throws CommandFailedException {
        Optional<byte[]> value = desk.value(letter.place()).map(QueueChunk.Bytes::toArray);
        if (value.isEmpty()) {
            throw cannotBeRead(letter, "it has no value");
        }
        return switch (MessageWire.read(value.get())) {
            case MessageWire.Valid valid -> asNew ? renamed(valid.message(), letter) : valid.message();
            case MessageWire.InvalidMessage invalid -> throw cannotBeRead(letter, invalid.fault());
            case MessageWire.Impossible impossible -> throw cannotBeRead(letter, impossible.fault());
        };
    }

    private static CommandFailedException cannotBeRead(Letter letter, String fault) {
        return new CommandFailedException(
                "dead letter " + letter.place() + " cannot become a purchase: " + fault + "; it can only be discarded");
    }

    /**
     * Returns the purchase with an id that is computed from the place of the letter, so that no letter can become two
     * new purchases.
     */
    private static PurchaseMessage renamed(PurchaseMessage message, Letter letter) {
        String name = "keiba dead letter " + letter.topic() + ":" + letter.place();
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new PurchaseMessage(
                new MessageId(id), message.user(), message.race(), message.bet(), message.timestamp());
    }

    private void refuseRecorded(PostgresBooks books, Letter letter, MessageId id) throws CommandFailedException {
        Optional<Purchase> recorded = books.books().tickets().find(id);
        if (recorded.isPresent()) {
            String hint = asNew
                    ? "the letter was already sent as this purchase"
                    : "its owner may have been told so; use --as-new-purchase to send it under a new message id";
            throw new CommandFailedException("dead letter " + letter.place() + " was not sent: purchase " + id + " is "
                    + PurchaseWire.status(recorded.get()) + reason(recorded.get()) + ", and that is final; " + hint);
        }
    }

    private static String reason(Purchase recorded) {
        return recorded instanceof Purchase.Failed failed ? " (" + failed.reason() + ")" : "";
    }

    private static QueueId recordedTopic(PostgresBooks books) throws CommandFailedException {
        return books.queueControl()
                .standing()
                .map(Standing::topic)
                .orElseThrow(() ->
                        new CommandFailedException("no recorder has ever been started with this PostgreSQL database"));
    }

    private void send(QueueId recorded, PurchaseMessage message) throws CommandFailedException {
        KafkaSettings kafka = servers().kafka();
        try (TopicInspection topic = new TopicInspection(kafka)) {
            QueueId present = topic.topic().id();
            if (!present.equals(recorded)) {
                throw new CommandFailedException("nothing was sent: PostgreSQL records topic " + recorded
                        + ", and the brokers have topic " + present + "; see keiba adopt-topic --help");
            }
        }
        try (KafkaQueues queues = KafkaQueues.open(kafka)) {
            Sent sent = queues.queues().purchases().send(message);
            switch (sent) {
                case DURABLE -> {}
                case NOT_SENT ->
                    throw new CommandFailedException("nothing was sent: the brokers are not accepting messages");
                case UNKNOWN ->
                    throw new CommandFailedException(
                            "the brokers did not acknowledge the message in time, so purchase " + message.id()
                                    + " may be in the topic; repeat the command, which never sends a purchase twice");
            }
        }
    }
}
