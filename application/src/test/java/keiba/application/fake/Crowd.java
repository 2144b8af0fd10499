package keiba.application.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that do the same at the same time. The first call of the port that they share ends when all others wait for it, or call as well. */
public final class Crowd {
    private final int callers;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean released;

    public Crowd(int callers) {
        this.callers = callers;
    }

    /** How many calls of the port there were. */
    public int calls() {
        return calls.get();
    }

    /** Called by the port in every call, before it answers. */
    public void called() {
        calls.incrementAndGet();
        while (!released && calls.get() + blocked() < callers) {
            Thread.onSpinWait();
        }
        released = true;
    }

    private synchronized long blocked() {
        // before all have been started, those that have been started may wait for this lock and not for the port
        return threads.size() < callers
                ? 0
                : threads.stream()
                        .filter(thread -> thread.getState() == Thread.State.BLOCKED)
                        .count();
    }

    /** Lets every caller do this, the first of them ahead of all others, and returns what each got: a result or an exception. */
    public <T> List<Object> all(Callable<T> work) throws InterruptedException {
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            FutureTask<T> task = new FutureTask<>(work);
            tasks.add(task);
            Thread thread = new Thread(task, "caller " + caller);
            thread.setDaemon(true);
            thread.start();
            while (caller == 0 && calls.get() == 0 && !task.isDone()) {
                Thread.onSpinWait();
            }
            synchronized (this) {
                threads.add(thread);
            }
        }
        List<Object> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(resultOf(task));
        }
        return results;
    }

    private static <T> Object resultOf(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        }
    }
}
