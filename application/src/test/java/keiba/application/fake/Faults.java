package keiba.application.fake;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import keiba.application.failure.TemporaryFailure;

/**
 * When the calls of a fake fail. Calls are counted from the moment a fault is planned: the next one is the first. Calls that concern a
 * certain race, board or partition can fail while all others work.
 */
public final class Faults {
    private final String port;
    private int calls;
    private IntFunction<Fault> plan = call -> Fault.NONE;
    private final Map<Object, Supplier<? extends Throwable>> broken = new HashMap<>();

    Faults(String port) {
        this.port = port;
    }

    /** How a call fails. */
    public enum Fault {
        NONE,
        /** The call does nothing. */
        BEFORE,
        /** The call does its work, and its answer is lost. */
        AFTER
    }

    /** The n-th call from now fails and does nothing. */
    public void failAt(int call) {
        plan(number -> number == call ? Fault.BEFORE : Fault.NONE);
    }

    /** The n-th call from now does its work, and fails all the same. */
    public void loseAnswerOf(int call) {
        plan(number -> number == call ? Fault.AFTER : Fault.NONE);
    }

    /** Every call fails from now on. */
    public void away() {
        plan(number -> Fault.BEFORE);
    }

    /** No call fails from now on. */
    public synchronized void back() {
        broken.clear();
        plan(number -> Fault.NONE);
    }

    /** Every call that concerns a race, a board or a partition fails from now on, and does nothing. */
    public void failFor(Object subject) {
        failFor(subject, this::planned);
    }

    /** Every call that concerns a race, a board or a partition fails from now on with this error or exception, and does nothing. */
    public synchronized void failFor(Object subject, Supplier<? extends Throwable> failure) {
        broken.put(subject, failure);
    }

    /** Calls that concern this subject fail no more than others from now on. */
    public synchronized void workFor(Object subject) {
        broken.remove(subject);
    }

    /** Each call fails as the plan says of its number, 1 for the next. */
    public synchronized void plan(IntFunction<Fault> faults) {
        calls = 0;
        plan = faults;
    }

    /** How many calls there were since the plan was made. */
    public synchronized int calls() {
        return calls;
    }

    private TemporaryFailure planned() {
        return new TemporaryFailure(port + " is away", new IllegalStateException("planned"));
    }

    /** A call that concerns one race, board or partition. */
    <T> T call(Object subject, Supplier<T> work) {
        return callAll(List.of(subject), work);
    }

    /** A call that concerns several races, boards or partitions. */
    <T> T callAll(Collection<?> subjects, Supplier<T> work) {
        return call(() -> {
            throwIfBroken(subjects);
            return work.get();
        });
    }

    private synchronized void throwIfBroken(Collection<?> subjects) {
        for (Object subject : subjects) {
            Supplier<? extends Throwable> failure = broken.get(subject);
            if (failure != null) {
                throwUnchecked(failure.get());
            }
        }
    }

    private static void throwUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    <T> T call(Supplier<T> work) {
        Fault fault = next();
        if (fault == Fault.BEFORE) {
            throw planned();
        }
        T answer = work.get();
        if (fault == Fault.AFTER) {
            throw new TemporaryFailure("the answer of " + port + " is lost", new IllegalStateException("planned"));
        }
        return answer;
    }

    void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    private synchronized Fault next() {
        calls++;
        return plan.apply(calls);
    }
}
