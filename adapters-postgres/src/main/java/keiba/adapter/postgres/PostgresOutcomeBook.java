package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PURCHASE_CLAIM;
import static keiba.adapter.postgres.Tables.TICKET;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.OutcomeBook;
import keiba.application.purchase.PlacePurchase;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Lists the outcomes of recorded purchases in the order of recording. */
final class PostgresOutcomeBook implements OutcomeBook {
    private static final String RECORDED_AFTER = """
            SELECT recorded_at, message_id, is_ticket
            FROM ((SELECT recorded_at, message_id, true AS is_ticket FROM ticket
                   WHERE (recorded_at, message_id) > ({0}, {1}) AND recorded_at <= now() - {2} * interval '1 millisecond'
                   ORDER BY recorded_at, message_id LIMIT {3})
                  UNION ALL
                  (SELECT recorded_at, message_id, false FROM refusal
                   WHERE (recorded_at, message_id) > ({0}, {1}) AND recorded_at <= now() - {2} * interval '1 millisecond'
                   ORDER BY recorded_at, message_id LIMIT {3})) recorded
            ORDER BY recorded_at, message_id LIMIT {3}""";

    private final Transactions transactions;

    PostgresOutcomeBook(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<Listed> recordedAfter(Place after, Duration age, int limit) {
        return transactions.read(session -> session.resultQuery(
                        RECORDED_AFTER,
                        DSL.val(Times.storable(after.recordedAt())),
                        DSL.val(after.id().value()),
                        DSL.val(age.toMillis()),
                        DSL.val(limit))
                .fetch(row -> new Listed(
                        new Place(
                                row.get("recorded_at", Instant.class),
                                new MessageId(row.get("message_id", UUID.class))),
                        row.get("is_ticket", Boolean.class)
                                ? PlacePurchase.Status.COMPLETED
                                : PlacePurchase.Status.FAILED)));
    }

    @Override
    public SortedMap<MessageId, PlacePurchase.Status> outcomes(Optional<MessageId> after, int limit) {
        Field<Boolean> isTicket = DSL.exists(DSL.selectOne()
                        .from(TICKET)
                        .where(TICKET.raceDay.eq(PURCHASE_CLAIM.raceDay))
                        .and(TICKET.messageId.eq(PURCHASE_CLAIM.messageId)))
                .as("is_ticket");
        SortedMap<MessageId, PlacePurchase.Status> outcomes = new TreeMap<>();
        transactions
                .read(session -> session.select(PURCHASE_CLAIM.messageId, isTicket)
                        .from(PURCHASE_CLAIM)
                        .where(after.map(id -> PURCHASE_CLAIM.messageId.gt(id.value()))
                                .orElseGet(DSL::noCondition))
                        .orderBy(PURCHASE_CLAIM.messageId)
                        .limit(limit)
                        .fetch())
                .forEach(row -> outcomes.put(
                        new MessageId(row.value1()),
                        row.value2() ? PlacePurchase.Status.COMPLETED : PlacePurchase.Status.FAILED));
        return outcomes;
    }
}
