package keiba.adapter.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Verifies tokens: signature by a known key, issuer, audience, expiry, and a subject that is a user id. */
final class TokenVerifier {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int MAX_LENGTH = 8_192;
    private static final int KEYS_UNAVAILABLE = 503;

    /** How long a verified token is taken without being verified again: after it, a key that was withdrawn is noticed. */
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final InstantSource clock;
    private final Map<String, Verified> verified = new ConcurrentHashMap<>();

    TokenVerifier(JWKSource<SecurityContext> keys, String issuer, String audience, InstantSource clock) {
        this.clock = clock;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new ClaimsVerifier(issuer, audience, clock));
    }

    /** Tells the time by the clock that everything else goes by, not by the machine's. */
    private static final class ClaimsVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        ClaimsVerifier(String issuer, String audience, InstantSource clock) {
            super(audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp", "aud"));
            this.clock = clock;
            setMaxClockSkew(0);
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    /**
     * What a verified token says.
     *
     * @param verifiedAgain from when it is verified again before it is taken
     */
    private record Verified(Principal principal, Instant expires, Instant verifiedAgain) {}

    /** Who a token speaks for; a token that was verified is remembered for {@link #REMEMBERED}, or until it expires. */
    Principal verify(String token) {
        Instant now = clock.instant();
        Verified known = verified.get(token);
        if (known == null || !now.isBefore(known.verifiedAgain())) {
            known = verifyAgain(token, known, now);
            remember(token, known);
        }
        if (!now.isBefore(known.expires())) {
            throw new ProblemException(Problem.unauthenticated("the token has expired"));
        }
        return known.principal();
    }

    /** While the provider's keys cannot be read, what was verified before still holds. */
    private Verified verifyAgain(String token, @Nullable Verified before, Instant now) {
        try {
            return check(token, now);
        } catch (ProblemException refused) {
            if (before == null || refused.problem().status() != KEYS_UNAVAILABLE) {
                throw refused;
            }
            return before;
        }
    }

    private void remember(String token, Verified found) {
        if (verified.size() >= MOST_REMEMBERED) {
            verified.clear();
        }
        verified.put(token, found);
    }

    private Verified check(String token, Instant now) {
        if (token.length() > MAX_LENGTH) {
            throw new ProblemException(Problem.unauthenticated("the token is too long"));
        }
        try {
            SignedJWT signed = SignedJWT.parse(token);
            Claims claims = Claims.read(signed.getPayload().toBytes());
            JWTClaimsSet unused = processor.process(signed, null);
            return new Verified(claims.principal(), claims.expires(), now.plus(REMEMBERED));
        } catch (KeySourceException away) {
            // Without the provider's keys it cannot be told whether the token is good.
            throw new ProblemException(Problem.unavailable(
                    "unavailable", "Try again", "the keys of the identity provider cannot be read now"));
        } catch (ParseException | BadJOSEException | JOSEException | RuntimeException refused) {
            // The library has thrown unchecked exceptions for a claim of a wrong type, and a client can send any claim.
            throw new ProblemException(Problem.unauthenticated("the token is not valid"));
        }
    }
}
