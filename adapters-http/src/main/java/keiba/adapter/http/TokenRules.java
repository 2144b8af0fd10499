package keiba.adapter.http;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The conditions for accepting tokens, in addition to a signature with a known key.
 *
 * @param issuer the {@code iss} that a token must have
 * @param audience the value that the {@code aud} of a token must contain
 * @param leeway the allowed difference between the clocks of the token issuer and of this machine: a token is accepted
 *     this long after it expires and this long before it becomes valid; whole seconds, 0 to {@link #MOST_LEEWAY}
 * @param claims the claims that contain the user and the roles
 */
public record TokenRules(String issuer, String audience, Duration leeway, ClaimNames claims) {
    public static final Duration DEFAULT_LEEWAY = Duration.ofSeconds(5);
    public static final Duration MOST_LEEWAY = Duration.ofMinutes(5);

    public TokenRules {
        if (leeway.isNegative()
                || leeway.compareTo(MOST_LEEWAY) > 0
                || !leeway.equals(leeway.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException(
                    "the leeway must be from 0 to " + MOST_LEEWAY.toSeconds() + " seconds, not " + leeway);
        }
    }

    /** Returns rules with the default leeway and claims. */
    public static TokenRules of(String issuer, String audience) {
        return new TokenRules(issuer, audience, DEFAULT_LEEWAY, ClaimNames.DEFAULT);
    }
}
