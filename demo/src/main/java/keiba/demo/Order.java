package keiba.demo;

import keiba.application.purchase.Bet;
import keiba.domain.money.Yen;

/**
 * A bet that a bettor is about to request.
 *
 * @param moment when, as a fraction of the planned sales
 * @param combinations how many combinations the bet stands for
 */
record Order(double moment, Bet bet, int combinations) {
    Yen total() {
        return bet.amount().times(combinations);
    }
}
