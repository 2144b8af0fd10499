package keiba.demo;

import java.time.Duration;

/**
 * The durations of the demonstration's steps.
 *
 * @param sales from opening to deadline
 * @param toPost from the deadline to the start
 * @param running from the deadline to the entry of the result, where no race is shown
 * @param race how long a race is shown
 * @param photo how long the judges look at the photograph
 * @param judging how long a result stays unofficial, so that another operator can look at it
 * @param claiming how long bettors can collect their payouts themselves, before the rest is paid
 * @param reading time to read
 * @param frame between two pictures, and two looks at the clock
 * @param look between two looks at the race and its odds
 */
record Pace(
        Duration sales,
        Duration toPost,
        Duration running,
        Duration race,
        Duration photo,
        Duration judging,
        Duration claiming,
        Duration reading,
        Duration frame,
        Duration look) {
    static final double SLOWEST = 0.1;
    static final double FASTEST = 20;

    /**
     * Returns the opening day, where one race follows the other.
     *
     * @param speed 2 for twice as fast as usual
     * @param watched whether a person watches the terminal, for whom a race is shown while it runs
     */
    static Pace ofOpeningDay(double speed, boolean watched) {
        return new Pace(
                seconds(12, speed),
                seconds(4, speed),
                Duration.ZERO,
                watched ? seconds(5, speed) : Duration.ZERO,
                watched ? seconds(2, speed) : Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                watched ? seconds(3, speed) : Duration.ZERO,
                Duration.ofMillis(120),
                Duration.ofMillis(400));
    }

    private static Duration seconds(double usual, double speed) {
        return Duration.ofMillis((long) (usual * 1_000 / speed));
    }

    /**
     * Quiet days: two races are on sale at any time, and all of a race is over before the next but one closes.
     *
     * @param interval from one deadline to the next
     */
    static Pace ofQuietDays(Duration interval) {
        Duration quarter = interval.dividedBy(4);
        Duration eighth = interval.dividedBy(8);
        return new Pace(
                interval.multipliedBy(2),
                quarter,
                quarter.multipliedBy(2),
                Duration.ZERO,
                Duration.ZERO,
                eighth,
                quarter,
                Duration.ZERO,
                atMost(Duration.ofMillis(500), interval.dividedBy(40)),
                atMost(Duration.ofSeconds(2), interval.dividedBy(20)));
    }

    private static Duration atMost(Duration most, Duration other) {
        return other.compareTo(most) < 0 ? other : most;
    }
}
