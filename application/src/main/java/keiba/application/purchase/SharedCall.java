package keiba.application.purchase;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A call whose result is shared by concurrent callers. Only one call runs at a time, and each caller gets the result of
 * a call that began after its request: callers that arrive while a call runs wait for its end, and then share the next
 * one. A failure is shared like a result, so that callers do not wait for one time-out after another.
 */
final class SharedCall<T> {
    private final Supplier<T> call;

    /**
     * The number of calls that have begun. Only the caller that holds the lock writes it; others read it without the
     * lock.
     */
    private volatile long begun;

    private Ended<T> last = new Ended<>(0, Optional.empty(), Optional.empty());

    SharedCall(Supplier<T> call) {
        this.call = call;
    }

    private record Ended<T>(long number, Optional<T> result, Optional<RuntimeException> failure) {}

    /**
     * Returns the result of a call that begins after this method was entered.
     *
     * @throws RuntimeException that the call threw
     */
    T result() {
        long before = begun;
        return resultSince(before);
    }

    private synchronized T resultSince(long before) {
        if (last.number() <= before) {
            long number = begun + 1;
            begun = number;
            last = ended(number);
        }
        if (last.failure().isPresent()) {
            throw last.failure().get();
        }
        return last.result().orElseThrow();
    }

    private Ended<T> ended(long number) {
        try {
            return new Ended<>(number, Optional.of(call.get()), Optional.empty());
        } catch (RuntimeException failure) {
            return new Ended<>(number, Optional.empty(), Optional.of(failure));
        }
    }
}
