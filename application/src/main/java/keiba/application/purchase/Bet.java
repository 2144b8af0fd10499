package keiba.application.purchase;

import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;

/**
 * What a bettor asks for, unchecked against any race.
 *
 * @param amount the stake on each combination
 */
public record Bet(BetType type, Selection selection, Yen amount) {

    /** One line that is the same for equal bets and different for others: what an idempotency key is held against. */
    public String fingerprint() {
        return type + "|" + selection + "|" + amount.value();
    }
}
