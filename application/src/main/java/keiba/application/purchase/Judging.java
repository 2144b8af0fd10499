package keiba.application.purchase;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.BetCheck.NotSold;
import keiba.application.purchase.BetCheck.Priced;
import keiba.application.purchase.RecordingBook.Bought;
import keiba.application.purchase.RecordingBook.Facts;
import keiba.application.purchase.RecordingBook.Judgement;
import keiba.application.purchase.RecordingBook.RefusedPurchase;
import keiba.application.purchase.RecordingBook.Verdict;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;

/**
 * Judges chunks in one pass, in the order of the purchases. Money that one purchase spends is not available to the next
 * one, even in another lane.
 */
final class Judging {
    private final Facts facts;
    private final Limits limits;
    private final BetCheck check;
    private final Duration grace;
    private final Map<RaceId, Market> markets = new HashMap<>();
    private final Map<UserId, Yen> balances;
    private final Map<UserDay, Yen> staked = new HashMap<>();

    private record UserDay(UserId user, LocalDate day) {}

    /**
     * @param grace how long after the end of sales the queue may still receive purchases that were sent before it
     */
    Judging(Facts facts, Limits limits, Duration grace) {
        this.facts = facts;
        this.limits = limits;
        this.check = new BetCheck(limits);
        this.grace = grace;
        this.balances = new HashMap<>(facts.balances());
    }

    Judgement judge() {
        List<Verdict> verdicts = new ArrayList<>(facts.fresh().size());
        for (QueueChunk.Queued purchase : facts.fresh()) {
            verdicts.add(judge(purchase));
        }
        return new Judgement(
                verdicts,
                facts.markers().stream()
                        .flatMap(marker -> fenced(marker).stream())
                        .distinct()
                        .toList());
    }

    /**
     * Returns the race whose sales a marker ends; empty for a marker that is ignored because it is a duplicate, late or
     * forged.
     */
    private Optional<RaceCard> fenced(QueueChunk.CloseMarker marker) {
        return Optional.ofNullable(facts.races().get(marker.race()))
                .filter(card -> card.isIn(Closing.Phase.CLOSING))
                .filter(card -> card.closing().orElseThrow().id().equals(marker.close()))
                .map(card -> card.in(Closing.Phase.FENCED));
    }

    private Verdict judge(QueueChunk.Queued purchase) {
        RaceCard card = facts.races().get(purchase.message().race());
        if (card == null) {
            return new RefusedPurchase(purchase, RefusalReason.RACE_UNKNOWN);
        }
        if (!card.takesQueued()) {
            return new RefusedPurchase(
                    purchase, BetCheck.refusalOf(card.state()).orElseThrow().reason());
        }
        if (purchase.appendedAt().isAfter(card.lastCall(grace))) {
            return new RefusedPurchase(purchase, RefusalReason.RACE_CLOSED);
        }
        Market market = markets.computeIfAbsent(card.id(), id -> card.market());
        return switch (check.check(market, purchase.message().bet())) {
            case NotSold notSold ->
                new RefusedPurchase(purchase, notSold.refused().reason());
            case Priced priced -> sell(purchase, card, priced);
        };
    }

    private Verdict sell(QueueChunk.Queued purchase, RaceCard card, Priced priced) {
        UserId user = purchase.message().user();
        if (balances.getOrDefault(user, Yen.ZERO).compareTo(priced.total()) < 0) {
            return new RefusedPurchase(purchase, RefusalReason.INSUFFICIENT_FUNDS);
        }
        if (limits.perUserAndDay().isPresent()) {
            UserDay key = new UserDay(user, card.day());
            Yen after = staked.computeIfAbsent(key, asked -> facts.staked().on(asked.day(), asked.user()))
                    .plus(priced.total());
            if (after.compareTo(limits.perUserAndDay().get()) > 0) {
                return new RefusedPurchase(purchase, RefusalReason.LIMIT_EXCEEDED);
            }
            staked.put(key, after);
        }
        balances.merge(user, priced.total(), Yen::minus);
        return new Bought(purchase, priced.combinations(), priced.total());
    }
}
