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
 * The events that are still to be sent to one listener. A slow listener gets only the newest event of each kind, so
 * that never more than one event of each kind waits.
 */
final class EventStream implements AutoCloseable {
    /**
     * The shortest time in milliseconds after which a browser connects again. The time varies, so that not all browsers
     * connect at once after a process has stopped.
     */
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
     * @param told the events that the listener received on an earlier connection, which are not sent again
     * @param wanted accepts the kinds of events that the listener wants
     * @param whenClosed is run once when the stream is closed
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

    /** Adds an event to be sent, if the listener wants this kind of event and has not received this event before. */
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
     * Sends events to the listener until this stream or the connection is closed; then closes both.
     *
     * @param compressed whether to compress with gzip
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
            // this was closed because the listener was too slow; it gets no more events
        } catch (IOException | RuntimeException hungUp) {
            // whichever exception the server throws while it writes, the client has disconnected
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

    /** Waits for events to send; empty if this stream is closed. */
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

    /**
     * Closes the stream if an event has been waiting since before this time: the listener no longer reads, and would
     * occupy its place forever.
     */
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

    /** Ends the stream; waiting events are not sent. */
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
