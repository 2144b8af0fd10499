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
 * Stores the holds of payouts by operators, for single races or for all. Every transaction that relies on the holds
 * shares one lock until it ends, and a transaction that changes a hold takes that lock exclusively. Therefore no
 * payment or expiry of any race runs while a hold changes. PostgreSQL queues the transactions that wait for the lock,
 * so that a change of a hold does not wait forever while payments continue.
 */
final class PayoutHolds {
    /** The condition that no hold concerns the race of a row {@code r}, for statements in plain SQL. */
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

    /** Returns the condition that a hold concerns the race with the number in this field. */
    static Condition isHeld(Field<Long> race) {
        return DSL.exists(DSL.selectOne().from(PAYOUT_HOLD).where(concerns(race)));
    }

    /**
     * Returns the condition that a race would still be held without one of the holds.
     *
     * @param released the race whose hold is ignored; empty to ignore the hold for all races
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

    /** Adds a hold, and returns whether it did not exist before. */
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

    /** Returns whether exactly this hold exists. */
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
