package keiba.application.failure;

/** Receives the failures that do not fail their caller. Called by several threads at once; must not throw. */
public interface FailureListener {

    /** Ignores every failure. */
    FailureListener NONE = new FailureListener() {
        @Override
        public void failed(Activity activity, Throwable cause) {}

        @Override
        public void worked(Activity activity) {}
    };

    /** An activity failed. Called for every failure, not only for the first. */
    void failed(Activity activity, Throwable cause);

    /** An activity worked. Called after failures, and possibly at other times. */
    void worked(Activity activity);
}
