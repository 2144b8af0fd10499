package keiba.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Runs a task for many people at the same time, of whom only a limited number call the service at once. */
final class Together {
    private static final int AT_ONCE = 48;

    private final Semaphore turns = new Semaphore(AT_ONCE);

    /** The task of one thread. */
    interface Task<T> {
        void of(T one) throws InterruptedException;
    }

    /** Waits for a turn, and does it. */
    <T> void inTurn(T one, Task<T> task) throws InterruptedException {
        turns.acquire();
        try {
            task.of(one);
        } finally {
            turns.release();
        }
    }

    /**
     * Does it for all of them, and returns when all are done.
     *
     * @throws RuntimeException the first that one of them threw
     */
    <T> void each(Collection<T> all, Task<T> task) throws InterruptedException {
        try (Running running = start(all, one -> inTurn(one, task))) {
            running.await();
        }
    }

    /** Starts the task for all of them, each in its own thread; a thread that calls the service first asks for a turn. */
    <T> Running start(Collection<T> all, Task<T> task) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        List<Future<?>> started = new ArrayList<>(all.size());
        for (T one : all) {
            started.add(threads.submit(() -> {
                task.of(one);
                return null;
            }));
        }
        return new Running(threads, started);
    }

    /** People who are busy. */
    record Running(ExecutorService threads, List<Future<?>> started) implements AutoCloseable {
        Running {
            started = List.copyOf(started);
        }

        void await() throws InterruptedException {
            for (Future<?> each : started) {
                try {
                    each.get();
                } catch (ExecutionException failed) {
                    throw failed.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException(failed.getCause());
                }
            }
        }

        /** Sends home who is still busy. */
        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
