package keiba.bootstrap.serve;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import keiba.application.failure.InfrastructureFailure;

/** What is done again and again. A turn that fails is logged, and tried again at the next. */
final class Timers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Timers.class.getName());

    /** As many as there is work: a long turn of one must not make the others late. */
    private static final int THREADS = 10;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            THREADS, Thread.ofPlatform().name("timer-", 1).factory());

    /** One turn at once, by the caller. */
    void now(String what, Runnable turn) {
        run(what, turn);
    }

    void every(Duration pause, String what, Runnable turn) {
        var unused = threads.scheduleWithFixedDelay(
                () -> run(what, turn), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void run(String what, Runnable turn) {
        try {
            turn.run();
        } catch (InfrastructureFailure away) {
            LOG.log(System.Logger.Level.WARNING, "{0}: {1}", what, away.getMessage());
        } catch (RuntimeException unexpected) {
            LOG.log(System.Logger.Level.ERROR, what, unexpected);
        }
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
