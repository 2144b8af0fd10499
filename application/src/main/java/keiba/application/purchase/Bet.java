package keiba.application.purchase;

import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;

/**
 * A bet as the bettor requests it, not checked against any race.
 *
 * @param amount the stake on each combination
 */
public record Bet(BetType type, Selection selection, Yen amount) {

    /**
     * Returns the canonical text of this bet, such as {@code v1:TRIO:BOX:numbers=1,3,5:100}: the same for bets that buy
     * the same in the same way, whatever the order in which their numbers were given; different for all others. It is
     * stored with a refused purchase, so that a later request with the same idempotency key can be compared with it.
     */
    public String fingerprint() {
        return Fingerprint.of(this);
    }

    /** Returns whether a fingerprint is that of this bet; it may have been stored by an older or a newer version of this program. */
    boolean hasFingerprint(String stored) {
        return Fingerprint.matches(stored, this);
    }
}
