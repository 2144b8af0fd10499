package keiba.application.failure;

/** The calls of the recorder that may fail without keeping purchases from being recorded. */
public enum RecorderCall implements Activity {
    /** Records purchases of several lanes in one transaction. If it fails, each lane is recorded in a transaction of its own. */
    RECORD_TOGETHER;

    @Override
    public String toString() {
        return "recording all queued purchases in one transaction";
    }
}
