package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PURCHASE_CLAIM;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import keiba.application.purchase.MessageId;
import keiba.wire.Json;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Looks up everything that PostgreSQL stores about a purchase. */
public final class PurchaseStory {
    /**
     * The query for the parts. Each part has a name and returns its rows as one JSON array, or null; {0} is the message
     * id, {1} the day of the claim.
     */
    private static final String PARTS = """
            SELECT jsonb_strip_nulls(jsonb_build_object(
                'ticket', (SELECT to_jsonb(t) - 'message_id' FROM ticket t WHERE t.race_day = {1} AND t.message_id = {0}),
                'refusal', (SELECT to_jsonb(f) - 'message_id' FROM refusal f WHERE f.race_day = {1} AND f.message_id = {0}),
                'refunds', (SELECT jsonb_agg(to_jsonb(r) - 'message_id' ORDER BY order_id)
                            FROM refund r WHERE r.race_day = {1} AND r.message_id = {0}),
                'payout', (SELECT to_jsonb(p) - 'message_id' FROM payout p WHERE p.race_day = {1} AND p.message_id = {0}),
                'transfers', (SELECT jsonb_agg(to_jsonb(x) - 'reference' ORDER BY transfer_id)
                              FROM transfer x WHERE x.race_day = {1} AND x.reference = {0})))::text""";

    private final Transactions transactions;

    PurchaseStory(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Returns what is recorded about a purchase: {@code claimed_for} and, if they exist, {@code ticket}, {@code
     * refusal}, {@code refunds}, {@code payout} and {@code transfers}; empty if its id was never recorded.
     */
    public Optional<ObjectNode> of(MessageId id) {
        return transactions.snapshot(session -> session.select(PURCHASE_CLAIM.raceDay)
                .from(PURCHASE_CLAIM)
                .where(PURCHASE_CLAIM.messageId.eq(id.value()))
                .fetchOptional(row -> story(session, id, row.value1())));
    }

    private static ObjectNode story(DSLContext session, MessageId id, LocalDate day) {
        ObjectNode story = Json.object().put("claimed_for", day.toString());
        story.setAll(Json.read(String.valueOf(
                session.resultQuery(PARTS, DSL.val(id.value()), DSL.val(day)).fetchSingle(0, String.class))));
        return story;
    }
}
