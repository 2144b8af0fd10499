package keiba.application.race;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.race.RaceBook.Decision;
import keiba.domain.race.RaceState;
import keiba.domain.rule.RuleBook;

/** Changes the schedules of races. */
final class RaceSchedules implements RescheduleRace {
    private final RaceBook book;
    private final RaceBoard board;

    RaceSchedules(RaceBook book, RaceBoard board) {
        this.book = book;
        this.board = board;
    }

    @Override
    public ReschedulingOutcome reschedule(RaceId id, Instant postTime, Optional<Instant> deadline, Actor actor) {
        Optional<RaceTimes.Fault> fault = RaceTimes.check(postTime, deadline);
        if (fault.isPresent()) {
            return new InvalidSchedule(fault.get().field(), fault.get().detail());
        }
        ReschedulingOutcome outcome = book.decide(
                        id, actor, "Reschedule", (card, now) -> decide(card, postTime, deadline, now))
                .orElseGet(() -> new UnknownRace(id));
        if (outcome instanceof RaceRescheduled done) {
            board.tryToShow(done.card());
        }
        return outcome;
    }

    private static Decision<ReschedulingOutcome> decide(
            RaceCard card, Instant postTime, Optional<Instant> wanted, Instant now) {
        if (!isBeforeTheEndOfSales(card.state())) {
            return Decision.unchanged(new TooLate(card));
        }
        LocalDate day = RaceTimes.dayInJapan(postTime);
        Optional<RuleBook> rules = card.declared().rules().on(day);
        if (rules.isEmpty()) {
            return refused(
                    "post_time",
                    "there is no rule book " + card.declared().rules().name() + " on " + day);
        }
        Instant deadline = wanted.orElseGet(() -> RaceTimes.deadline(rules.get(), postTime));
        if (postTime.equals(card.postTime()) && deadline.equals(card.deadline()) && day.equals(card.day())) {
            return Decision.unchanged(new RaceRescheduled(card));
        }
        Optional<RaceTimes.Fault> past = RaceTimes.checkAhead(postTime, deadline, now);
        if (past.isPresent()) {
            return refused(past.get().field(), past.get().detail());
        }
        if (card.state() != RaceState.DECLARED && !day.equals(card.day())) {
            return refused(
                    "post_time",
                    "the post time " + postTime + " is on " + day
                            + " in Japan; sales have opened, so the race day stays " + card.day());
        }
        RaceCard changed = card.at(postTime, deadline);
        return Decision.changed(changed, new RaceRescheduled(changed));
    }

    private static Decision<ReschedulingOutcome> refused(String field, String detail) {
        return Decision.unchanged(new InvalidSchedule(field, detail));
    }

    private static boolean isBeforeTheEndOfSales(RaceState state) {
        return switch (state) {
            case DECLARED, OPEN, SUSPENDED -> true;
            case CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL, PAYABLE, EXPIRED, VOID -> false;
        };
    }
}
