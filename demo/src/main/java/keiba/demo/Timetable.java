package keiba.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * When the races of quiet days are held, one after the other for ever. The sales of a race last two intervals, and one race closes in
 * each interval, so two races are on sale at any time. A race is declared one interval before its sales.
 *
 * @param start when the first two races open; the first closes one interval later
 * @param interval from one deadline to the next
 */
record Timetable(Instant start, Duration interval) {

    /** When the sales of a race end: the first is race 0. */
    Instant deadline(long race) {
        return start.plus(interval.multipliedBy(race + 1));
    }

    /** When the sales of a race begin. */
    Instant opening(long race) {
        Instant opening = deadline(race).minus(interval.multipliedBy(2));
        return opening.isBefore(start) ? start : opening;
    }

    /** When a race is declared. */
    Instant declaration(long race) {
        Instant declaration = deadline(race).minus(interval.multipliedBy(3));
        return declaration.isBefore(start) ? start : declaration;
    }

    /**
     * Returns the times of a race that is declared now. Its sales begin at once if they should have begun already.
     *
     * @param toPost from the deadline to the start
     */
    SaleTimes times(long race, Instant now, Duration toPost) {
        Instant opening = opening(race);
        Instant deadline = deadline(race);
        return new SaleTimes(opening.isBefore(now) ? now : opening, deadline, deadline.plus(toPost));
    }

    /** Returns the first race from this one on that is still sold for half an interval: the machine may have slept meanwhile. */
    long from(long race, Instant now) {
        Duration late = Duration.between(deadline(race), now.plus(interval.dividedBy(2)));
        return late.isPositive() ? race + late.dividedBy(interval) + 1 : race;
    }
}
