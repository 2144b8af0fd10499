package keiba.embedded;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts something when it is first asked for. A failure is kept too: a second attempt would only cost the same time again. */
final class Once<T> {
    private final Supplier<T> start;
    private @Nullable T started;
    private @Nullable RuntimeException failure;

    Once(Supplier<T> start) {
        this.start = start;
    }

    synchronized T get() {
        if (failure != null) {
            throw failure;
        }
        T result = started;
        if (result == null) {
            result = started();
            started = result;
        }
        return result;
    }

    private T started() {
        try {
            return start.get();
        } catch (RuntimeException thrown) {
            failure = thrown;
            throw thrown;
        }
    }
}
