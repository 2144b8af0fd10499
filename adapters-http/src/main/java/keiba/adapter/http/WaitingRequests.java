package keiba.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import keiba.application.caller.UserId;

/** The requests that wait for a more complete answer. Their number is limited, for all users together and for each user. */
final class WaitingRequests implements AutoCloseable {
    /** The interval between two look-ups of a waiting request. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);

    private final int most;
    private final AddressLimit perUser;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int waiting;
    private boolean closed;

    /**
     * @param most the largest number of waiting requests; further ones are answered immediately
     * @param mostPerUser the largest number of waiting requests of one user
     */
    WaitingRequests(int most, int mostPerUser, InstantSource clock) {
        this.most = most;
        this.perUser = new AddressLimit(mostPerUser);
        this.clock = clock;
    }

    /**
     * The value with which a request is answered.
     *
     * @param waited whether the request wanted to wait and was allowed to, however long it actually waited
     */
    record Looked<T>(T found, boolean waited) {}

    /**
     * Repeats a look-up until its result is final or the wait is over.
     *
     * @param look the look-up, which runs without a lock; an exception ends the wait
     */
    <T> Looked<T> look(UserId user, Duration wait, Supplier<T> look, Predicate<T> isFinal) {
        if (!enter(user)) {
            return new Looked<>(look.get(), false);
        }
        try {
            Instant end = clock.instant().plus(wait);
            T found = look.get();
            while (!isFinal.test(found) && clock.instant().isBefore(end) && pause()) {
                found = look.get();
            }
            return new Looked<>(found, true);
        } finally {
            leave(user);
        }
    }

    private boolean enter(UserId user) {
        lock.lock();
        try {
            if (closed || waiting >= most || !perUser.enter(user.toString())) {
                return false;
            }
            waiting++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void leave(UserId user) {
        lock.lock();
        try {
            waiting--;
            perUser.leave(user.toString());
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next look-up, and returns whether there is one. */
    private boolean pause() {
        lock.lock();
        try {
            long left = BETWEEN_LOOKS.toNanos();
            while (left > 0 && !closed) {
                left = ended.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of waiting requests. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits, so that the requests are answered now. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
