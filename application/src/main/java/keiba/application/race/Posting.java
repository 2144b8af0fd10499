package keiba.application.race;

import java.time.Instant;
import java.util.Optional;
import keiba.application.account.UserId;

/**
 * Who answers for the posted result.
 *
 * @param version rises whenever the posted result changes
 * @param by who posted it
 * @param confirmedAt when another operator confirmed it; empty until then
 */
public record Posting(long version, UserId by, Optional<Instant> confirmedAt) {

    Posting confirmed(Instant at) {
        return new Posting(version, by, Optional.of(at));
    }

    Posting changed() {
        return new Posting(version + 1, by, confirmedAt);
    }
}
