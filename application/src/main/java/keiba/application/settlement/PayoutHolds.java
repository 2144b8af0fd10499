package keiba.application.settlement;

import java.util.Optional;
import keiba.application.account.Actor;
import keiba.application.race.RaceId;

/** Holds of record. */
final class PayoutHolds implements HoldPayouts {
    private final ExecutionBook book;

    PayoutHolds(ExecutionBook book) {
        this.book = book;
    }

    @Override
    public void hold(Optional<RaceId> race, boolean held, String reason, Actor operator) {
        book.hold(race, held, reason, operator);
    }

    @Override
    public boolean isHeld(RaceId race) {
        return book.isHeld(race);
    }
}
