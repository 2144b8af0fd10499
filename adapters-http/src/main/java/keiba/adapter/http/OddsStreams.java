package keiba.adapter.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.odds.ViewOdds;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;

/** The streams that are listened to: each race is looked up once, however many listen. */
final class OddsStreams implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OddsStreams.class.getName());

    /** How late a change may be told. */
    private static final Duration PERIOD = Duration.ofMillis(200);

    private final ViewRaces races;
    private final ViewOdds odds;
    private final int most;
    private final AddressLimit perAddress;
    private final InstantSource clock;
    private final Map<RaceId, RaceFeed> feeds = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("odds-streams").factory());
    private volatile boolean closed;

    /**
     * @param most how many may be open at once
     * @param perAddress how many of them by one client address
     */
    OddsStreams(ViewRaces races, ViewOdds odds, int most, AddressLimit perAddress, InstantSource clock) {
        this.races = races;
        this.odds = odds;
        this.most = most;
        this.perAddress = perAddress;
        this.clock = clock;
    }

    /** Looks for changes from now on. */
    void start() {
        var unused =
                ticker.scheduleWithFixedDelay(this::tick, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins a stream, which takes one of the places until it is closed. */
    EventStream open(RaceId race, String address) {
        if (races.find(race).isEmpty()) {
            throw RaceProblems.unknown(race);
        }
        takePlace(address);
        EventStream stream = new EventStream(left -> leave(race, address, left));
        try {
            join(race, stream);
        } catch (RuntimeException failed) {
            stream.close();
            throw failed;
        }
        if (closed) { // perhaps after all others were ended
            stream.close();
            throw full();
        }
        return stream;
    }

    private void takePlace(String address) {
        if (!perAddress.enter(address)) {
            throw new ProblemException(Problem.tooManyStreams(perAddress.most()));
        }
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            perAddress.leave(address);
            throw full();
        }
    }

    private ProblemException full() {
        return new ProblemException(
                Problem.unavailable("unavailable", "Try again", "at most " + most + " streams are open at once"));
    }

    private void join(RaceId race, EventStream stream) {
        RaceFeed feed = feed(race);
        while (!feed.add(stream, clock.instant())) {
            feeds.remove(race, feed);
            feed = feed(race);
        }
    }

    private RaceFeed feed(RaceId race) {
        return feeds.computeIfAbsent(race, id -> new RaceFeed(id, races, odds));
    }

    /** A feed that somebody listens to does not end, so the feed of the race is the one that was joined. */
    private void leave(RaceId race, String address, EventStream stream) {
        RaceFeed feed = feeds.get(race);
        if (feed != null) {
            feed.remove(stream);
        }
        open.decrementAndGet();
        perAddress.leave(address);
    }

    /** Looks for changes once. */
    void tick() {
        Instant now = clock.instant();
        feeds.forEach((race, feed) -> {
            if (feed.endIfIdle()) {
                feeds.remove(race, feed);
            } else {
                tick(feed, now);
            }
        });
    }

    private static void tick(RaceFeed feed, Instant now) {
        try {
            feed.tick(now);
        } catch (InfrastructureFailure away) {
            // looked up again next time
        } catch (RuntimeException unexpected) {
            LOG.log(System.Logger.Level.ERROR, "a stream of odds failed", unexpected);
        }
    }

    /** How many are open. */
    int open() {
        return open.get();
    }

    /** Ends all streams, and begins no more. */
    @Override
    public void close() {
        closed = true;
        ticker.shutdownNow();
        feeds.values().forEach(RaceFeed::close);
    }
}
