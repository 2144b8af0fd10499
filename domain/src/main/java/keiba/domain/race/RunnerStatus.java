package keiba.domain.race;

/** Whether a declared horse runs, and how its race ended. */
public enum RunnerStatus {
    /** Sold, and due to start. */
    ENTERED,
    /** Out before the start of sales. */
    WITHDRAWN,
    /** Out after the start of sales: 出走取消. */
    SCRATCHED,
    /** Excluded at the start after the start of sales: 競走除外. */
    EXCLUDED,
    /** Finished where it is placed. */
    FINISHED,
    /** Started and did not finish: 競走中止. */
    PULLED_UP,
    /** Started and lost its placing: 失格. */
    DISQUALIFIED,
    /** Finished, and placed behind where it crossed the line: 降着. */
    DEMOTED
}
