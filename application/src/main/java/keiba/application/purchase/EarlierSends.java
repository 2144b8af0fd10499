package keiba.application.purchase;

import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.PurchaseTraces.Absent;
import keiba.application.purchase.PurchaseTraces.Trace;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.race.RaceState;

/** Whether an earlier request may have sent a purchase that is refused now. */
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
     * Looks for an earlier send of a purchase, as far as the reason of its refusal does not exclude one.
     *
     * @throws InfrastructureFailure if the servers that would know do not answer
     */
    Trace of(PurchaseMessage message, RefusalReason reason) {
        return switch (reason) {
            // a race that was not found a moment ago may have been declared since
            case RACE_UNKNOWN -> races.findNow(message.race()).isEmpty() ? new Absent() : traces.of(message.id());
            // true since the race was declared: such a bet never was sent
            case BET_TYPE_NOT_ON_SALE, INVALID_SELECTION, INVALID_AMOUNT -> new Absent();
            // true for ever: what the recorder has not recorded yet it will refuse
            case RUNNER_SCRATCHED -> traces.ofFinished(message.id());
            case RACE_NOT_OPEN, RACE_CLOSED ->
                nothingCanBeSold(message.race()) ? traces.ofFinished(message.id()) : traces.of(message.id());
            case LIMIT_EXCEEDED, INSUFFICIENT_FUNDS, NOT_RECEIVED, MALFORMED -> traces.of(message.id());
        };
    }

    /** As {@link #of}, whatever the state of the race. */
    Trace of(MessageId id) {
        return traces.of(id);
    }

    /** Returns whether nothing that is in the queue now can become a ticket: the race has not been on sale yet, or takes nothing more. */
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
