package keiba.application.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import keiba.application.account.Actor;
import keiba.application.account.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/** The execution of payouts: each is credited to its bettor exactly once, whoever asks and however often. */
public interface ExecutionBook {

    /**
     * Pays one payout in one transaction, if it is this user's.
     *
     * @return the same answer on every repetition
     */
    One execute(MessageId id, UserId owner);

    /** What became of one payout. */
    sealed interface One {}

    /**
     * It is paid, now or before.
     *
     * @param balance the bettor's, right after that payment
     */
    record Paid(MessageId id, Yen amount, Instant paidAt, Yen balance) implements One {}

    /** There is no such payout, or not yet, or it is another user's. */
    record NotFound() implements One {}

    /** The last day to claim it is over. */
    record Lapsed(LocalDate expiresOn) implements One {}

    /** An operator holds executions up. */
    record Held() implements One {}

    /**
     * Pays the next payouts of a PAYABLE race, at most so many, in one transaction.
     *
     * @param owner only this user's; empty for everybody's
     */
    Some executeSome(RaceId race, Optional<UserId> owner, int payouts);

    /** What became of some payouts of a race. */
    enum Some {
        /** Paid, and there may be more. */
        MORE,
        /** None is left. */
        DONE,
        /** Somebody else is at it. */
        BUSY,
        /** The race is not PAYABLE. */
        NOT_PAYABLE,
        /** The last day to claim them is over. */
        LAPSED,
        /** An operator holds executions up. */
        HELD
    }

    /** Orders that all payouts of a race be paid; audited. Ordering again changes nothing. */
    void order(RaceId race, Actor actor);

    /** The PAYABLE races whose payouts are ordered to be paid, and neither all paid nor held up; at most {@code limit}. */
    List<RaceId> ordered(int limit);

    /** The PAYABLE races whose last day to claim is over by the books' clock; at most {@code limit}. */
    List<RaceId> lapsed(int limit);

    /**
     * Expires the next payouts of a race that has lapsed, at most so many, in one transaction: the money goes to the house. When none is
     * left, the race becomes EXPIRED.
     */
    Progress expire(RaceId race, int payouts);

    /**
     * Holds executions up, or lets them go on; audited.
     *
     * @param race of this race; empty for all races
     */
    void hold(Optional<RaceId> race, boolean held, String reason, Actor actor);

    /** Whether executions of a race are held up, by its own hold or by the one for all. */
    boolean isHeld(RaceId race);
}
