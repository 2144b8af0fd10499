package keiba.adapter.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import keiba.application.caller.UserId;
import org.jspecify.annotations.Nullable;

/** The keys and rules for accepting tokens. With the local development key this class also issues tokens. */
public final class Tokens {
    /** The issuer of tokens that are signed with the development key. */
    public static final String DEVELOPMENT_ISSUER = "keiba-development";

    /** The default audience of tokens. */
    public static final String DEFAULT_AUDIENCE = "keiba";

    /** The default time for which the keys of an identity provider are used after it has stopped answering. */
    public static final Duration DEFAULT_OUTAGE_TOLERANCE = Duration.ofHours(1);

    private final JWKSource<SecurityContext> keys;
    private final TokenRules rules;
    private final @Nullable ProviderDocument<JWKSet> published;
    private final @Nullable ECKey signingKey;

    private Tokens(
            JWKSource<SecurityContext> keys,
            TokenRules rules,
            @Nullable ProviderDocument<JWKSet> published,
            @Nullable ECKey signingKey) {
        this.keys = keys;
        this.rules = rules;
        this.published = published;
        this.signingKey = signingKey;
    }

    /**
     * Returns the tokens of an identity provider. Its keys are read when they are first needed, and by {@link
     * #refresh}.
     *
     * @param jwks the location of its public keys: a file, which is read only now, or an http(s) address
     * @param outageTolerance the time for which the keys of an address are still used if it no longer answers
     * @throws IllegalArgumentException if a file does not contain a JWK set
     */
    public static Tokens of(URI jwks, TokenRules rules, Duration outageTolerance, InstantSource clock) {
        if ("file".equals(jwks.getScheme())) {
            return new Tokens(new ImmutableJWKSet<>(load(Path.of(jwks))), rules, null, null);
        }
        ProviderDocument<JWKSet> published =
                new ProviderDocument<>("keys", jwks, JWKSet::parse, outageTolerance, clock);
        return new Tokens(new ProviderKeys(published), rules, published, null);
    }

    private static JWKSet load(Path file) {
        try {
            return JWKSet.load(file.toFile());
        } catch (IOException | ParseException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("jwt.jwks: the file " + file + " does not contain a JWK set");
        }
    }

    /**
     * Returns the tokens that are signed with the development key in this file, which is created if it is missing. They
     * are issued on this machine, so no clock difference is allowed.
     */
    public static Tokens development(Path keyFile) {
        ECKey key = DevelopmentKey.in(keyFile);
        TokenRules rules = new TokenRules(DEVELOPMENT_ISSUER, DEFAULT_AUDIENCE, Duration.ZERO, ClaimNames.DEFAULT);
        return new Tokens(new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())), rules, null, key);
    }

    /** Returns whether this process can issue tokens. */
    public boolean canIssue() {
        return signingKey != null;
    }

    /**
     * Issues a token.
     *
     * @throws IllegalStateException if there is no development key
     */
    public String issue(UserId user, Collection<Role> roles, Instant now, Duration valid) {
        ECKey key = signingKey;
        if (key == null) {
            throw new IllegalStateException("this service cannot issue tokens of " + rules.issuer());
        }
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(user.toString())
                .issuer(rules.issuer())
                .audience(rules.audience())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(valid)))
                .claim("roles", roles.stream().map(Role::claim).sorted().toList())
                .build();
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the token cannot be signed", impossible);
        }
    }

    /** Returns whether keys are known or can be read; without keys no token can be verified. */
    public boolean isReady() {
        return published == null || published.known().isPresent();
    }

    /** Returns whether the keys are read over HTTP, so that {@link #refresh} must be called repeatedly. */
    public boolean areRefreshed() {
        return published != null;
    }

    /**
     * Reads the keys of the identity provider again if that is due.
     *
     * @throws keiba.application.failure.ServerUnavailable if the provider did not answer the last time that it was asked
     */
    public void refresh() {
        if (published != null) {
            published.refresh();
        }
    }

    /** Returns how long ago the keys of the identity provider were read, in seconds; not a number if they have never been read. */
    public double keysAgeSeconds() {
        return published == null ? Double.NaN : published.ageSeconds();
    }

    /** Returns the metrics that count the requests for the keys of the identity provider. */
    public List<Observed.Count> counts() {
        return published == null ? List.of() : published.counts();
    }

    TokenRules rules() {
        return rules;
    }

    TokenVerifier verifier(InstantSource clock) {
        return new TokenVerifier(keys, rules, clock);
    }
}
