package keiba.application.race;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import keiba.domain.rule.RuleBook;

/**
 * Checks post times and deadlines: whether every client and every database can represent them. The race day is the day
 * of the post time in Japan, which keeps one offset from UTC all year.
 */
final class RaceTimes {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");
    private static final ZoneOffset JAPAN = ZoneOffset.ofHours(9);

    private RaceTimes() {}

    /** A fault in a time: the field and the reason. */
    record Fault(String field, String detail) {}

    /** Returns the fault in the times of a race, independent of the current time; empty if there is none. */
    static Optional<Fault> check(Instant postTime, Optional<Instant> deadline) {
        if (!isPossible(postTime)) {
            return Optional.of(impossible("post_time", postTime));
        }
        if (deadline.isPresent() && !isPossible(deadline.get())) {
            return Optional.of(impossible("deadline", deadline.get()));
        }
        return deadline.filter(postTime::isBefore)
                .map(late -> new Fault(
                        "deadline",
                        "the deadline " + late + " is after the post time " + postTime
                                + "; it must be at or before the post time"));
    }

    private static boolean isPossible(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    private static Fault impossible(String field, Instant time) {
        return new Fault(field, "must be from " + FIRST + " to " + LAST + ", not " + time);
    }

    /** Returns the fault in the new times of a race; empty if both are in the future. */
    static Optional<Fault> checkAhead(Instant postTime, Instant deadline, Instant now) {
        if (!postTime.isAfter(now)) {
            return Optional.of(new Fault(
                    "post_time", "the post time " + postTime + " must be in the future; the current time is " + now));
        }
        return deadline.isAfter(now)
                ? Optional.empty()
                : Optional.of(new Fault(
                        "deadline", "the deadline " + deadline + " must be in the future; the current time is " + now));
    }

    /** Returns the day in Japan at a time; for a post time this is the race day. */
    static LocalDate dayInJapan(Instant time) {
        return time.atOffset(JAPAN).toLocalDate();
    }

    /** Returns the end of sales for a race that is declared without one. */
    static Instant deadline(RuleBook rules, Instant postTime) {
        return postTime.minusSeconds(60L * rules.deadlineMinutes());
    }
}
