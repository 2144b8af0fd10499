package keiba.application.race;

import java.time.Instant;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;

/**
 * The version of the posted result and its author.
 *
 * @param version increases whenever the posted result changes
 * @param by the operator who last changed the content of the result, by posting it or by taking out a horse that was in
 *     it. This operator may not confirm it. Posting the same result again changes neither the version nor the operator
 * @param confirmedAt the time at which another operator confirmed it; empty until then
 */
public record Posting(long version, UserId by, Optional<Instant> confirmedAt) {

    Posting confirmed(Instant at) {
        return new Posting(version, by, Optional.of(at));
    }

    /**
     * Returns the next version, after a scratch has changed the order. If the system itself made the change, the author
     * stays the same.
     */
    Posting changedBy(Actor actor) {
        return new Posting(version + 1, actor.user().orElse(by), confirmedAt);
    }
}
