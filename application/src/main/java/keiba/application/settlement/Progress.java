package keiba.application.settlement;

/** The progress of a job that is done in chunks, after one more chunk. */
public enum Progress {
    /** There is more to do. */
    MORE,
    /** All of it is done. */
    DONE,
    /** Another instance is working on it; this call did nothing. */
    BUSY
}
