package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.ACCOUNT;
import static keiba.adapter.postgres.Tables.PAYOUT;
import static keiba.adapter.postgres.Tables.RACE;
import static keiba.adapter.postgres.Tables.TICKET;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceId;
import keiba.application.settlement.Payout;
import keiba.application.settlement.PayoutTotals;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record3;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Reads payouts from the database. */
final class PayoutRows {
    /** The condition for races whose payouts are shown to their bettors. */
    static final Condition DECLARED = RACE.state.in(DSL.inline("PAYABLE"), DSL.inline("EXPIRED"));

    /** The condition that a race has payouts that are neither paid nor expired. */
    static final Condition HAS_UNCLAIMED = DSL.exists(DSL.selectOne()
            .from(ACCOUNT)
            .where(ACCOUNT.accountId.eq(DSL.concat(DSL.inline("payable:"), RACE.raceId.cast(SQLDataType.VARCHAR))))
            .and(ACCOUNT.balanceYen.gt(0L)));

    private static final Field<LocalDate> LAST_DAY = DSL.coalesce(PAYOUT.expiredAfter, RACE.expiresOn);
    private static final Field<Boolean> HELD = DSL.field(PayoutHolds.isHeld(PAYOUT.raceId));

    private PayoutRows() {}

    /** Returns the condition for the payouts of a race. */
    static Condition of(RaceId race) {
        return PAYOUT.raceDay
                .eq(DSL.select(RACE.raceDay).from(RACE).where(RACE.raceId.eq(race.value())))
                .and(PAYOUT.raceId.eq(race.value()));
    }

    static Condition stands(Payout.Status status) {
        return PAYOUT.status.eq(status.name());
    }

    /** Returns the numbers and sums of the payouts that fulfil a condition, by status. */
    static PayoutTotals totals(DSLContext session, Condition condition) {
        Map<String, PayoutTotals.Sum> sums = session.select(PAYOUT.status, DSL.count(), DSL.sum(PAYOUT.yen))
                .from(PAYOUT)
                .where(condition)
                .groupBy(PAYOUT.status)
                .fetchMap(row -> row.value1(), PayoutRows::sum);
        return new PayoutTotals(
                sums.getOrDefault(Payout.Status.CALCULATED.name(), PayoutTotals.Sum.NONE),
                sums.getOrDefault(Payout.Status.PAID.name(), PayoutTotals.Sum.NONE),
                sums.getOrDefault(Payout.Status.EXPIRED.name(), PayoutTotals.Sum.NONE));
    }

    private static PayoutTotals.Sum sum(Record3<String, Integer, BigDecimal> row) {
        return new PayoutTotals.Sum(row.value2(), Yen.of(row.value3().longValueExact()));
    }

    /** Returns the sums of the payouts of a race by bet type. */
    static Map<BetType, Yen> byType(DSLContext session, RaceId race) {
        return session.select(PAYOUT.betType, DSL.sum(PAYOUT.yen))
                .from(PAYOUT)
                .where(of(race))
                .groupBy(PAYOUT.betType)
                .fetchMap(
                        row -> BetType.valueOf(row.value1()),
                        row -> Yen.of(row.value2().longValueExact()));
    }

    /** Returns a user's payouts that are declared, newest first. */
    static List<Payout> ofUser(
            DSLContext session, UserId user, Optional<Payout.Status> status, Optional<MessageId> after, int limit) {
        return session.select(PAYOUT.fields())
                .select(TICKET.refundedYen, LAST_DAY, HELD)
                .from(PAYOUT)
                .join(TICKET)
                .on(TICKET.raceDay.eq(PAYOUT.raceDay), TICKET.messageId.eq(PAYOUT.messageId))
                .join(RACE)
                .on(RACE.raceId.eq(PAYOUT.raceId), DECLARED)
                .where(PAYOUT.userId.eq(user.value()))
                .and(status.map(PayoutRows::stands).orElseGet(DSL::noCondition))
                .and(after.map(id -> isBehind(session, user, id)).orElseGet(DSL::noCondition))
                .orderBy(PAYOUT.purchasedAt.desc(), PAYOUT.messageId.desc())
                .limit(limit)
                .fetch(PayoutRows::payout);
    }

    private static Condition isBehind(DSLContext session, UserId user, MessageId id) {
        return session.select(PAYOUT.purchasedAt)
                .from(PAYOUT)
                .where(PAYOUT.raceDay.eq(Claims.dayOf(id)))
                .and(PAYOUT.messageId.eq(id.value()))
                .and(PAYOUT.userId.eq(user.value()))
                .fetchOptional(
                        row -> DSL.row(PAYOUT.purchasedAt, PAYOUT.messageId).lt(row.value1(), id.value()))
                .orElseGet(DSL::falseCondition);
    }

    private static Payout payout(Record row) {
        return new Payout(
                new MessageId(row.get(PAYOUT.messageId)),
                new RaceId(row.get(PAYOUT.raceId)),
                new UserId(row.get(PAYOUT.userId)),
                Yen.of(row.get(PAYOUT.yen)),
                Yen.of(row.get(TICKET.refundedYen)),
                Payout.Status.valueOf(row.get(PAYOUT.status)),
                row.get(LAST_DAY),
                row.get(HELD));
    }
}
