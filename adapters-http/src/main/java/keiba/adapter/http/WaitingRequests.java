package keiba.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import keiba.application.account.UserId;

/** The requests that wait until there is more to answer: at most so many at once, of all users and of one. */
final class WaitingRequests implements AutoCloseable {
    /** How often a waiting request looks. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);

    private final int most;
    private final AddressLimit perUser;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int waiting;
    private boolean closed;

    /**
     * @param most how many may wait at once; more are answered at once
     * @param mostPerUser how many of them of one user
     */
    WaitingRequests(int most, int mostPerUser, InstantSource clock) {
        this.most = most;
        this.perUser = new AddressLimit(mostPerUser);
        this.clock = clock;
    }

    /**
     * The value with which a request is answered.
     *
     * @param waited whether the request was willing to wait and would have been let wait, however long it took
     */
    record Looked<T>(T found, boolean waited) {}

    /**
     * Looks until something is final, or the wait is over.
     *
     * @param look runs without a lock; what it throws ends the wait
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

    /** Returns whether to look again. */
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

    /** Returns how many wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Has all of them answered now. */
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
