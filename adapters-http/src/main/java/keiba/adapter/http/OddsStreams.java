package keiba.adapter.http;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import keiba.application.odds.ViewOdds;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;

/** The open streams of races and of days. */
final class OddsStreams implements AutoCloseable {
    /** The interval at which changes of races and odds are looked up. */
    private static final Duration RACE_PERIOD = Duration.ofMillis(200);

    /** The interval at which changes of a day are looked up, which are read from the books. */
    private static final Duration DAY_PERIOD = Duration.ofMillis(500);

    private final ViewRaces races;
    private final StreamPlaces places;
    private final Feeds<RaceId> raceFeeds;
    private final Feeds<LocalDate> dayFeeds;

    /**
     * @param places the places for both sorts of streams together
     * @param heartbeat how often a listener hears something although nothing has changed
     */
    OddsStreams(ViewRaces races, ViewOdds odds, StreamPlaces places, Duration heartbeat, InstantSource clock) {
        this.races = races;
        this.places = places;
        this.raceFeeds = new Feeds<>(
                "odds-streams", RACE_PERIOD, race -> new RaceFeed(race, races, odds, heartbeat), places, clock);
        this.dayFeeds =
                new Feeds<>("day-streams", DAY_PERIOD, day -> new DayFeed(day, races, heartbeat), places, clock);
    }

    /** Starts to look for changes. */
    void start() {
        raceFeeds.start();
        dayFeeds.start();
    }

    /**
     * Begins a stream of a race and its odds, which takes one of the places until it is closed.
     *
     * @throws ProblemException if the race is unknown, or no place is free
     */
    EventStream open(RaceId race, Listener listener) {
        if (races.find(race).isEmpty()) {
            throw RaceProblems.unknown(race);
        }
        return raceFeeds.open(
                race, listener, listener.told(RaceFeed::isKind), kind -> RaceFeed.isWanted(listener, kind));
    }

    /**
     * Begins a stream of the races of a day, which takes one of the places until it is closed.
     *
     * @throws ProblemException if no place is free
     */
    EventStream open(LocalDate day, Listener listener) {
        return dayFeeds.open(day, listener, listener.told(DayFeed::isKind), kind -> true);
    }

    /** Looks for changes once. */
    void tick() {
        raceFeeds.tick();
        dayFeeds.tick();
    }

    /** Returns the number of open streams. */
    int open() {
        return places.taken();
    }

    /** Ends all streams. No new stream can begin. */
    @Override
    public void close() {
        raceFeeds.close();
        dayFeeds.close();
    }
}
