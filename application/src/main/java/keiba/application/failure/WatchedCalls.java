package keiba.application.failure;

import java.util.function.Supplier;

/** Reports the failed and the successful calls of a board. A failure is still thrown to the caller. */
public final class WatchedCalls {
    private final FailureListener listener;

    public WatchedCalls(FailureListener listener) {
        this.listener = listener;
    }

    /** Makes a call and returns its result. */
    public <T> T ask(BoardCall call, Supplier<T> question) {
        T answer;
        try {
            answer = question.get();
        } catch (RuntimeException | Error failure) {
            listener.failed(call, failure);
            throw failure;
        }
        listener.worked(call);
        return answer;
    }

    /** Makes a call that returns nothing. */
    public void tell(BoardCall call, Runnable change) {
        ask(call, () -> {
            change.run();
            return true;
        });
    }
}
