package keiba.application.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import keiba.application.account.Actor;
import keiba.application.account.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/**
 * The execution of payouts: each is credited to its bettor exactly once, regardless of the caller and of repeated calls. What may be done with the payouts
 * of a race is decided by a judge: the books read its facts under locks, so that a hold, an extension of the claim period and the end of
 * that period never cross.
 */
public interface ExecutionBook {
    /** How many races {@link #release} lists at most. */
    int MAX_LISTED = 100;

    /**
     * Pays one payout in one transaction, if it is this user's and the judge says {@link PayoutVerdict#PAY}.
     *
     * @return the same answer on every repetition, once it is paid or expired
     */
    One execute(MessageId id, UserId owner, PayoutJudge judge);

    /** The outcome of executing one payout. */
    sealed interface One {

        /**
         * Returns the outcome for a payout that is still unclaimed.
         *
         * @throws IllegalArgumentException if it was to be paid
         */
        static One refused(PayoutVerdict verdict, RaceCard card) {
            return switch (verdict) {
                case NOT_PAYABLE -> new NotFound();
                case HELD -> new Held();
                case LAPSED, EXPIRED -> new Lapsed(card.expiresOn());
                case PAY ->
                    throw new IllegalArgumentException("the verdict " + verdict + " on " + card + " is not a refusal");
            };
        }
    }

    /**
     * It is paid, now or before.
     *
     * @param balance the bettor's, right after that payment
     */
    record Paid(MessageId id, Yen amount, Instant paidAt, Yen balance) implements One {}

    /** There is no such payout, or not yet, or it is another user's. */
    record NotFound() implements One {}

    /** The last day to claim it is over, and no hold protects it. */
    record Lapsed(LocalDate expiresOn) implements One {}

    /** An operator holds payouts. */
    record Held() implements One {}

    /**
     * Pays the next payouts of a race, at most so many, in one transaction, if the judge says {@link PayoutVerdict#PAY}.
     *
     * @param owner the user whose payouts are paid; empty for the payouts of all users
     */
    Some executeSome(RaceId race, Optional<UserId> owner, int payouts, PayoutJudge judge);

    /** The outcome of executing some payouts of a race. */
    enum Some {
        /** Paid, and there may be more. */
        MORE,
        /** None is left. */
        DONE,
        /** Another instance is paying them. */
        BUSY,
        /** The payouts of the race are not calculated. */
        NOT_PAYABLE,
        /** The last day to claim them is over. */
        LAPSED,
        /** An operator holds payouts. */
        HELD;

        /**
         * Returns the outcome where nothing may be paid.
         *
         * @throws IllegalArgumentException if they were to be paid
         */
        public static Some refused(PayoutVerdict verdict) {
            return switch (verdict) {
                case NOT_PAYABLE -> NOT_PAYABLE;
                case HELD -> HELD;
                case LAPSED, EXPIRED -> LAPSED;
                case PAY -> throw new IllegalArgumentException("the verdict " + verdict + " is not a refusal");
            };
        }
    }

    /**
     * Orders that all payouts of a race be paid, if the judge says {@link PayoutVerdict#PAY}; audited. Ordering again changes nothing.
     *
     * @return the judge's verdict; {@link PayoutVerdict#NOT_PAYABLE} for an unknown race
     */
    PayoutVerdict order(RaceId race, Actor actor, PayoutJudge judge);

    /** Returns the PAYABLE races whose payouts are ordered to be paid, and neither all paid nor held; at most {@code limit}. */
    List<RaceId> ordered(int limit);

    /** Returns the PAYABLE races whose last day to claim is over by the books' clock, and that are not held; at most {@code limit}. */
    List<RaceId> lapsed(int limit);

    /**
     * Leaves the next unclaimed payouts of a race to the house, at most so many, in one transaction, if the judge says
     * {@link PayoutVerdict#LAPSED}. When none is left, the race becomes EXPIRED.
     */
    Progress expire(RaceId race, int payouts, PayoutJudge judge);

    /**
     * Holds payouts; audited. When this returns, no payment and no expiry that began before is still going on. The same again changes
     * nothing.
     *
     * @param race payouts of this race; empty for those of all races
     */
    void hold(Optional<RaceId> race, String reason, Actor actor);

    /**
     * Releases a hold; audited. Without that hold, this changes nothing.
     *
     * @param race the hold of this race; empty for the one of all races
     * @param judge asked about the races with unclaimed payouts that the hold concerns, as if it were released; where it says
     *     {@link PayoutVerdict#LAPSED} of any, the hold stays
     * @return the races of which it says so, those with the earliest last day first, at most {@link #MAX_LISTED}; empty when the hold is
     *     released, or there was none
     */
    List<RaceCard> release(Optional<RaceId> race, String reason, Actor actor, PayoutJudge judge);

    /** Returns whether payouts of a race are held, by its own hold or by the one for all races. */
    boolean isHeld(RaceId race);
}
