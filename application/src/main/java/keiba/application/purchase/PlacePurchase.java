package keiba.application.purchase;

import java.util.Optional;
import keiba.application.account.IdempotencyKey;
import keiba.application.account.UserId;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import keiba.domain.race.Horses;

/** Accepts a bettor's purchase: checks it, makes it durable in the queue, and answers with its receipt number. */
public interface PlacePurchase {

    Outcome place(UserId user, RaceId race, Bet bet, Optional<IdempotencyKey> key);

    /** What became of it. */
    sealed interface Outcome {}

    /**
     * It is in the queue, or was recorded under the same key before; how it stands now.
     *
     * @param status PENDING, COMPLETED or FAILED
     */
    record Accepted(MessageId id, Status status, int combinations, Yen total) implements Outcome {}

    /** How an accepted purchase stands. */
    enum Status {
        PENDING,
        COMPLETED,
        FAILED
    }

    /**
     * Refused; certainly not bought.
     *
     * @param field the field at fault, as the contract names it; empty where no single one is
     * @param horses the horses it is about, where it is about some
     */
    record Refused(RefusalReason reason, String detail, Optional<String> field, Horses horses) implements Outcome {}

    /** The key named another purchase before. */
    record KeyReused() implements Outcome {}

    /** The queue did not take it: certainly not bought. */
    record QueueUnavailable() implements Outcome {}

    /** The queue gave no verdict in time: it may be bought. Look it up, or repeat it with the same key. */
    record OutcomeUnknown(MessageId id) implements Outcome {}

    /** Neither the board nor the books can say how the race stands: certainly not bought. */
    record Unavailable() implements Outcome {}
}
