package keiba.application.race;

import java.time.Instant;
import java.util.Optional;
import keiba.application.account.Actor;
import keiba.application.account.UserId;

/**
 * The version of the posted result and its author.
 *
 * @param version rises whenever the posted result changes
 * @param by who last changed what the result says: by posting it, or by taking a horse out that stood in it. This person does not confirm
 *     it. Posting once more what is posted already changes neither the version nor this
 * @param confirmedAt when another operator confirmed it; empty until then
 */
public record Posting(long version, UserId by, Optional<Instant> confirmedAt) {

    Posting confirmed(Instant at) {
        return new Posting(version, by, Optional.of(at));
    }

    /** Returns the next version, after a scratch has changed the order; what the system itself changes leaves its author. */
    Posting changedBy(Actor actor) {
        return new Posting(version + 1, actor.user().orElse(by), confirmedAt);
    }
}
