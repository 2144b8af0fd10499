package keiba.adapter.http;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import keiba.application.odds.ViewOdds;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;

/** The streams of races and of days that are listened to. */
final class OddsStreams implements AutoCloseable {
    /** How late a change of a race or of its odds may be told. */
    private static final Duration RACE_PERIOD = Duration.ofMillis(200);

    /** How late a change may be told to those who listen to a day, which is read from the books. */
    private static final Duration DAY_PERIOD = Duration.ofMillis(500);

    private final ViewRaces races;
    private final StreamPlaces places;
    private final Feeds<RaceId> raceFeeds;
    private final Feeds<LocalDate> dayFeeds;

    /**
     * @param places for both sorts together
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

    /** Looks for changes from now on. */
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

    /** Returns how many are open. */
    int open() {
        return places.taken();
    }

    /** Ends all streams, and begins no more. */
    @Override
    public void close() {
        raceFeeds.close();
        dayFeeds.close();
    }
}
