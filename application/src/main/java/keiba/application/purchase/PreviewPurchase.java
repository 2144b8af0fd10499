package keiba.application.purchase;

import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/** Returns the price of a bet without buying it. */
public interface PreviewPurchase {

    Outcome preview(RaceId race, Bet bet);

    /** The cost, or why the bet is refused. */
    sealed interface Outcome {}

    record Cost(int combinations, Yen total) implements Outcome {}

    record NotPossible(PlacePurchase.Refused refused) implements Outcome {}
}
