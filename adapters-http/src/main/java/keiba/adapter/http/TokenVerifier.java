package keiba.adapter.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
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
import java.util.regex.Pattern;
import keiba.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Verifies tokens: signature by a known key, issuer, audience, times, and a claim that is a user id. */
final class TokenVerifier {
    /** The accepted algorithms: those whose signatures are verified with a public key. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512);

    /**
     * The accepted types. RFC 7519 recommends JWT, which many providers omit; an access token according to RFC 9068 has
     * the type at+jwt.
     */
    private static final JOSEObjectTypeVerifier<SecurityContext> TYPES = new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT,
            new JOSEObjectType("application/jwt"),
            new JOSEObjectType("at+jwt"),
            new JOSEObjectType("application/at+jwt"),
            null);

    /**
     * The form of a signed token. Without this check the library would ignore invalid characters, so that one token
     * would have many texts.
     */
    private static final Pattern SIGNED = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");
    private static final int MOST_REMEMBERED = 10_000;
    private static final int MAX_LENGTH = 8_192;
    private static final int KEYS_UNAVAILABLE = 503;

    /** The largest number of characters of a reason that are shown, because a reason may contain a claim of any length. */
    private static final int MOST_SHOWN = 300;

    /**
     * The time for which a verified token is accepted without another verification. After this time the withdrawal of a
     * key takes effect.
     */
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final ClaimsVerifier claimsVerifier;
    private final TokenRules rules;
    private final InstantSource clock;
    private final Map<String, Verified> verified = new ConcurrentHashMap<>();

    TokenVerifier(JWKSource<SecurityContext> keys, TokenRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        claimsVerifier = new ClaimsVerifier(rules, clock);
        processor.setJWSTypeVerifier(TYPES);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(claimsVerifier);
    }

    /** Verifies the times of claims by the service's clock instead of the machine's. */
    private static final class ClaimsVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        ClaimsVerifier(TokenRules rules, InstantSource clock) {
            super(
                    rules.audience(),
                    new JWTClaimsSet.Builder().issuer(rules.issuer()).build(),
                    Set.of("exp", "aud"));
            this.clock = clock;
            setMaxClockSkew((int) rules.leeway().toSeconds());
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    /**
     * The contents of a verified token.
     *
     * @param verifiedAgain the time from which on it must be verified again
     */
    private record Verified(Principal principal, Instant expires, Instant verifiedAgain) {}

    /** Returns the principal of a token. A verified token is remembered for {@link #REMEMBERED}, or until it expires. */
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

    /** Verifies a token again. While the provider's keys cannot be read, an earlier verification remains valid. */
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

    /**
     * Verifies a token. The claims are verified before the signature, so that a token that cannot be accepted anyway
     * never causes a request to the identity provider.
     */
    private Verified check(String token, Instant now) {
        if (token.length() > MAX_LENGTH) {
            throw invalid("it has more than " + MAX_LENGTH + " characters");
        }
        if (!SIGNED.matcher(token).matches()) {
            throw invalid("it must consist of three parts in base64url, separated by dots");
        }
        try {
            SignedJWT signed = SignedJWT.parse(token);
            Claims claims = Claims.read(signed.getPayload().toBytes(), rules.claims());
            claimsVerifier.verify(signed.getJWTClaimsSet(), null);
            JWTClaimsSet unused = processor.process(signed, null);
            return new Verified(claims.principal(), claims.expires().plus(rules.leeway()), now.plus(REMEMBERED));
        } catch (KeySourceException away) {
            // Without the provider's keys the token cannot be verified.
            throw new ProblemException(Problem.unavailable(
                    ProblemType.UNAVAILABLE,
                    "The service is temporarily unavailable",
                    "the keys of the identity provider cannot be read at the moment"));
        } catch (BadJOSEException | WireException | IllegalArgumentException refused) {
            throw invalid(String.valueOf(refused.getMessage()));
        } catch (ParseException | JOSEException | RuntimeException refused) {
            // The library may throw unchecked exceptions for a claim of a wrong type, and a client can send any claim.
            throw invalid("it cannot be read");
        }
    }

    /**
     * Returns the reason for an operator who connects an identity provider. It reveals nothing to the client, which has
     * the token. The part of the token in a reason may contain invalid Unicode.
     */
    private static ProblemException invalid(String why) {
        String shown = why.length() > MOST_SHOWN ? why.substring(0, MOST_SHOWN) + "..." : why;
        return new ProblemException(Problem.unauthenticated(
                "the token is not valid: " + UNPRINTABLE.matcher(shown).replaceAll("?")));
    }
}
