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
    /** How long a listener may take to read what it was told. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Duration heartbeat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<EventStream> listeners = new LinkedHashSet<>();
    private final Map<String, StreamEvent> current = new LinkedHashMap<>();
    private Instant lastHeartbeat = Instant.EPOCH;
    private boolean ended;

    /** @param heartbeat how often a listener hears something although nothing has changed */
    Feed(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /** Looks for what has changed, and has the listeners told by {@link #change}. Runs while no other call of this feed does. */
    abstract void lookUp(Instant now);

    /** Has a listener that has just come told what is known already. */
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

    /** An event of this kind is not told to those that come later. */
    final void forget(String kind) {
        current.remove(kind);
    }

    /** Sends an event to all listeners, but not to those that come later. */
    final void tell(StreamEvent event, Instant now) {
        listeners.forEach(listener -> listener.put(event, now));
    }

    /** Returns whether any of those who listen wants events of a kind. */
    final boolean isWanted(String kind) {
        return listeners.stream().anyMatch(listener -> listener.wants(kind));
    }

    /**
     * Adds a listener and sends it the current state.
     *
     * @return whether it was added; a feed that has ended takes none
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

    /** Returns whether everything that a listener wants, who has not been added yet, is looked up for others already. */
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

    /** Tells the listeners what has changed, and closes the streams of those that do not read. */
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
