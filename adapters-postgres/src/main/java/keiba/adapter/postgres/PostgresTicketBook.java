package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PURCHASE_CLAIM;
import static keiba.adapter.postgres.Tables.RACE;
import static keiba.adapter.postgres.Tables.REFUSAL;
import static keiba.adapter.postgres.Tables.TICKET;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.purchase.TicketBook;
import keiba.application.race.RaceId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Reads and stores tickets and refusals. */
final class PostgresTicketBook implements TicketBook {
    private final Transactions transactions;
    private final PurchaseLookUps lookUps = new PurchaseLookUps(this::find);

    PostgresTicketBook(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Purchase> find(MessageId id) {
        return lookUps.find(id);
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
            Map<UUID, LocalDate> claimed = session.select(PURCHASE_CLAIM.messageId, PURCHASE_CLAIM.raceDay)
                    .from(PURCHASE_CLAIM)
                    .where(PURCHASE_CLAIM.messageId.eq(DSL.any(wanted)))
                    .fetchMap(PURCHASE_CLAIM.messageId, PURCHASE_CLAIM.raceDay);
            return claimed.isEmpty() ? List.of() : find(session, claimed);
        });
    }

    /**
     * Finds purchases by id and day. The days are parameters of the statement, so that the partitions of other months
     * are not read.
     */
    private static List<Purchase> find(DSLContext session, Map<UUID, LocalDate> claimed) {
        UUID[] ids = claimed.keySet().toArray(UUID[]::new);
        LocalDate[] days = claimed.values().stream().distinct().sorted().toArray(LocalDate[]::new);
        List<Purchase> found = new ArrayList<>(TicketRows.select(session, days)
                .where(TICKET.raceDay.eq(DSL.any(days)))
                .and(TICKET.messageId.eq(DSL.any(ids)))
                .fetch(row -> new Purchase.Completed(TicketRows.ticket(row))));
        if (found.size() < ids.length) {
            found.addAll(session.selectFrom(REFUSAL)
                    .where(REFUSAL.raceDay.eq(DSL.any(days)))
                    .and(REFUSAL.messageId.eq(DSL.any(ids)))
                    .fetch(PostgresTicketBook::failed));
        }
        return found;
    }

    /** Returns the condition for tickets of a race. It contains the day of the race, so that only one partition is read. */
    private static Condition isOf(RaceId race) {
        return TICKET.raceId
                .eq(race.value())
                .and(TICKET.raceDay.eq(DSL.select(RACE.raceDay).from(RACE).where(RACE.raceId.eq(race.value()))));
    }

    @Override
    public List<Ticket> tickets(UserId user, Optional<RaceId> race, Optional<MessageId> before, int limit) {
        return transactions.read(session -> TicketRows.select(session)
                .where(TICKET.userId.eq(user.value()))
                .and(race.map(PostgresTicketBook::isOf).orElseGet(DSL::noCondition))
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
}
