package keiba.adapter.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.purchase.Bet;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordingBook;
import keiba.application.purchase.RecordingBook.Bought;
import keiba.application.purchase.RecordingBook.Facts;
import keiba.application.purchase.RecordingBook.Judgement;
import keiba.application.purchase.RecordingBook.RefusedPurchase;
import keiba.application.purchase.RecordingBook.Verdict;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.Expansion;
import keiba.domain.bet.Offering;
import keiba.domain.money.Yen;

/** A judge that accepts a purchase if the combination is on sale and the bettor can pay. */
final class FairJudge implements RecordingBook.Judge {

    @Override
    public Judgement judge(Facts facts) {
        Map<UserId, Yen> left = new HashMap<>(facts.balances());
        Map<RaceId, Offering> offerings = new HashMap<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (QueueChunk.Queued purchase : facts.fresh()) {
            RaceCard card = facts.races().get(purchase.message().race());
            verdicts.add(
                    card == null
                            ? new RefusedPurchase(purchase, RefusalReason.RACE_UNKNOWN)
                            : judge(
                                    purchase,
                                    card,
                                    offerings.computeIfAbsent(
                                            card.id(), id -> card.market().offering()),
                                    left));
        }
        return new Judgement(
                verdicts,
                facts.markers().stream()
                        .flatMap(marker -> fenced(marker, facts).stream())
                        .toList());
    }

    private static Optional<RaceCard> fenced(QueueChunk.CloseMarker marker, Facts facts) {
        return Optional.ofNullable(facts.races().get(marker.race()))
                .filter(card -> card.isIn(Closing.Phase.CLOSING))
                .filter(card -> card.closing().orElseThrow().id().equals(marker.close()))
                .map(card -> card.in(Closing.Phase.FENCED));
    }

    private static Verdict judge(QueueChunk.Queued purchase, RaceCard card, Offering offering, Map<UserId, Yen> left) {
        Bet bet = purchase.message().bet();
        if (!card.takesQueued()) {
            return new RefusedPurchase(purchase, RefusalReason.RACE_NOT_OPEN);
        }
        if (!(bet.selection().expand(bet.type(), offering) instanceof Expansion.Combinations bought)) {
            return new RefusedPurchase(purchase, RefusalReason.INVALID_SELECTION);
        }
        Yen total = bet.amount().times(bought.set().size());
        Yen after = left.getOrDefault(purchase.message().user(), Yen.ZERO).minus(total);
        if (after.isNegative()) {
            return new RefusedPurchase(purchase, RefusalReason.INSUFFICIENT_FUNDS);
        }
        left.put(purchase.message().user(), after);
        return new Bought(purchase, bought.set(), total);
    }
}
