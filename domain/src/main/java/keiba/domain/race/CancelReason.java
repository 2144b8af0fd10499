package keiba.domain.race;

/** Why a race is void. */
public enum CancelReason {
    /** Not run. */
    CANCELLED,
    /** Started, and not completed as a race: 不成立. */
    NO_RACE,
    /** At most one horse was left to start. */
    TOO_FEW_RUNNERS
}
