package keiba.application.caller;

import java.util.Optional;

/**
 * The person or part of the system on whose behalf an action is taken, as stored in the audit trail.
 *
 * @param user the operator or cashier; empty for an action that the system takes by itself when it is due
 */
public record Actor(Optional<UserId> user) {
    /** The system itself. */
    public static final Actor SYSTEM = new Actor(Optional.empty());

    public static Actor of(UserId user) {
        return new Actor(Optional.of(user));
    }

    @Override
    public String toString() {
        return user.map(UserId::toString).orElse("system");
    }
}
