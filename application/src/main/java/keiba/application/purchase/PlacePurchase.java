package keiba.application.purchase;

import java.util.Optional;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import keiba.domain.race.Horses;

/** Accepts a bettor's purchase: checks it, makes it durable in the queue, and answers with its receipt number. */
public interface PlacePurchase {

    /**
     * Places a purchase. With a key, a repetition of the same request does not buy again and is answered with the status of the purchase,
     * whatever the state of the race.
     */
    PurchaseOutcome place(UserId user, RaceId race, Bet bet, Optional<IdempotencyKey> key);

    /**
     * The answer to a request.
     *
     * <p>{@link PurchaseRefused}, {@link QueueUnavailable} and {@link Unavailable} say that the purchase is not bought. For a
     * request with a key this is a statement about the key: it is made only if it is proven that no earlier request
     * with the key has sent the purchase. If that is not proven, the answer is {@link OutcomeUnknown}. A request
     * without a key is always a new purchase, so it is certainly not bought as long as this request has not sent it.
     */
    sealed interface PurchaseOutcome {}

    /**
     * The purchase is in the queue, or was recorded with the same key before; with its current status.
     *
     * @param status PENDING, COMPLETED or FAILED
     * @param combinations the number of combinations; 0 for a failed purchase whose race cannot be looked up
     * @param total the cost; zero for a failed purchase whose race cannot be looked up
     */
    record Accepted(MessageId id, Status status, int combinations, Yen total) implements PurchaseOutcome {}

    /** The status of an accepted purchase. */
    enum Status {
        PENDING,
        COMPLETED,
        FAILED
    }

    /**
     * The purchase is refused, so it is certainly not bought.
     *
     * @param field the name of the wrong field in the API; empty if no single field is wrong
     * @param horses the horses because of which it is refused; empty if no horse is the reason
     */
    record PurchaseRefused(RefusalReason reason, String detail, Optional<String> field, Horses horses)
            implements PurchaseOutcome {}

    /** The key was used before for a different purchase. */
    record KeyReused() implements PurchaseOutcome {}

    /** The queue refused the purchase, so it is certainly not bought. */
    record QueueUnavailable() implements PurchaseOutcome {}

    /** The purchase may be bought. The client can look it up, or repeat the request with the same key. */
    record OutcomeUnknown(MessageId id, Doubt doubt) implements PurchaseOutcome {}

    /** The reason why it is not known whether a purchase is bought. */
    enum Doubt {
        /** This request sent the purchase, and the queue did not confirm or refuse it in time. */
        NO_VERDICT,
        /**
         * This request sent nothing. It cannot be determined now whether an earlier request with the same key sent the
         * purchase.
         */
        EARLIER_REQUEST
    }

    /** A purchase without a key was not sent because the race cannot be looked up, so it is certainly not bought. */
    record Unavailable() implements PurchaseOutcome {}
}
