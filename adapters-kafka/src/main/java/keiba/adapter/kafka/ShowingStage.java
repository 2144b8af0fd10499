package keiba.adapter.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import keiba.application.purchase.Purchase;

/**
 * Shows recorded purchases on the status board while the next ones are recorded. What waits is merged, so that a slow board gets fewer and
 * larger calls. Nothing is dropped: if too much waits, {@link #add} waits.
 */
final class ShowingStage implements StageThread.Turn {
    /** Purchases that may wait to be shown. */
    static final int MOST_WAITING = 20_000;

    /** Purchases that are shown by one call. */
    static final int AT_ONCE = 4_000;

    private final Consumer<List<Purchase>> show;
    private final Deque<Purchase> waiting = new ArrayDeque<>();
    private boolean closed;

    /** @param show takes care of its own failures */
    ShowingStage(Consumer<List<Purchase>> show) {
        this.show = show;
    }

    /** Hands over purchases to be shown; waits while too many are waiting. */
    synchronized void add(Collection<Purchase> recorded) {
        boolean interrupted = false;
        while (waiting.size() >= MOST_WAITING && !closed) {
            try {
                wait();
            } catch (InterruptedException stop) {
                interrupted = true;
                closed = true;
            }
        }
        waiting.addAll(recorded);
        notifyAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() throws InterruptedException {
        List<Purchase> next = take();
        if (!next.isEmpty()) {
            show.accept(next);
        }
    }

    private synchronized List<Purchase> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return takeAtOnce();
    }

    private synchronized List<Purchase> takeAtOnce() {
        List<Purchase> next = new ArrayList<>(Math.min(waiting.size(), AT_ONCE));
        while (next.size() < AT_ONCE && !waiting.isEmpty()) {
            next.add(waiting.removeFirst());
        }
        notifyAll();
        return next;
    }

    /** No thread waits here any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Shows what still waits, when the thread of this stage has ended. */
    void showRest() {
        List<Purchase> rest = takeAtOnce();
        while (!rest.isEmpty()) {
            show.accept(rest);
            rest = takeAtOnce();
        }
    }
}
