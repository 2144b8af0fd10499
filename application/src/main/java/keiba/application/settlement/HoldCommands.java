package keiba.application.settlement;

import java.util.List;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Holds payouts and releases them, in the books. */
final class HoldCommands implements HoldPayouts {
    private final ExecutionBook book;
    private final PayoutJudge judge;

    HoldCommands(ExecutionBook book, PayoutJudge judge) {
        this.book = book;
        this.judge = judge;
    }

    @Override
    public HoldOutcome hold(Optional<RaceId> race, boolean held, String reason, Actor operator) {
        if (held) {
            book.hold(race, reason, operator);
            return new HoldChanged();
        }
        List<RaceCard> lapsing = book.release(race, reason, operator, judge);
        return lapsing.isEmpty() ? new HoldChanged() : new WouldLapse(lapsing);
    }

    @Override
    public boolean isHeld(RaceId race) {
        return book.isHeld(race);
    }
}
