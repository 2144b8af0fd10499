package keiba.domain.race;

/** Whether a declared horse runs, and how its race ended. */
public enum RunnerStatus {
    /** The horse is on sale and due to start. */
    ENTERED,
    /** The horse was taken out before the start of sales. */
    WITHDRAWN,
    /** The horse was taken out after the start of sales: 出走取消. */
    SCRATCHED,
    /** Excluded at the start after the start of sales: 競走除外. */
    EXCLUDED,
    /** Finished where it is placed. */
    FINISHED,
    /** Started and did not finish: 競走中止. */
    PULLED_UP,
    /** Started and lost its placing: 失格. */
    DISQUALIFIED,
    /** The horse finished, and is placed behind the position in which it crossed the line: 降着. */
    DEMOTED
}
