package keiba.adapter.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import keiba.application.failure.TemporaryFailure;
import org.apache.kafka.common.KafkaException;

/**
 * A thread that repeats the turns of one stage of the recorder until it is closed. No exception or {@link Error} ends
 * it: after a failed turn it waits 100 ms, and twice as long after each further failure in a row, up to 10 s.
 */
final class StageThread {
    private final String what;
    private final Turn turn;
    private final RecorderHealth health;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** One turn of a stage. */
    @FunctionalInterface
    interface Turn {
        void run() throws InterruptedException;
    }

    /**
     * @param name the name of the thread
     * @param what the stage does, for logs, such as "Reading the purchase topic"
     * @param turn one turn; must return soon when the recorder is being closed
     */
    StageThread(String name, String what, Turn turn, RecorderHealth health) {
        this.what = what;
        this.turn = turn;
        this.health = health;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    private void run() {
        Duration pause = Duration.ZERO;
        while (closing.getCount() > 0) {
            try {
                turn.run();
                pause = Duration.ZERO;
            } catch (InterruptedException stop) {
                return;
            } catch (Throwable failure) {
                pause = LaneTrouble.longer(pause);
                tell(failure);
                if (isClosedWithin(pause)) {
                    return;
                }
            }
        }
    }

    private void tell(Throwable failure) {
        boolean passing = failure instanceof TemporaryFailure || failure instanceof KafkaException;
        health.trouble(
                passing,
                what + " failed: " + LaneTrouble.describe(failure) + ". It is retried in "
                        + LaneTrouble.FIRST.toMillis() + " ms, then after pauses that double up to "
                        + LaneTrouble.LONGEST.toSeconds() + " s.",
                failure);
    }

    private boolean isClosedWithin(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            return true;
        }
    }

    /** Requests the thread to end after its turn. */
    void stop() {
        closing.countDown();
    }

    /** Waits for the end of the thread, at most until {@link System#nanoTime} reaches the given value. */
    void awaitEnd(long giveUp) {
        try {
            thread.join(Duration.ofNanos(Math.max(1, giveUp - System.nanoTime())));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
