package keiba.bootstrap.demo;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param speed 2 for twice as fast as usual
 * @param watched whether somebody is looking, for whom a race is run before it is over
 */
record Pace(double speed, boolean watched) {
    static final double SLOWEST = 0.1;
    static final double FASTEST = 20;

    /** From opening to deadline. */
    Duration sales() {
        return seconds(12);
    }

    /** From the deadline to the start. */
    Duration toPost() {
        return seconds(4);
    }

    /** The race itself. */
    Duration race() {
        return watched ? seconds(5) : Duration.ZERO;
    }

    /** The judges look at the photograph. */
    Duration photo() {
        return watched ? seconds(2) : Duration.ZERO;
    }

    /** Time to read. */
    Duration reading() {
        return watched ? seconds(3) : Duration.ZERO;
    }

    private Duration seconds(double usual) {
        return Duration.ofMillis((long) (usual * 1_000 / speed));
    }
}
