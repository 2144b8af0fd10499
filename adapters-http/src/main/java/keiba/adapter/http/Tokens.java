package keiba.adapter.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
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
import keiba.application.account.UserId;
import org.jspecify.annotations.Nullable;

/** Whose tokens are accepted; and, with the local development key, a way to make some. */
public final class Tokens {
    /** Who issues tokens that are signed with the development key. */
    public static final String DEVELOPMENT_ISSUER = "keiba-development";

    /** For whom tokens are by default. */
    public static final String DEFAULT_AUDIENCE = "keiba";

    private final JWKSource<SecurityContext> keys;
    private final String issuer;
    private final String audience;
    private final @Nullable ECKey signingKey;

    private Tokens(JWKSource<SecurityContext> keys, String issuer, String audience, @Nullable ECKey signingKey) {
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.signingKey = signingKey;
    }

    /**
     * Tokens of an identity provider.
     *
     * @param jwks where its public keys are: a file, or an http(s) address that is asked again when keys change
     * @throws IllegalArgumentException if a file does not hold a JWK set
     */
    public static Tokens of(URI jwks, String issuer, String audience) {
        try {
            JWKSource<SecurityContext> keys = "file".equals(jwks.getScheme())
                    ? new ImmutableJWKSet<>(JWKSet.load(Path.of(jwks).toFile()))
                    : JWKSourceBuilder.create(jwks.toURL()).retrying(true).build();
            return new Tokens(keys, issuer, audience, null);
        } catch (IOException | ParseException | IllegalArgumentException unreadable) {
            String place = "file".equals(jwks.getScheme()) ? jwks.getPath() : String.valueOf(jwks.getHost());
            throw new IllegalArgumentException("no JWK set at " + place + " (jwt.jwks)");
        }
    }

    /** Tokens signed with the development key that is kept in this file, and made when it is missing. */
    public static Tokens development(Path keyFile) {
        ECKey key = DevelopmentKey.in(keyFile);
        return new Tokens(
                new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())), DEVELOPMENT_ISSUER, DEFAULT_AUDIENCE, key);
    }

    /** Whether tokens can be made here. */
    public boolean canIssue() {
        return signingKey != null;
    }

    /**
     * Makes a token.
     *
     * @throws IllegalStateException unless these are the development key's tokens
     */
    public String issue(UserId user, Collection<Role> roles, Instant now, Duration valid) {
        ECKey key = signingKey;
        if (key == null) {
            throw new IllegalStateException("tokens of " + issuer + " are made elsewhere");
        }
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(user.toString())
                .issuer(issuer)
                .audience(audience)
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
            throw new IllegalStateException("cannot sign", impossible);
        }
    }

    TokenVerifier verifier(InstantSource clock) {
        return new TokenVerifier(keys, issuer, audience, clock);
    }
}
