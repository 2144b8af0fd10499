package keiba.application.odds;

import java.time.Instant;
import keiba.domain.bet.BetType;

/**
 * The interval between the kept points of an odds history. Time is divided into slots of this length, counted from
 * the epoch, and one point is kept for each slot: the newest odds that were published in it. When a history has
 * more than {@value #MOST_POINTS} points, its step is doubled.
 *
 * @param seconds the length of a slot, 1 or more
 */
public record HistoryStep(int seconds) {
    /** The largest number of points that are kept for one race and bet type. */
    public static final int MOST_POINTS = 240;

    private static final int SMALL = 10;
    private static final int MIDDLE = 30;
    private static final int LARGE = 60;

    /** @throws IllegalArgumentException if the length is not positive */
    public HistoryStep {
        if (seconds < 1) {
            throw new IllegalArgumentException("a step must be at least 1 second, not " + seconds);
        }
    }

    /** Returns the first step of the history of a bet type. It is longer for types with more combinations. */
    public static HistoryStep first(BetType type) {
        return switch (type) {
            case WIN, PLACE, BRACKET_QUINELLA -> new HistoryStep(SMALL);
            case QUINELLA, WIDE, EXACTA, BRACKET_EXACTA -> new HistoryStep(MIDDLE);
            case TRIO, TRIFECTA -> new HistoryStep(LARGE);
        };
    }

    /** Returns the step that is twice as long; each of its slots covers two slots of this step. */
    public HistoryStep doubled() {
        return new HistoryStep(Math.multiplyExact(seconds, 2));
    }

    /** Returns the number of the slot that contains a time. */
    public long slot(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), (long) seconds);
    }
}
