package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The objects that all parts of a demonstration share.
 *
 * @param notes where lines go that must be seen even where the screen shows nothing
 * @param patience how long to wait for background work of the service
 * @param grace how long after the final odds the service still has for the purchases that it took
 */
record Stage(
        DemoClient client,
        Staff staff,
        Meeting meeting,
        Pace pace,
        Screen screen,
        Notes notes,
        Findings findings,
        InstantSource clock,
        Together together,
        Duration patience,
        Duration grace) {
    /** Returns the same with findings of its own. */
    Stage with(Findings own) {
        return new Stage(client, staff, meeting, pace, screen, notes, own, clock, together, patience, grace);
    }

    long raceId(PlannedRace race) {
        return meeting.raceId(race.number());
    }

    void sleepUntil(Instant moment) throws InterruptedException {
        Duration left = Duration.between(clock.instant(), moment);
        if (left.isPositive()) {
            Thread.sleep(left);
        }
    }

    Duration awaits(String what, Wait.Condition condition) throws InterruptedException {
        return new Wait(clock, patience).until(what, condition);
    }
}
