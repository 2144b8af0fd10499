package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PAYOUT_HOLD;

import java.util.Optional;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.PayoutFacts;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Where operators hold payouts: of single races, or of all. Every transaction that relies on the holds shares one lock until it ends,
 * and a transaction that holds or releases takes that lock exclusively: no payment or expiry runs while a hold changes, whichever race it
 * is of. PostgreSQL queues the transactions that wait for the lock, so that a hold does not starve while payments continue.
 */
final class PayoutHolds {
    /** Whether no hold concerns the race of a row {@code r}, for statements in plain SQL. */
    static final String NOT_HELD =
            "NOT EXISTS (SELECT FROM payout_hold h WHERE h.race_id IS NULL OR h.race_id = r.race_id)";

    private PayoutHolds() {}

    /** Returns the facts for the judge about a race that this transaction has locked. They cannot change until the transaction ends. */
    static PayoutFacts facts(DSLContext session, RaceCard card) {
        session.query("SELECT pg_advisory_xact_lock_shared(hashtext('payout_hold'))")
                .execute();
        Field<Boolean> held = DSL.field(isHeld(DSL.val(card.id().value())));
        return session.select(Times.TODAY_IN_JAPAN, held)
                .fetchSingle(row -> new PayoutFacts(card, row.value1(), row.value2()));
    }

    /** Locks the holds: waits for the transactions that rely on them, and makes later ones wait. */
    static void lock(DSLContext session) {
        session.query("SELECT pg_advisory_xact_lock(hashtext('payout_hold'))").execute();
    }

    static boolean isHeld(DSLContext session, RaceId race) {
        return session.fetchExists(PAYOUT_HOLD, concerns(DSL.val(race.value())));
    }

    /** Returns the same as a condition on a row with a race's number. */
    static Condition isHeld(Field<Long> race) {
        return DSL.exists(DSL.selectOne().from(PAYOUT_HOLD).where(concerns(race)));
    }

    /**
     * As a condition on a row with a race's number: whether it would still be held without one of the holds.
     *
     * @param released the hold of this race; empty for the one of all races
     */
    static Condition isHeldWithout(Optional<RaceId> released, Field<Long> race) {
        return DSL.exists(DSL.selectOne()
                .from(PAYOUT_HOLD)
                .where(concerns(race))
                .and(PAYOUT_HOLD.raceId.isDistinctFrom(
                        released.map(RaceId::value).orElse(null))));
    }

    private static Condition concerns(Field<Long> race) {
        return PAYOUT_HOLD.raceId.isNull().or(PAYOUT_HOLD.raceId.eq(race));
    }

    /** Returns whether that changed anything. */
    static boolean hold(DSLContext session, Optional<RaceId> race, String reason) {
        return session.insertInto(PAYOUT_HOLD)
                        .set(PAYOUT_HOLD.raceId, race.map(RaceId::value).orElse(null))
                        .set(PAYOUT_HOLD.reason, reason)
                        .onConflict(PAYOUT_HOLD.raceId)
                        .doUpdate()
                        .set(PAYOUT_HOLD.reason, reason)
                        .where(PAYOUT_HOLD.reason.ne(reason))
                        .execute()
                == 1;
    }

    /** Returns whether there is this very hold. */
    static boolean exists(DSLContext session, Optional<RaceId> race) {
        return session.fetchExists(PAYOUT_HOLD, of(race));
    }

    static void release(DSLContext session, Optional<RaceId> race) {
        session.deleteFrom(PAYOUT_HOLD).where(of(race)).execute();
    }

    private static Condition of(Optional<RaceId> race) {
        return race.map(id -> PAYOUT_HOLD.raceId.eq(id.value())).orElseGet(PAYOUT_HOLD.raceId::isNull);
    }
}
