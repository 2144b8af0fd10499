package keiba.adapter.postgres;

import static keiba.adapter.postgres.Tables.PAYOUT_HOLD;

import java.util.Optional;
import keiba.application.race.RaceId;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Where operators hold the execution of payouts up: at single races, or at all. */
final class PayoutHolds {
    private PayoutHolds() {}

    static boolean isHeld(DSLContext session, RaceId race) {
        return session.fetchExists(PAYOUT_HOLD, concerns(DSL.val(race.value())));
    }

    /** The same as a condition on a row with a race's number. */
    static Condition isHeld(Field<Long> race) {
        return DSL.exists(DSL.selectOne().from(PAYOUT_HOLD).where(concerns(race)));
    }

    private static Condition concerns(Field<Long> race) {
        return PAYOUT_HOLD.raceId.isNull().or(PAYOUT_HOLD.raceId.eq(race));
    }

    /** Whether that changed anything. */
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

    /** Whether that changed anything. */
    static boolean release(DSLContext session, Optional<RaceId> race) {
        return session.deleteFrom(PAYOUT_HOLD)
                        .where(race.map(id -> PAYOUT_HOLD.raceId.eq(id.value())).orElseGet(PAYOUT_HOLD.raceId::isNull))
                        .execute()
                == 1;
    }
}
