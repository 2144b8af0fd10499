package keiba.application.purchase;

import java.util.Locale;
import java.util.Optional;
import keiba.application.purchase.PlacePurchase.PurchaseRefused;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Expansion;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.race.Horses;
import keiba.domain.race.RaceState;

/** Checks a bet and prices it, in the same way for requests and for queued purchases. */
final class BetCheck {
    private final Limits limits;

    BetCheck(Limits limits) {
        this.limits = limits;
    }

    /** The combinations and the cost of a bet, or why it is refused. */
    sealed interface BetCheckResult {}

    record Priced(CombinationSet combinations, Yen total) implements BetCheckResult {}

    record NotSold(PurchaseRefused refused) implements BetCheckResult {}

    /** Returns why a race in this state is not on sale; empty if it is on sale. */
    static Optional<PurchaseRefused> refusalOf(RaceState state) {
        return switch (state) {
            case OPEN -> Optional.empty();
            case DECLARED, SUSPENDED -> Optional.of(refusal(RefusalReason.RACE_NOT_OPEN, "the race is " + state));
            case CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL, PAYABLE, EXPIRED, VOID ->
                Optional.of(refusal(RefusalReason.RACE_CLOSED, "the race is " + state));
        };
    }

    static PurchaseRefused refusal(RefusalReason reason, String detail) {
        return new PurchaseRefused(reason, detail, Optional.empty(), Horses.NONE);
    }

    BetCheckResult check(Market market, Bet bet) {
        return switch (bet.selection().expand(bet.type(), market.offering())) {
            case Expansion.Invalid invalid -> new NotSold(refusal(invalid));
            case Expansion.Combinations bought -> price(market, bet, bought.set());
        };
    }

    /** Returns the cost of a bet when the race was opened; empty if the bet was never possible on it. */
    Optional<Priced> costWhenOpened(Market market, Bet bet) {
        return check(Market.of(market.rules(), market.offering()), bet) instanceof Priced priced
                ? Optional.of(priced)
                : Optional.empty();
    }

    private BetCheckResult price(Market market, Bet bet, CombinationSet combinations) {
        Yen unit = market.rules().stakeUnit();
        if (!bet.amount().isPositiveMultipleOf(unit)) {
            return notSold(
                    RefusalReason.INVALID_AMOUNT,
                    "amount must be a positive multiple of " + unit + ", not " + bet.amount(),
                    "amount");
        }
        if (bet.amount().compareTo(limits.perCombination()) > 0) {
            return notSold(
                    RefusalReason.LIMIT_EXCEEDED,
                    "amount " + bet.amount() + " exceeds the limit of " + limits.perCombination() + " per combination",
                    "amount");
        }
        if (combinations.size() > limits.combinations()) {
            return notSold(
                    RefusalReason.LIMIT_EXCEEDED,
                    "the selection has " + combinations.size() + " combinations; at most " + limits.combinations()
                            + " are allowed",
                    "selection");
        }
        Yen total = bet.amount().times(combinations.size());
        if (total.compareTo(limits.perPurchase()) > 0) {
            return notSold(
                    RefusalReason.LIMIT_EXCEEDED,
                    "the total of " + total + " exceeds the limit of " + limits.perPurchase() + " per purchase",
                    "amount");
        }
        CombinationSet voided = combinations.and(market.voided(bet.type()));
        return voided.isEmpty() ? new Priced(combinations, total) : scratched(market);
    }

    private static BetCheckResult scratched(Market market) {
        return new NotSold(new PurchaseRefused(
                RefusalReason.RUNNER_SCRATCHED,
                "the selection contains a scratched runner; scratched in this race: " + market.scratched(),
                Optional.empty(),
                market.scratched()));
    }

    private static BetCheckResult notSold(RefusalReason reason, String detail, String field) {
        return new NotSold(new PurchaseRefused(reason, detail, Optional.of(field), Horses.NONE));
    }

    private static PurchaseRefused refusal(Expansion.Invalid invalid) {
        RefusalReason reason = invalid.part() == Expansion.Part.BET_TYPE
                ? RefusalReason.BET_TYPE_NOT_ON_SALE
                : RefusalReason.INVALID_SELECTION;
        return new PurchaseRefused(
                reason,
                words(invalid.part()) + ": " + words(invalid.fault()),
                Optional.of(field(invalid.part())),
                Horses.NONE);
    }

    private static String field(Expansion.Part part) {
        String name = part.name().toLowerCase(Locale.ROOT);
        return part == Expansion.Part.BET_TYPE ? name : "selection." + name;
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
