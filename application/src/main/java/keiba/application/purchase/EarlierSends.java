package keiba.application.purchase;

import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.PurchaseTraces.Absent;
import keiba.application.purchase.PurchaseTraces.Trace;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.race.RaceState;

/** Finds out whether an earlier request may have sent a purchase that is refused now. */
final class EarlierSends {
    private final RecentRaces races;
    private final RaceBook raceBook;
    private final PurchaseTraces traces;

    EarlierSends(RecentRaces races, RaceBook raceBook, PurchaseTraces traces) {
        this.races = races;
        this.raceBook = raceBook;
        this.traces = traces;
    }

    /**
     * Looks for an earlier send of a purchase, unless the reason of its refusal proves that there was none.
     *
     * @throws InfrastructureFailure if a server that has to be asked does not answer
     */
    Trace of(PurchaseMessage message, RefusalReason reason) {
        return switch (reason) {
            // a race that was not found a moment ago may have been declared since
            case RACE_UNKNOWN -> races.findNow(message.race()).isEmpty() ? new Absent() : traces.of(message.id());
            // such a bet has been invalid since the race was declared, so it was never sent
            case BET_TYPE_NOT_ON_SALE, INVALID_SELECTION, INVALID_AMOUNT -> new Absent();
            // a scratch is final: the recorder will refuse every purchase of this runner that it has not recorded yet
            case RUNNER_SCRATCHED -> traces.ofFinished(message.id());
            case RACE_NOT_OPEN, RACE_CLOSED ->
                nothingCanBeSold(message.race()) ? traces.ofFinished(message.id()) : traces.of(message.id());
            case LIMIT_EXCEEDED, INSUFFICIENT_FUNDS, NOT_RECEIVED, MALFORMED -> traces.of(message.id());
        };
    }

    /** Looks for an earlier send of a purchase, without regard to the reason of its refusal. */
    Trace of(MessageId id) {
        return traces.of(id);
    }

    /**
     * Returns whether no purchase that is in the queue now can become a ticket, because the race was never on sale yet
     * or its sales are over.
     */
    private boolean nothingCanBeSold(RaceId race) {
        boolean isOver = races.find(race)
                .map(RecentRaces.Recent::card)
                .filter(RaceCard::takesNothingMore)
                .isPresent();
        return isOver
                || raceBook.find(race)
                        .filter(card -> card.takesNothingMore() || card.state() == RaceState.DECLARED)
                        .isPresent();
    }
}
