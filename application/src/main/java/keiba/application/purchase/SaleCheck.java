package keiba.application.purchase;

import java.time.InstantSource;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.BetCheck.Priced;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** Checks whether a bet is sold on a race now, and computes its cost. */
final class SaleCheck {
    private final RecentRaces races;
    private final BetCheck bets;
    private final InstantSource clock;

    SaleCheck(RecentRaces races, BetCheck bets, InstantSource clock) {
        this.races = races;
        this.bets = bets;
        this.clock = clock;
    }

    /** The outcome of a check. */
    sealed interface Answer {}

    /**
     * It is sold.
     *
     * @param card the race that it was checked against
     * @param combinations the number of combinations that the bet buys
     */
    record Sold(RaceCard card, int combinations) implements Answer {}

    /** It is not sold. */
    record NotSold(PlacePurchase.PurchaseRefused refused) implements Answer {}

    /**
     * Checks a purchase against a recent state of its race, as {@link RecentRaces#find} returns it.
     *
     * @throws InfrastructureFailure if the race cannot be looked up
     */
    Answer recently(PurchaseMessage message) {
        return check(message, races.find(message.race()));
    }

    /**
     * Checks a purchase against the state of its race at the time of this call or later.
     *
     * @throws InfrastructureFailure if the race cannot be looked up
     */
    Answer now(PurchaseMessage message) {
        return check(message, races.findNow(message.race()));
    }

    /** Checks a purchase again whose race has not changed since it was found to be sold: only the deadline may have passed. */
    Answer again(Sold sold) {
        return afterDeadline(sold.card()).<Answer>map(NotSold::new).orElse(sold);
    }

    private Answer check(PurchaseMessage message, Optional<RecentRaces.Recent> found) {
        if (found.isEmpty()) {
            return new NotSold(unknown(message.race()));
        }
        RaceCard card = found.get().card();
        Optional<PlacePurchase.PurchaseRefused> notOpen =
                BetCheck.refusalOf(card.state()).or(() -> afterDeadline(card));
        if (notOpen.isPresent()) {
            return new NotSold(notOpen.get());
        }
        return switch (bets.check(found.get().market(), message.bet())) {
            case BetCheck.NotSold notSold -> new NotSold(notSold.refused());
            case Priced priced -> new Sold(card, priced.combinations().size());
        };
    }

    private Optional<PlacePurchase.PurchaseRefused> afterDeadline(RaceCard card) {
        return clock.instant().isAfter(card.deadline())
                ? Optional.of(
                        BetCheck.refusal(RefusalReason.RACE_CLOSED, "the deadline " + card.deadline() + " has passed"))
                : Optional.empty();
    }

    private static PlacePurchase.PurchaseRefused unknown(RaceId race) {
        return BetCheck.refusal(RefusalReason.RACE_UNKNOWN, "race " + race + " does not exist");
    }

    /**
     * Checks a bet whether or not its race is on sale.
     *
     * @throws InfrastructureFailure if the race cannot be looked up
     */
    BetCheck.BetCheckResult price(RaceId race, Bet bet) {
        return races.find(race)
                .map(found -> bets.check(found.market(), bet))
                .orElseGet(() -> new BetCheck.NotSold(unknown(race)));
    }

    /** Returns the cost of a bet when its race was opened; empty if the bet was never possible on it, or the race cannot be looked up. */
    Optional<Priced> costWhenOpened(PurchaseMessage message) {
        try {
            return races.find(message.race()).flatMap(race -> bets.costWhenOpened(race.market(), message.bet()));
        } catch (InfrastructureFailure serversAreAway) {
            return Optional.empty();
        }
    }
}
