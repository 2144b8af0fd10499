package keiba.adapter.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one listener is still to be told. One that reads slowly is told the newest event of each kind and none of those in between, so that
 * never more than one of each waits.
 */
final class EventStream implements AutoCloseable {
    private final Consumer<EventStream> whenClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, byte[]> waiting = new LinkedHashMap<>();
    private Instant waitingSince = Instant.EPOCH;
    private boolean closed;
    private @Nullable Thread writer;

    /** @param whenClosed run once */
    EventStream(Consumer<EventStream> whenClosed) {
        this.whenClosed = whenClosed;
    }

    /**
     * Has the listener told something.
     *
     * @param kind what it is about: an event that waits is replaced by a newer one of its kind
     * @param event as it is sent
     */
    void put(String kind, byte[] event, Instant now) {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                waitingSince = now;
            }
            waiting.put(kind, event);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells the listener what there is to tell, until this is closed or the listener hangs up; then closes both. */
    void writeTo(OutputStream listener) {
        writtenBy(Thread.currentThread());
        try (this;
                listener) {
            for (List<byte[]> next = take(); !next.isEmpty(); next = take()) {
                for (byte[] event : next) {
                    listener.write(event);
                }
                listener.flush();
            }
        } catch (InterruptedException givenUp) {
            // between two events: it was slow, and is told nothing more
        } catch (IOException | RuntimeException hungUp) {
            // whatever the server throws while it writes, nobody is listening any more
        } finally {
            writtenBy(null);
        }
    }

    private void writtenBy(@Nullable Thread thread) {
        lock.lock();
        try {
            writer = thread;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to tell; empty when this is closed. */
    List<byte[]> take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            List<byte[]> taken = closed ? List.of() : List.copyOf(waiting.values());
            waiting.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the listener up if something has been waiting since before then: it has stopped reading, and would hold its place for ever. */
    void giveUpIfWaitingSince(Instant before) {
        if (interruptIfWaitingSince(before)) {
            close();
        }
    }

    private boolean interruptIfWaitingSince(Instant before) {
        lock.lock();
        try {
            boolean stuck = !waiting.isEmpty() && waitingSince.isBefore(before);
            Thread writing = writer;
            if (stuck && writing != null) {
                writing.interrupt();
            }
            return stuck;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream; what waits is not told any more. */
    @Override
    public void close() {
        if (endFirst()) {
            whenClosed.accept(this);
        }
    }

    private boolean endFirst() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            changed.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }
}
