package keiba.application.purchase;

/** The reasons for which a purchase is refused. The names are those of the API. */
public enum RefusalReason {
    RACE_UNKNOWN,
    /** The race is not yet on sale, or its sales are suspended. */
    RACE_NOT_OPEN,
    /** The sales of the race have ended, or the race is void. */
    RACE_CLOSED,
    BET_TYPE_NOT_ON_SALE,
    INVALID_SELECTION,
    RUNNER_SCRATCHED,
    INVALID_AMOUNT,
    INSUFFICIENT_FUNDS,
    /** The purchase exceeds one of the {@link Limits}, or the pool is full ({@link keiba.domain.pool.Pool#MAX_TOTAL}). */
    LIMIT_EXCEEDED,
    /** The purchase never reached the queue. */
    NOT_RECEIVED,
    /** The message has wrong or missing fields. */
    MALFORMED
}
