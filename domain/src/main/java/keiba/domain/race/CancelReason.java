package keiba.domain.race;

/** The reason why a race is void. */
public enum CancelReason {
    /** The race was not run. */
    CANCELLED,
    /** The race started but did not count as a race: 不成立. */
    NO_RACE,
    /** At most one horse was left to start. */
    TOO_FEW_RUNNERS
}
