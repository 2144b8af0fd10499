package keiba.bootstrap;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Stops servers and services that this process started when the process ends, even if the end is requested while they
 * are still starting.
 */
public final class AtExit {
    private final CountDownLatch startIsOver = new CountDownLatch(1);
    private final AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
    private volatile boolean ending;

    private AtExit() {}

    /** Starts a part that has to be stopped. */
    @FunctionalInterface
    public interface Start<T> {
        /**
         * Starts it. If the start fails, every part that was started is stopped again.
         *
         * @param ending returns whether the process is about to end, so that the rest of the start is useless
         */
        T start(BooleanSupplier ending) throws CommandFailedException;
    }

    /**
     * Starts a part, and stops it when the process ends. If the end is requested during the start, it waits until the
     * start is complete.
     *
     * @param stop is called when the process ends, even if the caller has already stopped the part
     * @throws CommandFailedException if it does not start, or if the process is already ending
     */
    public static <T> T start(String thread, Start<T> start, Consumer<T> stop) throws CommandFailedException {
        AtExit exit = new AtExit();
        try {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name(thread).unstarted(exit::end));
        } catch (IllegalStateException late) {
            throw new CommandFailedException("stopped before the start");
        }
        try {
            T started = start.start(() -> exit.ending);
            exit.stop.set(() -> stop.accept(started));
            return started;
        } finally {
            exit.startIsOver.countDown();
        }
    }

    private void end() {
        ending = true;
        try {
            startIsOver.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        stop.get().run();
    }
}
