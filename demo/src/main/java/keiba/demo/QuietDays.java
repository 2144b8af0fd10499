package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Holds one quiet race after the other until the demonstration is stopped. A meeting ends with its last race, or with its day in Japan;
 * then the next one begins, with a crowd and accounts of its own, and nothing of the old one is kept. Trouble with one race or meeting
 * does not touch the next.
 */
final class QuietDays {
    private final Timetable timetable;
    private final Duration toPost;
    private final InstantSource clock;
    private final Meetings meetings;
    private final Pause pause;
    private final Notes notes;
    private Optional<RaceMeeting> meeting = Optional.empty();
    private boolean inTrouble;

    QuietDays(Timetable timetable, Duration toPost, InstantSource clock, Meetings meetings, Pause pause, Notes notes) {
        this.timetable = timetable;
        this.toPost = toPost;
        this.clock = clock;
        this.meetings = meetings;
        this.pause = pause;
        this.notes = notes;
    }

    /** Begins meetings. */
    interface Meetings {
        RaceMeeting begin(LocalDate day) throws InterruptedException;
    }

    /** Waits. */
    interface Pause {
        /** Waits until a moment, or less long. */
        void until(Instant moment) throws InterruptedException;
    }

    void run(BooleanSupplier stopped) throws InterruptedException {
        long race = 0;
        while (!stopped.getAsBoolean()) {
            race = timetable.from(race, clock.instant());
            if (clock.instant().isBefore(timetable.declaration(race))) {
                pause.until(timetable.declaration(race));
            } else {
                hold(timetable.times(race, clock.instant(), toPost), race);
                race++;
            }
        }
    }

    private void hold(SaleTimes times, long race) throws InterruptedException {
        try {
            RaceMeeting today = meeting(times.day());
            // Opening a meeting takes a moment, during which sales should not seem to have begun.
            today.hold(timetable.times(race, clock.instant(), toPost));
            inTrouble = false;
        } catch (RuntimeException trouble) {
            if (!inTrouble) {
                inTrouble = true;
                notes.say("the demonstration cannot prepare a race (" + trouble.getMessage()
                        + "); it tries again with the next one, in " + Texts.seconds(timetable.interval()));
            }
        }
    }

    private RaceMeeting meeting(LocalDate day) throws InterruptedException {
        Optional<RaceMeeting> running =
                meeting.filter(held -> held.hasRace() && held.day().equals(day));
        if (running.isEmpty()) {
            meeting.ifPresent(RaceMeeting::end);
            meeting = Optional.empty();
            meeting = Optional.of(meetings.begin(day));
        }
        return meeting.orElseThrow();
    }
}
