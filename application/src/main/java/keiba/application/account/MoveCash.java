package keiba.application.account;

import java.util.UUID;
import keiba.application.caller.Actor;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.domain.money.Yen;

/** Pays cash into a bettor's account or out of it, on behalf of a cashier. */
public interface MoveCash {

    MovementOutcome move(UserId user, CashMovement.MovementKind kind, Yen amount, IdempotencyKey key, Actor cashier);

    /** The outcome of a cash movement. */
    sealed interface MovementOutcome {}

    /** The movement is in the books; {@code repeated} if the same request recorded it before. */
    record Moved(UserId user, Yen balance, UUID reference, boolean repeated) implements MovementOutcome {}

    /** The key was used before for a different movement. */
    record KeyReused() implements MovementOutcome {}

    /** The amount is not positive, or is larger than {@link #MAX}. */
    record InvalidAmount(Yen amount) implements MovementOutcome {}

    /** The balance is smaller than the withdrawal. */
    record InsufficientFunds(Yen balance) implements MovementOutcome {}

    /** The largest amount of one movement. */
    Yen MAX = Yen.of(10_000_000_000_000L);
}
