package keiba.adapter.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import keiba.application.purchase.Purchase;

/**
 * Shows recorded purchases on the status board while the next ones are recorded. Waiting purchases are merged, so that
 * a slow board gets fewer and larger calls. No purchase is dropped: if too many are waiting, {@link #add} blocks.
 */
final class ShowingStage implements StageThread.Turn {
    /** The number of waiting purchases at which {@link #add} blocks. */
    static final int MOST_WAITING = 20_000;

    /** The largest number of purchases that one call shows. */
    static final int AT_ONCE = 4_000;

    private final Consumer<List<Purchase>> show;
    private final Deque<Purchase> waiting = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param show shows purchases, and handles its own failures
     */
    ShowingStage(Consumer<List<Purchase>> show) {
        this.show = show;
    }

    /** Adds purchases to be shown; blocks while too many are waiting. */
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

    /** Ends the waiting of all threads. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Shows the remaining purchases after the thread of this stage has ended. */
    void showRest() {
        List<Purchase> rest = takeAtOnce();
        while (!rest.isEmpty()) {
            show.accept(rest);
            rest = takeAtOnce();
        }
    }
}
