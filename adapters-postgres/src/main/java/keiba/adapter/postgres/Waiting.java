package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PAYOUT;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import keiba.application.caller.UserId;
import keiba.application.race.RaceCard;
import keiba.application.settlement.Payout;
import keiba.domain.money.Yen;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Unclaimed payouts of a race that this transaction has locked, in the order of their message ids. */
final class Waiting {
    private final DSLContext session;
    private final RaceCard card;
    private final List<One> payouts;

    private record One(UUID id, UserId user, Yen yen) {}

    private Waiting(DSLContext session, RaceCard card, List<One> payouts) {
        this.session = session;
        this.card = card;
        this.payouts = payouts;
    }

    /** Locks the unclaimed payouts that fulfil a condition, at most {@code limit}. */
    static Waiting lock(DSLContext session, RaceCard card, Condition condition, int limit) {
        return new Waiting(
                session,
                card,
                session.select(PAYOUT.messageId, PAYOUT.userId, PAYOUT.yen)
                        .from(PAYOUT)
                        .where(PAYOUT.raceDay.eq(card.day()))
                        .and(PAYOUT.raceId.eq(card.id().value()))
                        .and(PayoutRows.stands(Payout.Status.CALCULATED))
                        .and(condition)
                        .orderBy(PAYOUT.messageId)
                        .limit(limit)
                        .forNoKeyUpdate()
                        .fetch(row -> new One(row.value1(), new UserId(row.value2()), Yen.of(row.value3()))));
    }

    int count() {
        return payouts.size();
    }

    Optional<UUID> last() {
        return payouts.isEmpty()
                ? Optional.empty()
                : Optional.of(payouts.getLast().id());
    }

    /** Credits the payouts to their bettors. */
    void pay() {
        if (payouts.isEmpty()) {
            return;
        }
        Ledger ledger = new Ledger(session);
        ledger.lockBettors(payouts.stream().map(One::user).toList());
        markPaid(ledger.book(payouts.stream().map(this::payment).toList()));
    }

    private Ledger.Movement payment(One payout) {
        return Ledger.Movement.to(
                payout.user(),
                Ledger.LedgerMovement.PAYOUT,
                card.day(),
                AccountName.payable(card.id()),
                payout.yen(),
                payout.id());
    }

    private void markPaid(List<Ledger.Entry> entries) {
        Pairs<UUID, Long> paid = Pairs.of(
                entries,
                SQLDataType.UUID,
                entry -> entry.movement().reference(),
                SQLDataType.BIGINT,
                entry -> entry.balance().orElseThrow().value());
        session.update(PAYOUT)
                .set(PAYOUT.status, Payout.Status.PAID.name())
                .set(PAYOUT.paidAt, Times.NOW)
                .set(PAYOUT.balanceAfterYen, paid.second())
                .from(paid.table())
                .where(PAYOUT.raceDay.eq(card.day()))
                .and(PAYOUT.messageId.eq(paid.first()))
                .execute();
    }

    /** Transfers the payouts to the house. */
    void expire() {
        if (payouts.isEmpty()) {
            return;
        }
        new Ledger(session).book(payouts.stream().map(this::forfeit).toList());
        session.update(PAYOUT)
                .set(PAYOUT.status, Payout.Status.EXPIRED.name())
                .set(PAYOUT.expiredAfter, card.expiresOn())
                .where(PAYOUT.raceDay.eq(card.day()))
                .and(PAYOUT.messageId.eq(DSL.any(payouts.stream().map(One::id).toArray(UUID[]::new))))
                .execute();
    }

    private Ledger.Movement forfeit(One payout) {
        return Ledger.Movement.between(
                Ledger.LedgerMovement.EXPIRY,
                card.day(),
                AccountName.payable(card.id()),
                AccountName.EXPIRED,
                payout.yen(),
                payout.id());
    }
}
