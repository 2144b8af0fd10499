package keiba.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The events for all listeners of one race or day, looked up once for all of them. */
abstract class Feed implements AutoCloseable {
    /** The longest time that a listener may take to read an event. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Duration heartbeat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<EventStream> listeners = new LinkedHashSet<>();
    private final Map<String, StreamEvent> current = new LinkedHashMap<>();
    private Instant lastHeartbeat = Instant.EPOCH;
    private boolean ended;

    /**
     * @param heartbeat the interval at which a listener gets an event even if nothing has changed
     */
    Feed(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /**
     * Looks for changes, and sends them to the listeners with {@link #change}. Never runs at the same time as another
     * method of this feed.
     */
    abstract void lookUp(Instant now);

    /** Sends the current state to a listener that has just been added. */
    void tellKnown(EventStream listener, Instant now) {
        current.values().forEach(event -> listener.put(event, now));
    }

    /** Sends an event to all listeners, and to those that come later. */
    final void change(StreamEvent event, Instant now) {
        keep(event);
        tell(event, now);
    }

    /** Keeps an event for listeners that come later. */
    final void keep(StreamEvent event) {
        current.put(event.kind(), event);
    }

    /** Forgets the kept event of this kind, so that it is not sent to later listeners. */
    final void forget(String kind) {
        current.remove(kind);
    }

    /** Sends an event to all listeners, but not to those that come later. */
    final void tell(StreamEvent event, Instant now) {
        listeners.forEach(listener -> listener.put(event, now));
    }

    /** Returns whether any listener wants events of a kind. */
    final boolean isWanted(String kind) {
        return listeners.stream().anyMatch(listener -> listener.wants(kind));
    }

    /**
     * Adds a listener and sends it the current state.
     *
     * @return whether it was added; a feed that has ended accepts no listeners
     */
    final boolean add(EventStream listener, Instant now) {
        lock.lock();
        try {
            if (ended) {
                return false;
            }
            if (listeners.isEmpty()) {
                lastHeartbeat = now;
            }
            boolean known = !listeners.isEmpty() && isCovered(listener);
            listeners.add(listener);
            tellKnown(listener, now);
            if (!known) {
                lookUp(now);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the feed already looks up, for other listeners, everything that this new listener wants. */
    boolean isCovered(EventStream listener) {
        return true;
    }

    final void remove(EventStream listener) {
        lock.lock();
        try {
            listeners.remove(listener);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the feed if it has no listeners. */
    final boolean endIfIdle() {
        lock.lock();
        try {
            ended |= listeners.isEmpty();
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the streams of all listeners. */
    @Override
    public final void close() {
        lock.lock();
        try {
            Set.copyOf(listeners).forEach(EventStream::close);
        } finally {
            lock.unlock();
        }
    }

    /** Sends changes to the listeners, and closes the streams of listeners that do not read. */
    final void tick(Instant now) {
        lock.lock();
        try {
            for (EventStream listener : Set.copyOf(listeners)) {
                listener.giveUpIfWaitingSince(now.minus(PATIENCE));
            }
            if (!now.isBefore(lastHeartbeat.plus(heartbeat))) {
                lastHeartbeat = now;
                tell(StreamEvent.heartbeat(now), now);
            }
            lookUp(now);
        } finally {
            lock.unlock();
        }
    }
}
