package keiba.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import keiba.application.failure.InfrastructureFailure;

/**
 * The open streams of one sort. Each race or day is looked up once for all its listeners.
 *
 * @param <K> the key of a feed, such as a race or a day
 */
final class Feeds<K> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Feeds.class.getName());

    private final String name;
    private final Duration period;
    private final Function<K, Feed> feeds;
    private final StreamPlaces places;
    private final InstantSource clock;
    private final Map<K, Feed> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker;
    private volatile boolean closed;

    /**
     * @param name the name of the thread, also used in the log
     * @param period the interval between two look-ups
     * @param feeds creates the feed of a key
     */
    Feeds(String name, Duration period, Function<K, Feed> feeds, StreamPlaces places, InstantSource clock) {
        this.name = name;
        this.period = period;
        this.feeds = feeds;
        this.places = places;
        this.clock = clock;
        this.ticker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /** Starts to look for changes. */
    void start() {
        var unused =
                ticker.scheduleWithFixedDelay(this::tick, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Begins a stream, which takes one of the places until it is closed.
     *
     * @param told the events that the listener received on an earlier connection
     * @param wanted accepts the kinds of events that the listener wants
     */
    EventStream open(K key, Listener listener, StreamPosition told, Predicate<String> wanted) {
        places.take(listener.address());
        EventStream stream = new EventStream(told, wanted, left -> leave(key, listener, left));
        try {
            join(key, stream);
        } catch (RuntimeException failed) {
            stream.close();
            throw failed;
        }
        if (closed) { // the other streams may have been ended already
            stream.close();
            throw places.full();
        }
        return stream;
    }

    private void join(K key, EventStream stream) {
        Feed feed = feed(key);
        while (!feed.add(stream, clock.instant())) {
            open.remove(key, feed);
            feed = feed(key);
        }
    }

    private Feed feed(K key) {
        return open.computeIfAbsent(key, feeds);
    }

    /** A feed with a listener does not end, so the feed of the key is the one that was joined. */
    private void leave(K key, Listener listener, EventStream stream) {
        Feed feed = open.get(key);
        if (feed != null) {
            feed.remove(stream);
        }
        places.leave(listener.address());
    }

    /** Looks for changes once. */
    void tick() {
        Instant now = clock.instant();
        open.forEach((key, feed) -> {
            if (feed.endIfIdle()) {
                open.remove(key, feed);
            } else {
                tick(feed, now);
            }
        });
    }

    private void tick(Feed feed, Instant now) {
        try {
            feed.tick(now);
        } catch (InfrastructureFailure away) {
            // the next tick looks it up again
        } catch (RuntimeException unexpected) {
            LOG.log(System.Logger.Level.ERROR, "A stream of " + name + " failed unexpectedly.", unexpected);
        }
    }

    /** Ends all streams. No new stream can begin. */
    @Override
    public void close() {
        closed = true;
        ticker.shutdownNow();
        open.values().forEach(Feed::close);
    }
}
