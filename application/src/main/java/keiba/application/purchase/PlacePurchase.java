package keiba.application.purchase;

import java.util.Optional;
import keiba.application.account.IdempotencyKey;
import keiba.application.account.UserId;
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
     * <p>{@link PurchaseRefused}, {@link QueueUnavailable} and {@link Unavailable} say that the purchase is not bought. For a request with a key
     * that is a statement about the key: it is made only where it is proven that no earlier request with the key has sent the purchase
     * either. Where it is not proven, the answer is {@link OutcomeUnknown}. A request without a key is a new purchase; of it everything is
     * certain that happens before it is sent.
     */
    sealed interface PurchaseOutcome {}

    /**
     * The purchase is in the queue, or was recorded with the same key before; with its current status.
     *
     * @param status PENDING, COMPLETED or FAILED
     * @param combinations how many; 0 for a failed purchase whose race cannot be looked up
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
     * PurchaseRefused; certainly not bought.
     *
     * @param field the field at fault, as the contract names it; empty where no single one is
     * @param horses the horses it is about, where it is about some
     */
    record PurchaseRefused(RefusalReason reason, String detail, Optional<String> field, Horses horses)
            implements PurchaseOutcome {}

    /** The key named another purchase before. */
    record KeyReused() implements PurchaseOutcome {}

    /** The queue did not take it: certainly not bought. */
    record QueueUnavailable() implements PurchaseOutcome {}

    /** It may be bought. Look it up, or repeat it with the same key. */
    record OutcomeUnknown(MessageId id, Doubt doubt) implements PurchaseOutcome {}

    /** Why it is not known whether a purchase is bought. */
    enum Doubt {
        /** This request sent it, and the queue gave no verdict in time. */
        NO_VERDICT,
        /** This request sent nothing; whether an earlier request with the same key did cannot be told now. */
        EARLIER_REQUEST
    }

    /** A purchase without a key that was not sent, because the race cannot be looked up: certainly not bought. */
    record Unavailable() implements PurchaseOutcome {}
}
