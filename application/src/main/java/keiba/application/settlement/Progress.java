package keiba.application.settlement;

/** How far a job that is done in chunks has come after one more of them. */
public enum Progress {
    /** There is more to do. */
    MORE,
    /** All of it is done. */
    DONE,
    /** Somebody else is at it. */
    BUSY
}
