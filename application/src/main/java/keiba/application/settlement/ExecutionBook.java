package keiba.application.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/**
 * The execution of payouts: each is credited to its bettor exactly once, regardless of the caller and of repeated
 * calls. A judge decides what may be done with the payouts of a race. The books read its facts under locks, so that no
 * payment or expiry is based on outdated facts while a hold, an extension of the claim period or the end of that period
 * takes effect.
 */
public interface ExecutionBook {
    /** The largest number of races that {@link #release} lists. */
    int MAX_LISTED = 100;

    /**
     * Pays one payout in one transaction, if it belongs to this user and the judge decides {@link PayoutVerdict#PAY}.
     *
     * @return the outcome; the same on every repetition, once the payout is paid or expired
     */
    One execute(MessageId id, UserId owner, PayoutJudge judge);

    /** The outcome of executing one payout. */
    sealed interface One {

        /**
         * Returns the outcome for a payout that is still unclaimed.
         *
         * @throws IllegalArgumentException if the verdict is to pay it
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
     * The payout is paid, by this call or an earlier one.
     *
     * @param balance the bettor's balance right after that payment
     */
    record Paid(MessageId id, Yen amount, Instant paidAt, Yen balance) implements One {}

    /** The payout does not exist, does not exist yet, or belongs to another user. */
    record NotFound() implements One {}

    /** The last day to claim it is over, and no hold protects it. */
    record Lapsed(LocalDate expiresOn) implements One {}

    /** An operator holds payouts. */
    record Held() implements One {}

    /**
     * Pays the next payouts of a race, at most {@code payouts}, in one transaction, if the judge decides {@link
     * PayoutVerdict#PAY}.
     *
     * @param owner the user whose payouts are paid; empty for the payouts of all users
     */
    Some executeSome(RaceId race, Optional<UserId> owner, int payouts, PayoutJudge judge);

    /** The outcome of executing some payouts of a race. */
    enum Some {
        /** Some payouts were paid, and there may be more. */
        MORE,
        /** No unpaid payout is left. */
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
         * Returns the outcome for a verdict that allows no payment.
         *
         * @throws IllegalArgumentException if the verdict is to pay them
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
     * Orders that all payouts of a race be paid, if the judge decides {@link PayoutVerdict#PAY}. The order is written
     * to the audit trail. A repetition changes nothing.
     *
     * @return the judge's verdict; {@link PayoutVerdict#NOT_PAYABLE} for an unknown race
     */
    PayoutVerdict order(RaceId race, Actor actor, PayoutJudge judge);

    /** Returns the PAYABLE races whose payouts are ordered to be paid, and neither all paid nor held; at most {@code limit}. */
    List<RaceId> ordered(int limit);

    /**
     * Returns the PAYABLE races without a hold whose last day to claim is over by the clock of the books, at most
     * {@code limit}.
     */
    List<RaceId> lapsed(int limit);

    /**
     * Transfers the next unclaimed payouts of a race to the house, at most {@code payouts}, in one transaction, if the
     * judge decides {@link PayoutVerdict#LAPSED}. When none is left, the race becomes EXPIRED.
     */
    Progress expire(RaceId race, int payouts, PayoutJudge judge);

    /**
     * Holds payouts, and writes this to the audit trail. When this method returns, every payment and every expiry that
     * began before has ended. A repetition changes nothing.
     *
     * @param race payouts of this race; empty for those of all races
     */
    void hold(Optional<RaceId> race, String reason, Actor actor);

    /**
     * Releases a hold, and writes this to the audit trail. Changes nothing if there is no such hold.
     *
     * @param race the hold of this race; empty for the one of all races
     * @param judge decides about each race with unclaimed payouts that the hold concerns, as if the hold were released;
     *     if it decides {@link PayoutVerdict#LAPSED} for any race, the hold is not released
     * @return the races for which it decides so, those with the earliest last day first, at most {@link #MAX_LISTED};
     *     empty if the hold is released or there was none
     */
    List<RaceCard> release(Optional<RaceId> race, String reason, Actor actor, PayoutJudge judge);

    /** Returns whether payouts of a race are held, by its own hold or by the one for all races. */
    boolean isHeld(RaceId race);
}
