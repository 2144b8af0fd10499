package keiba.bootstrap.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import keiba.adapter.http.Observed;
import keiba.application.failure.InfrastructureFailure;
import org.jspecify.annotations.Nullable;

/**
 * Runs periodic work. A turn that fails with any exception or error does not stop the following turns. The first of several failures in a
 * row is logged, and so is the first success after them.
 */
final class Timers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Timers.class.getName());

    /** The number of threads: one for each kind of work, so that a long turn of one does not delay the others. */
    private static final int THREADS = 22;

    /** The time without a finished turn, in addition to its pauses, after which a timer is reported. */
    static final Duration LATE = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            THREADS, Thread.ofPlatform().name("timer-", 1).factory());

    Timers(InstantSource clock) {
        this.clock = clock;
    }

    /** One timer, with the outcome of its latest turns. */
    private static final class Timer {
        private final String what;
        private final LongAdder failures = new LongAdder();
        private volatile Duration pause = Duration.ZERO;
        private volatile Instant finished;
        private volatile @Nullable Instant failingSince;
        private volatile String cause = "";

        Timer(String what, Instant now) {
            this.what = what;
            this.finished = now;
        }

        boolean isLate(Instant now) {
            return now.isAfter(finished.plus(LATE).plus(pause.multipliedBy(2)));
        }
    }

    private Timer timer(String what) {
        return timers.computeIfAbsent(what, name -> new Timer(name, clock.instant()));
    }

    /** Runs one turn now, in the thread of the caller. */
    void now(String what, Runnable turn) {
        run(timer(what), turn);
    }

    void every(Duration pause, String what, Runnable turn) {
        Timer timer = timer(what);
        timer.pause = pause;
        var unused = threads.scheduleWithFixedDelay(
                () -> run(timer, turn), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run(Timer timer, Runnable turn) {
        try {
            turn.run();
            worked(timer);
        } catch (Throwable failure) { // an uncaught exception would end the schedule silently
            failed(timer, failure);
        } finally {
            timer.finished = clock.instant();
        }
    }

    private static void worked(Timer timer) {
        if (timer.failingSince != null) {
            timer.failingSince = null;
            LOG.log(System.Logger.Level.INFO, "{0} works again", timer.what);
        }
    }

    private void failed(Timer timer, Throwable failure) {
        timer.failures.increment();
        boolean known = failure instanceof InfrastructureFailure;
        timer.cause = known ? String.valueOf(failure.getMessage()) : FailureReport.UNEXPECTED;
        if (timer.failingSince != null) {
            return;
        }
        timer.failingSince = clock.instant();
        if (known) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} failed and is retried every {2} ms: {1}",
                    timer.what,
                    failure.getMessage(),
                    Long.toString(timer.pause.toMillis()));
        } else {
            LOG.log(
                    System.Logger.Level.ERROR,
                    timer.what + " failed with an unexpected error; it runs again at its next turn",
                    failure);
        }
    }

    /** Returns the timers whose last turn failed, and those that finish no turn, by name: since when, and why. */
    SortedMap<String, String> failing() {
        Instant now = clock.instant();
        SortedMap<String, String> failing = new TreeMap<>();
        timers.forEach((what, timer) -> {
            Instant since = timer.failingSince;
            if (since != null) {
                failing.put(what, "since " + since + ": " + timer.cause);
            } else if (timer.isLate(now)) {
                failing.put(what, "has not finished since " + timer.finished);
            }
        });
        return Collections.unmodifiableSortedMap(failing);
    }

    /** Returns the counters among the metrics. */
    List<Observed.Count> counts() {
        List<Observed.Count> counts = new ArrayList<>();
        timers.forEach((what, timer) -> counts.add(new Observed.Count(
                "keiba_timer_failures", Map.of("timer", what.replace(' ', '-')), timer.failures::sum)));
        return List.copyOf(counts);
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException stop) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
