package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** When a race is sold and started, as planned. */
record SaleTimes(Instant opening, Instant deadline, Instant postTime) {
    static SaleTimes from(Instant opening, Pace pace) {
        Instant deadline = opening.plus(pace.sales());
        return new SaleTimes(opening, deadline, deadline.plus(pace.toPost()));
    }

    /** Returns the day in Japan on which the race is held. */
    LocalDate day() {
        return Meeting.dayOf(postTime);
    }

    Duration sales() {
        return Duration.between(opening, deadline);
    }

    /** Returns the moment at which this much of the sales has passed: 1 is the deadline. */
    Instant at(double moment) {
        return opening.plusNanos((long) (sales().toNanos() * moment));
    }
}
