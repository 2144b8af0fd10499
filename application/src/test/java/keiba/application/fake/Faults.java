package keiba.application.fake;

import java.util.function.IntFunction;
import java.util.function.Supplier;
import keiba.application.failure.TemporaryFailure;

/** When the calls of a fake fail. Calls are counted from the moment a fault is planned: the next one is the first. */
public final class Faults {
    private final String port;
    private int calls;
    private IntFunction<Fault> plan = call -> Fault.NONE;

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
    public void back() {
        plan(number -> Fault.NONE);
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

    <T> T call(Supplier<T> work) {
        Fault fault = next();
        if (fault == Fault.BEFORE) {
            throw new TemporaryFailure(port + " is away", new IllegalStateException("planned"));
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
