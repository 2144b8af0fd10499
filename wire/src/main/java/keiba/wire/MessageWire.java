package keiba.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import keiba.application.caller.UserId;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import org.jspecify.annotations.Nullable;

/** A purchase in the queue, as JSON. */
public final class MessageWire {
    private MessageWire() {}

    /** The outcome of reading a message of the queue. */
    public sealed interface Read {}

    /** A purchase. */
    public record Valid(PurchaseMessage message) implements Read {}

    /**
     * The message is not a purchase.
     *
     * @param id the message id; empty if there is none
     * @param user the user; empty if there is none
     * @param fault what is wrong, as text for people
     */
    public record InvalidMessage(Optional<MessageId> id, Optional<UserId> user, String fault) implements Read {}

    /**
     * A purchase that has all fields, of the right types, but one of them with a value that no purchase can have.
     *
     * @param user the bettor; empty if no user can have that number
     * @param race empty if no race can have that number
     * @param reason the reason of its refusal
     * @param fault what is wrong, as text for people
     */
    public record Impossible(
            MessageId id, Optional<UserId> user, Optional<RaceId> race, RefusalReason reason, String fault)
            implements Read {}

    /** Returns the message as UTF-8. */
    public static byte[] write(PurchaseMessage message) {
        return MessageText.of(message).getBytes(StandardCharsets.UTF_8);
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

    /**
     * Reads any bytes from any producer. If a field is missing or of the wrong type, this is reported rather than an
     * impossible value.
     */
    public static Read read(byte[] utf8) {
        Fields fields;
        try {
            fields = Fields.of(Json.read(utf8));
        } catch (WireException notJson) {
            return new InvalidMessage(Optional.empty(), Optional.empty(), notJson.detail());
        }
        try {
            return possible(fields);
        } catch (WireException notAPurchase) {
            return new InvalidMessage(id(fields), user(fields), notAPurchase.detail());
        }
    }

    private static Read possible(Fields fields) {
        MessageId id = new MessageId(fields.uuid("message_id"));
        Possible possible = new Possible();
        Optional<RaceId> race = possible.read(RefusalReason.RACE_UNKNOWN, () -> new RaceId(number(fields, "race_id")));
        Optional<BetType> type = possible.read(RefusalReason.BET_TYPE_NOT_ON_SALE, () -> BetWire.type(fields));
        if (!fields.has("horse_number") && !fields.has("selection")) {
            throw WireException.malformed(
                    "selection", "missing; exactly one of horse_number and selection is required");
        }
        Optional<Selection> selection =
                possible.read(RefusalReason.INVALID_SELECTION, () -> BetWire.selection(fields, type));
        Optional<Yen> amount = possible.read(RefusalReason.INVALID_AMOUNT, () -> BetWire.amount(fields));
        // no user with that number can have a deposit
        Optional<UserId> user =
                possible.read(RefusalReason.INSUFFICIENT_FUNDS, () -> new UserId(number(fields, "user_id")));
        Instant timestamp = fields.instant("timestamp");
        if (possible.reason != null) {
            return new Impossible(id, user, race, possible.reason, possible.fault);
        }
        Bet bet = new Bet(type.orElseThrow(), selection.orElseThrow(), amount.orElseThrow());
        return new Valid(new PurchaseMessage(id, user.orElseThrow(), race.orElseThrow(), bet, timestamp));
    }

    /** Reads field after field, and remembers the first one with an impossible value. */
    private static final class Possible {
        private @Nullable RefusalReason reason;
        private String fault = "";

        /**
         * Returns the value of a field; empty if it is impossible.
         *
         * @throws WireException if the field is malformed
         */
        <T> Optional<T> read(RefusalReason otherwise, Supplier<T> field) {
            try {
                return Optional.of(field.get());
            } catch (WireException wrong) {
                if (!wrong.isOfAWellFormedValue()) {
                    throw wrong;
                }
                if (reason == null) {
                    reason = otherwise;
                    fault = wrong.detail();
                }
                return Optional.empty();
            }
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
