package keiba.application.race;

import java.time.Instant;
import java.util.Optional;
import keiba.application.account.Actor;
import keiba.application.race.RaceBook.Decision;
import keiba.domain.race.RaceState;

/** Moves races in time. */
final class RaceSchedules implements RescheduleRace {
    private final RaceBook book;
    private final RaceBoard board;

    RaceSchedules(RaceBook book, RaceBoard board) {
        this.book = book;
        this.board = board;
    }

    @Override
    public Outcome reschedule(RaceId id, Instant postTime, Optional<Instant> deadline, Actor actor) {
        Optional<RaceTimes.Fault> fault = RaceTimes.check(postTime, deadline);
        if (fault.isPresent()) {
            return new Invalid(fault.get().field(), fault.get().detail());
        }
        Outcome outcome = book.decide(id, actor, "Reschedule", (card, now) -> decide(card, postTime, deadline))
                .orElseGet(() -> new Unknown(id));
        if (outcome instanceof Done done) {
            Boards.show(board, done.card());
        }
        return outcome;
    }

    private static Decision<Outcome> decide(RaceCard card, Instant postTime, Optional<Instant> wanted) {
        if (!isBeforeTheEndOfSales(card.state())) {
            return Decision.unchanged(new TooLate(card));
        }
        Instant deadline = wanted.orElseGet(() -> RaceTimes.deadline(card.rules(), postTime));
        if (postTime.equals(card.postTime()) && deadline.equals(card.deadline())) {
            return Decision.unchanged(new Done(card));
        }
        RaceCard changed = card.at(postTime, deadline);
        return Decision.changed(changed, new Done(changed));
    }

    private static boolean isBeforeTheEndOfSales(RaceState state) {
        return switch (state) {
            case DECLARED, OPEN, SUSPENDED -> true;
            case CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL, PAYABLE, EXPIRED, VOID -> false;
        };
    }
}
