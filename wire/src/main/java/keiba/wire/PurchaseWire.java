package keiba.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.Purchase.Completed;
import keiba.application.purchase.Purchase.Failed;
import keiba.application.purchase.Purchase.Pending;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/** The status of a purchase, as JSON. */
public final class PurchaseWire {
    private PurchaseWire() {}

    /** Returns the status alone: {@code PENDING}, {@code COMPLETED} or {@code FAILED}. */
    public static String status(Purchase purchase) {
        return switch (purchase) {
            case Pending pending -> "PENDING";
            case Completed completed -> "COMPLETED";
            case Failed failed -> "FAILED";
        };
    }

    /** Returns the purchase as {@code GET /purchases/{id}} shows it to its owner. */
    public static ObjectNode show(Purchase purchase) {
        ObjectNode json = Json.object();
        json.put("message_id", purchase.id().toString());
        json.put("status", status(purchase));
        switch (purchase) {
            case Pending pending -> {}
            case Completed completed -> json.set("ticket", show(completed.ticket()));
            case Failed failed -> json.put("reason", failed.reason().name());
        }
        return json;
    }

    /** Returns the shown purchase together with its owner and everything else that {@link #read} needs. */
    public static ObjectNode write(Purchase purchase) {
        ObjectNode json = show(purchase);
        switch (purchase) {
            case Pending pending -> {
                json.put("user_id", pending.message().user().value());
                json.set("message", MessageWire.json(pending.message()));
                json.put("combinations", pending.combinations());
                json.put("since", pending.since().toString());
                json.put("queued", pending.queued());
            }
            case Completed completed ->
                json.put("user_id", completed.ticket().user().value());
            case Failed failed -> {
                failed.user().ifPresent(user -> json.put("user_id", user.value()));
                failed.fingerprint().ifPresent(print -> json.put("fingerprint", print));
            }
        }
        return json;
    }

    /** Returns the text of {@link #write}. */
    public static String text(Purchase purchase) {
        return purchase instanceof Pending pending ? MessageText.of(pending) : Json.text(write(purchase));
    }

    /** Returns a ticket as it is shown to its owner. */
    public static ObjectNode show(Ticket ticket) {
        ObjectNode json = Json.object();
        json.put("message_id", ticket.id().toString());
        json.put("user_id", ticket.user().value());
        json.put("race_id", ticket.race().value());
        BetWire.write(ticket.bet(), json);
        json.put("combinations", ticket.combinations());
        json.put("total_amount", ticket.total().value());
        json.put("refunded", ticket.refunded().value());
        json.put("payout", ticket.payout().map(Yen::value).orElse(null));
        json.put("purchased_at", ticket.purchasedAt().toString());
        return json;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws WireException if it is anything else
     */
    public static Purchase read(Fields fields) {
        return WireException.built("purchase", () -> purchase(fields));
    }

    private static Purchase purchase(Fields fields) {
        MessageId id = new MessageId(fields.uuid("message_id"));
        return switch (fields.text("status")) {
            case "PENDING" ->
                new Pending(
                        MessageWire.read(fields.object("message")),
                        fields.smallInteger("combinations"),
                        fields.instant("since"),
                        fields.truth("queued", false));
            case "COMPLETED" -> new Completed(readTicket(fields.object("ticket")));
            case "FAILED" ->
                new Failed(
                        id,
                        fields.has("user_id") ? Optional.of(new UserId(fields.integer("user_id"))) : Optional.empty(),
                        fields.constant("reason", RefusalReason.class),
                        fields.has("fingerprint") ? Optional.of(fields.text("fingerprint")) : Optional.empty());
            default -> throw WireException.malformed(fields.path("status"), "must be PENDING, COMPLETED or FAILED");
        };
    }

    private static Ticket readTicket(Fields fields) {
        return new Ticket(
                new MessageId(fields.uuid("message_id")),
                new UserId(fields.integer("user_id")),
                new RaceId(fields.integer("race_id")),
                BetWire.read(fields),
                fields.smallInteger("combinations"),
                Yen.of(fields.integer("total_amount")),
                Yen.of(fields.integer("refunded")),
                fields.has("payout") ? Optional.of(Yen.of(fields.integer("payout"))) : Optional.empty(),
                fields.instant("purchased_at"));
    }
}
