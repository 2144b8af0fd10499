package keiba.application.purchase;

import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/** Returns the price of a bet without buying it. */
public interface PreviewPurchase {

    PreviewOutcome preview(RaceId race, Bet bet);

    /** The cost, or why the bet is refused. */
    sealed interface PreviewOutcome {}

    record Cost(int combinations, Yen total) implements PreviewOutcome {}

    record NotPossible(PlacePurchase.PurchaseRefused refused) implements PreviewOutcome {}
}
