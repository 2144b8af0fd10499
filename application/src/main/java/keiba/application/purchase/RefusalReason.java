package keiba.application.purchase;

/** Why a purchase is refused: the contract's names. */
public enum RefusalReason {
    RACE_UNKNOWN,
    /** Not yet on sale, or suspended. */
    RACE_NOT_OPEN,
    /** Closed, or later, or void. */
    RACE_CLOSED,
    BET_TYPE_NOT_ON_SALE,
    INVALID_SELECTION,
    RUNNER_SCRATCHED,
    INVALID_AMOUNT,
    INSUFFICIENT_FUNDS,
    /** One of {@link Limits}, or the pool has no room ({@link keiba.domain.pool.Pool#MAX_TOTAL}). */
    LIMIT_EXCEEDED,
    /** Never reached the queue. */
    NOT_RECEIVED,
    /** A message with wrong or missing fields. */
    MALFORMED
}
