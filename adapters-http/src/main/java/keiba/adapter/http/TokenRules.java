package keiba.adapter.http;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Which tokens are accepted, besides that they are signed with a known key.
 *
 * @param issuer the {@code iss} that a token must have
 * @param audience what must be in a token's {@code aud}
 * @param leeway how far the clocks of the issuer of tokens and of this machine may differ: a token is accepted for so long after it
 *     expires, and for so long before it becomes valid; whole seconds, 0 to {@link #MOST_LEEWAY}
 * @param claims where a token says who the user is
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

    /** With the default leeway and claims. */
    public static TokenRules of(String issuer, String audience) {
        return new TokenRules(issuer, audience, DEFAULT_LEEWAY, ClaimNames.DEFAULT);
    }
}
