package keiba.adapter.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The events that are still to be sent to one listener. A slow listener gets the newest event of each kind and none of those in between, so that
 * never more than one of each waits.
 */
final class EventStream implements AutoCloseable {
    /** After how many milliseconds a browser connects again: not all at once when a process has stopped. */
    private static final int LEAST_RETRY = 1_000;

    private static final int MOST_RETRY = 3_000;

    private final StreamPosition told;
    private final Predicate<String> wanted;
    private final Consumer<EventStream> whenClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, StreamEvent> waiting = new LinkedHashMap<>();
    private Instant waitingSince = Instant.EPOCH;
    private boolean closed;
    private @Nullable Thread writer;

    /**
     * @param told what the listener was told on an earlier connection, which is not told again
     * @param wanted the kinds of events that it wants to be told
     * @param whenClosed run once
     */
    EventStream(StreamPosition told, Predicate<String> wanted, Consumer<EventStream> whenClosed) {
        this.told = told;
        this.wanted = wanted;
        this.whenClosed = whenClosed;
    }

    /** Returns whether the listener wants events of a kind. */
    boolean wants(String kind) {
        return wanted.test(kind);
    }

    /** Has the listener told something, if it wants that kind of event and has not been told it before. */
    void put(StreamEvent event, Instant now) {
        if (!wants(event.kind()) || told.covers(event)) {
            return;
        }
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                waitingSince = now;
            }
            waiting.put(event.kind(), event);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells the listener what there is to tell, until this is closed or the listener hangs up; then closes both.
     *
     * @param compressed whether in gzip
     */
    void writeTo(OutputStream listener, boolean compressed) {
        writtenBy(Thread.currentThread());
        try (this;
                listener) {
            OutputStream out = new BufferedOutputStream(listener);
            StreamWriter to = compressed ? StreamWriter.gzip(out) : StreamWriter.plain(out);
            to.write(utf8("retry: " + ThreadLocalRandom.current().nextInt(LEAST_RETRY, MOST_RETRY + 1) + "\n\n"));
            out.flush();
            StreamPosition position = told.copy();
            for (List<StreamEvent> next = take(); !next.isEmpty(); next = take()) {
                for (StreamEvent event : next) {
                    position.advance(event);
                    event.writeTo(
                            to, utf8(position.id().map(id -> "id: " + id + "\n").orElse("")));
                }
                out.flush();
            }
            to.end();
            out.flush();
        } catch (InterruptedException givenUp) {
            // between two events: the listener was slow and gets no more events
        } catch (IOException | RuntimeException hungUp) {
            // whatever the server throws while it writes, the client is gone
        } finally {
            writtenBy(null);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
    List<StreamEvent> take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            List<StreamEvent> taken = closed ? List.of() : List.copyOf(waiting.values());
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
