package keiba.application.account;

import java.util.UUID;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;

/**
 * A payment of cash into a bettor's account or out of it.
 *
 * @param reference names this movement: the same reference never moves money twice
 * @param amount positive
 */
public record CashMovement(UUID reference, UserId user, MovementKind kind, Yen amount) {

    /** The direction of a movement. */
    public enum MovementKind {
        DEPOSIT,
        WITHDRAWAL
    }

    public CashMovement {
        if (amount.compareTo(Yen.ZERO) <= 0) {
            throw new IllegalArgumentException("the amount of a cash movement must be positive: " + amount);
        }
    }
}
