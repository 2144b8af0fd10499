package keiba.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import keiba.application.account.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.race.RaceId;

/** A purchase in the queue, as JSON: the document's message. */
public final class MessageWire {
    private MessageWire() {}

    /** What a message of the queue turned out to be. */
    public sealed interface Read {}

    /** A purchase. */
    public record Valid(PurchaseMessage message) implements Read {}

    /**
     * No purchase.
     *
     * @param id the message id, where there is one
     * @param user the user, where there is one
     * @param fault what is wrong, for people
     */
    public record Invalid(Optional<MessageId> id, Optional<UserId> user, String fault) implements Read {}

    /** The message as UTF-8. */
    public static byte[] write(PurchaseMessage message) {
        return Json.write(json(message));
    }

    static ObjectNode json(PurchaseMessage message) {
        ObjectNode json = Json.object();
        json.put("message_id", message.id().toString());
        json.put("user_id", message.user().value());
        json.put("race_id", message.race().value());
        BetWire.write(message.bet(), json);
        json.put("timestamp", message.timestamp().toString());
        return json;
    }

    /** Reads a message from anybody; total. */
    public static Read read(byte[] utf8) {
        Fields fields;
        try {
            fields = Fields.of(Json.read(utf8));
        } catch (WireException notJson) {
            return new Invalid(Optional.empty(), Optional.empty(), notJson.detail());
        }
        try {
            return new Valid(read(fields));
        } catch (WireException notAPurchase) {
            return new Invalid(id(fields), user(fields), notAPurchase.detail());
        }
    }

    static PurchaseMessage read(Fields fields) {
        return new PurchaseMessage(
                new MessageId(fields.uuid("message_id")),
                new UserId(number(fields, "user_id")),
                new RaceId(number(fields, "race_id")),
                BetWire.read(fields),
                fields.instant("timestamp"));
    }

    private static long number(Fields fields, String name) {
        long number = fields.integer(name);
        if (!RaceId.isPossible(number)) {
            throw WireException.impossible(fields.path(name), "not 1 to 2^53 - 1");
        }
        return number;
    }

    private static Optional<MessageId> id(Fields fields) {
        try {
            return Optional.of(new MessageId(fields.uuid("message_id")));
        } catch (WireException none) {
            return Optional.empty();
        }
    }

    private static Optional<UserId> user(Fields fields) {
        try {
            return Optional.of(new UserId(number(fields, "user_id")));
        } catch (WireException none) {
            return Optional.empty();
        }
    }
}
