package keiba.application.race;

import java.time.Instant;
import java.util.Optional;
import keiba.domain.rule.RuleBook;

/** Post times and deadlines that are possible: such that every reader and every database can hold them. */
final class RaceTimes {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private RaceTimes() {}

    /** What is wrong with a time: the field, and why. */
    record Fault(String field, String detail) {}

    /** What is wrong with the times of a race; empty when nothing is. */
    static Optional<Fault> check(Instant postTime, Optional<Instant> deadline) {
        if (!isPossible(postTime)) {
            return Optional.of(new Fault("post_time", "from 2000 to 9999"));
        }
        if (!deadline.stream().allMatch(RaceTimes::isPossible)) {
            return Optional.of(new Fault("deadline", "from 2000 to 9999"));
        }
        return deadline.filter(postTime::isBefore).map(late -> new Fault("deadline", "after the post time"));
    }

    private static boolean isPossible(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    /** The end of sales where none is given. */
    static Instant deadline(RuleBook rules, Instant postTime) {
        return postTime.minusSeconds(60L * rules.deadlineMinutes());
    }
}
