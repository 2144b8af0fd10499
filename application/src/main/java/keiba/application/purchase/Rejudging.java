package keiba.application.purchase;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import keiba.application.purchase.QueueChunk.Queued;
import keiba.application.purchase.RecordingBook.Bought;
import keiba.application.purchase.RecordingBook.RefusedPurchase;
import keiba.application.purchase.RecordingBook.Verdict;
import keiba.application.race.RaceCard;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;

/**
 * Judges recorded purchases again, for a replay of the queue. Everything that follows from the message, the declaration
 * of its race and the end of its sales is decided again. A recorded refusal is taken over if its reason was a
 * circumstance of that time: the state of the race and its runners, the bettor's balance or the limits.
 */
public final class Rejudging {
    /** The reasons of refusals that are taken over from the record. */
    public static final Set<RefusalReason> TAKEN_OVER = Set.copyOf(EnumSet.of(
            RefusalReason.RACE_UNKNOWN,
            RefusalReason.RACE_NOT_OPEN,
            RefusalReason.RACE_CLOSED,
            RefusalReason.RUNNER_SCRATCHED,
            RefusalReason.INSUFFICIENT_FUNDS,
            RefusalReason.LIMIT_EXCEEDED));

    private final BetCheck check;
    private final Duration grace;

    /**
     * @param limits the most that may be bought in one purchase
     * @param grace how long after the end of sales the queue may still receive purchases that were sent before it
     */
    public Rejudging(Limits limits, Duration grace) {
        this.check = new BetCheck(limits);
        this.grace = grace;
    }

    /**
     * Judges a purchase.
     *
     * @param card the current state of its race; empty if the race does not exist
     * @param recorded the recorded reason of its refusal; empty if it was not refused
     * @param isBehindMarker whether the race's close marker is before it in the queue
     * @param balance the largest balance that its bettor can have
     */
    public Verdict judge(
            Queued purchase,
            Optional<RaceCard> card,
            Optional<RefusalReason> recorded,
            boolean isBehindMarker,
            Yen balance) {
        if (card.isEmpty()) {
            return new RefusedPurchase(purchase, RefusalReason.RACE_UNKNOWN);
        }
        if (recorded.isPresent() && TAKEN_OVER.contains(recorded.get())) {
            return new RefusedPurchase(purchase, recorded.get());
        }
        if (isBehindMarker || purchase.appendedAt().isAfter(card.get().lastCall(grace))) {
            return new RefusedPurchase(purchase, RefusalReason.RACE_CLOSED);
        }
        Market market = card.get().market();
        Market opened = Market.of(market.rules(), market.offering());
        return switch (check.check(opened, purchase.message().bet())) {
            case BetCheck.NotSold notSold ->
                new RefusedPurchase(purchase, notSold.refused().reason());
            case BetCheck.Priced priced ->
                priced.total().compareTo(balance) > 0
                        ? new RefusedPurchase(purchase, RefusalReason.INSUFFICIENT_FUNDS)
                        : new Bought(purchase, priced.combinations(), priced.total());
        };
    }
}
