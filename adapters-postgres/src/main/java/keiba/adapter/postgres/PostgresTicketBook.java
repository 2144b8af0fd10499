package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PURCHASE_CLAIM;
import static keiba.adapter.postgres.Tables.RACE;
import static keiba.adapter.postgres.Tables.REFUSAL;
import static keiba.adapter.postgres.Tables.TICKET;
import static keiba.adapter.postgres.Tables.UNCLAIMED_SENDS;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import keiba.application.account.UserId;
import keiba.application.failure.PermanentFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.purchase.TicketBook;
import keiba.application.race.RaceId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.impl.DSL;

/** Tickets and refusals of record. */
final class PostgresTicketBook implements TicketBook {
    private static final String POOL_HAS_ROOM = "pool_has_room";

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
    private final RaceStore store;

    PostgresTicketBook(Transactions transactions, RaceStore store) {
        this.transactions = transactions;
        this.store = store;
    }

    @Override
    public Recorded record(QueueChunk chunk, Judge judge) {
        try {
            return transactions.write(session -> new ChunkRecording(session, chunk, store).record(judge));
        } catch (PermanentFailure failure) {
            if (Failures.violates(failure, POOL_HAS_ROOM)) {
                return new PoolFull();
            }
            throw failure;
        }
    }

    @Override
    public Optional<Purchase> find(MessageId id) {
        return transactions.read(session -> find(session, id));
    }

    private static Optional<Purchase> find(DSLContext session, MessageId id) {
        return Optional.ofNullable(session.fetchValue(Claims.dayOf(id)))
                .flatMap(day -> ticket(session, day, id).or(() -> refusal(session, day, id)));
    }

    private static Optional<Purchase> ticket(DSLContext session, LocalDate day, MessageId id) {
        return TicketRows.select(session)
                .where(TICKET.raceDay.eq(day))
                .and(TICKET.messageId.eq(id.value()))
                .fetchOptional(row -> new Purchase.Completed(TicketRows.ticket(row)));
    }

    private static Optional<Purchase> refusal(DSLContext session, LocalDate day, MessageId id) {
        return session.selectFrom(REFUSAL)
                .where(REFUSAL.raceDay.eq(day))
                .and(REFUSAL.messageId.eq(id.value()))
                .fetchOptional(PostgresTicketBook::failed);
    }

    private static Purchase failed(Record row) {
        return new Purchase.Failed(
                new MessageId(row.get(REFUSAL.messageId)),
                Optional.ofNullable(row.get(REFUSAL.userId)).map(UserId::new),
                RefusalReason.valueOf(row.get(REFUSAL.reason)),
                Optional.ofNullable(row.get(REFUSAL.fingerprint)));
    }

    @Override
    public List<Purchase> find(Collection<MessageId> ids) {
        UUID[] wanted = ids.stream().map(MessageId::value).toArray(UUID[]::new);
        return transactions.read(session -> {
            List<Purchase> found = new ArrayList<>(TicketRows.select(session)
                    .where(DSL.row(TICKET.raceDay, TICKET.messageId).in(claims(session, wanted)))
                    .fetch(row -> new Purchase.Completed(TicketRows.ticket(row))));
            found.addAll(session.selectFrom(REFUSAL)
                    .where(DSL.row(REFUSAL.raceDay, REFUSAL.messageId).in(claims(session, wanted)))
                    .fetch(PostgresTicketBook::failed));
            return found;
        });
    }

    private static Select<Record2<LocalDate, UUID>> claims(DSLContext session, UUID[] ids) {
        return session.select(PURCHASE_CLAIM.raceDay, PURCHASE_CLAIM.messageId)
                .from(PURCHASE_CLAIM)
                .where(PURCHASE_CLAIM.messageId.eq(DSL.any(ids)));
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

    @Override
    public List<Ticket> tickets(UserId user, Optional<RaceId> race, Optional<MessageId> before, int limit) {
        return transactions.read(session -> TicketRows.select(session)
                .where(TICKET.userId.eq(user.value()))
                .and(race.map(id -> TICKET.raceId.eq(id.value())).orElseGet(DSL::noCondition))
                .and(before.map(id -> olderThan(session, user, id)).orElseGet(DSL::noCondition))
                .orderBy(TICKET.purchasedAt.desc(), TICKET.messageId.desc())
                .limit(limit)
                .fetch(TicketRows::ticket));
    }

    private static Condition olderThan(DSLContext session, UserId user, MessageId id) {
        return find(session, id)
                .filter(purchase -> purchase.belongsTo(user))
                .filter(Purchase.Completed.class::isInstance)
                .map(purchase -> ((Purchase.Completed) purchase).ticket().purchasedAt())
                .map(at -> DSL.row(TICKET.purchasedAt, TICKET.messageId).lt(at, id.value()))
                .orElseGet(DSL::falseCondition);
    }

    @Override
    public Purchase refuseUnreceived(PurchaseMessage message) {
        return transactions.write(session -> {
            LocalDate day = day(session, message);
            return claim(session, message, day)
                    ? refuse(session, message, day)
                    : find(session, message.id()).orElseThrow();
        });
    }

    private static LocalDate day(DSLContext session, PurchaseMessage message) {
        return session.select(RACE.raceDay)
                .from(RACE)
                .where(RACE.raceId.eq(message.race().value()))
                .fetchOptional(RACE.raceDay)
                .orElseGet(() -> Times.dayInJapan(message.timestamp()));
    }

    private static boolean claim(DSLContext session, PurchaseMessage message, LocalDate day) {
        return session.insertInto(PURCHASE_CLAIM)
                        .set(PURCHASE_CLAIM.messageId, message.id().value())
                        .set(PURCHASE_CLAIM.raceDay, day)
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    private static Purchase refuse(DSLContext session, PurchaseMessage message, LocalDate day) {
        Purchase.Failed failed = new Purchase.Failed(
                message.id(),
                Optional.of(message.user()),
                RefusalReason.NOT_RECEIVED,
                Optional.of(message.bet().fingerprint()));
        session.insertInto(REFUSAL)
                .set(REFUSAL.raceDay, day)
                .set(REFUSAL.messageId, message.id().value())
                .set(REFUSAL.userId, message.user().value())
                .set(REFUSAL.raceId, message.race().value())
                .set(REFUSAL.reason, failed.reason().name())
                .set(REFUSAL.fingerprint, message.bet().fingerprint())
                .set(REFUSAL.refusedAt, Times.storable(message.timestamp()))
                .execute();
        return failed;
    }

    @Override
    public Instant recordedThrough() {
        return transactions.read(QueuePositions::recordedThrough);
    }

    @Override
    public void noteUnclaimed(Instant until) {
        Instant storable = Times.storable(until);
        transactions.write(session -> session.insertInto(UNCLAIMED_SENDS)
                .set(UNCLAIMED_SENDS.onlyOne, true)
                .set(UNCLAIMED_SENDS.unclaimedUntil, storable)
                .onConflict(UNCLAIMED_SENDS.onlyOne)
                .doUpdate()
                .set(UNCLAIMED_SENDS.unclaimedUntil, storable)
                .where(UNCLAIMED_SENDS.unclaimedUntil.lt(storable))
                .execute());
    }

    @Override
    public Instant unclaimedUntil() {
        return transactions.read(session -> session.select(UNCLAIMED_SENDS.unclaimedUntil)
                .from(UNCLAIMED_SENDS)
                .fetchOptional(UNCLAIMED_SENDS.unclaimedUntil)
                .orElse(Instant.MIN));
    }

    @Override
    public Optional<Map<Integer, Long>> positions(UUID topic, int partitions) {
        return transactions.write(session -> QueuePositions.register(session, topic, partitions));
    }

    @Override
    public void caughtUp(UUID topic, int partition, long position, Instant at) {
        transactions.write(session -> QueuePositions.caughtUp(session, topic, partition, position, at));
    }
}
