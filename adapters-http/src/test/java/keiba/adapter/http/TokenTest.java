package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.HandClock;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Authentication and authorisation on every path that requires a token. */
class TokenTest {
    @TempDir
    private Path files;

    private Served served;
    private ECKey key;

    @BeforeEach
    void serve() throws IOException, ParseException {
        served = new Served(files);
        key = ECKey.parse(Files.readString(files.resolve("key.json")));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void answers_503_and_not_401_while_the_keys_of_the_provider_cannot_be_read() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        TokenVerifier verifier = Tokens.of(
                        URI.create("http://127.0.0.1:" + closed + "/jwks"),
                        TokenRules.of(Tokens.DEVELOPMENT_ISSUER, Tokens.DEFAULT_AUDIENCE),
                        Tokens.DEFAULT_OUTAGE_TOLERANCE,
                        InstantSource.fixed(Samples.NOW))
                .verifier(InstantSource.fixed(Samples.NOW));
        String token = signed(key, claims());
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(503));
    }

    @Test
    void a_token_whose_key_was_withdrawn_is_refused_5_minutes_after_it_was_verified() throws Exception {
        HandClock clock = new HandClock(Samples.NOW);
        List<JWK> published = new ArrayList<>(List.of(key.toPublicJWK()));
        AtomicBoolean away = new AtomicBoolean();
        TokenVerifier verifier = new TokenVerifier(
                (selector, context) -> {
                    if (away.get()) {
                        throw new KeySourceException("planned");
                    }
                    return selector.select(new JWKSet(published));
                },
                TokenRules.of(Tokens.DEVELOPMENT_ISSUER, Tokens.DEFAULT_AUDIENCE),
                clock);
        String token = signed(key, claims().expirationTime(Date.from(Samples.NOW.plusSeconds(3_600))));
        verifier.verify(token);
        published.clear();
        verifier.verify(token);
        clock.advance(TokenVerifier.REMEMBERED);
        away.set(true);
        verifier.verify(token);
        away.set(false);
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(401));
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("12345")
                .issuer(Tokens.DEVELOPMENT_ISSUER)
                .audience(Tokens.DEFAULT_AUDIENCE)
                .expirationTime(Date.from(Samples.NOW.plusSeconds(60)))
                .claim("roles", List.of("bettor", "operator", "cashier", "auditor"));
    }

    private static String signed(ECKey by, JWTClaimsSet.Builder claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(), claims.build());
        token.sign(new ECDSASigner(by));
        return token.serialize();
    }

    private static ECKey stranger(String keyId) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
    }

    /** A token signed with the public key as if it were a shared secret. */
    private String confused() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims().build());
        token.sign(new MACSigner(key.toPublicJWK().toJSONString()));
        return token.serialize();
    }

    private Map<String, String> refused() throws JOSEException {
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("empty", "");
        tokens.put("nonsense", "nonsense");
        tokens.put("three dots", "a.b.c");
        tokens.put("expired", signed(key, claims().expirationTime(Date.from(Samples.NOW))));
        tokens.put("without expiry", signed(key, claims().expirationTime(null)));
        tokens.put("unsigned", new PlainJWT(claims().build()).serialize());
        tokens.put("signed by a stranger", signed(stranger("stranger"), claims()));
        tokens.put("signed by a stranger under our key's id", signed(stranger(key.getKeyID()), claims()));
        tokens.put("signed with the public key", confused());
        tokens.put("of another issuer", signed(key, claims().issuer("other")));
        tokens.put("for another audience", signed(key, claims().audience("other")));
        tokens.put("without audience", signed(key, claims().audience((String) null)));
        tokens.put("without subject", signed(key, claims().subject(null)));
        tokens.put("of no user id", signed(key, claims().subject("alice")));
        tokens.put("of user 0", signed(key, claims().subject("0")));
        tokens.put("with roles of another shape", signed(key, claims().claim("roles", 7)));
        tokens.put("too long", signed(key, claims().claim("more", "x".repeat(7_000))));
        return tokens;
    }

    /** A correctly signed token whose claims are this JSON. */
    private String signedJson(String claims) throws JOSEException {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), new Payload(claims));
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    /** Returns valid claims with another value for one of them. */
    private static String with(String claim, String json) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("sub", "\"12345\"");
        claims.put("iss", "\"" + Tokens.DEVELOPMENT_ISSUER + "\"");
        claims.put("aud", "\"" + Tokens.DEFAULT_AUDIENCE + "\"");
        claims.put("exp", Long.toString(Samples.NOW.getEpochSecond() + 60));
        claims.put("nbf", Long.toString(Samples.NOW.getEpochSecond() - 1));
        claims.put("iat", Long.toString(Samples.NOW.getEpochSecond()));
        claims.put("roles", "[\"bettor\"]");
        claims.put(claim, json);
        return claims.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> "\"" + each.getKey() + "\":" + each.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void accepts_valid_claims() throws JOSEException {
        for (String claims : List.of(
                with("sub", "\"12345\""),
                with("aud", "[\"other\",\"keiba\"]"),
                with("nbf", ""),
                with("iat", ""),
                with("exp", Samples.NOW.getEpochSecond() + 60 + ".5"),
                with("more", "{\"a\":[null]}"))) {
            assertThat(served.get("/v1/account", signedJson(claims)).status())
                    .as(claims)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "nbf", "iat", "sub", "roles", "aud", "iss"})
    void refuses_a_claim_that_is_null_or_of_a_wrong_type(String claim) throws JOSEException {
        List<String> values = new ArrayList<>(List.of(
                "null", "true", "{}", "[]", "[null]", "[1]", "[[\"keiba\"]]", "{\"a\":1}", "\"\"", "\"x\"", "-1"));
        values.addAll(List.of("1e400", "9".repeat(90), "-" + "9".repeat(40), "[[[[[[[[1]]]]]]]]", "[{\"a\":null}]"));
        if (claim.equals("roles")) {
            values.removeAll(List.of("[]", "\"\"", "\"x\"")); // no role of this service: forbidden
        }
        if (List.of("exp", "sub", "aud", "iss").contains(claim)) {
            values.add("");
        }
        for (String value : values) {
            Answer answer = served.get("/v1/account", signedJson(with(claim, value)));
            assertProblem(claim + " " + value, answer, 401, "unauthenticated");
        }
    }

    @Test
    void refuses_a_duplicate_claim_and_claims_that_are_not_an_object() throws JOSEException {
        String twice = with("sub", "\"12345\"").replaceFirst("\\{", "{\"sub\":\"1\",");
        assertProblem(twice, served.get("/v1/account", signedJson(twice)), 401, "unauthenticated");
        for (String claims : List.of("", "null", "[]", "7", "nonsense", "{", "{}")) {
            assertProblem(claims, served.get("/v1/account", signedJson(claims)), 401, "unauthenticated");
        }
    }

    /** Number parsers would read most of these texts as 12345. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+12345",
                "0000012345",
                "012345",
                " 12345",
                "12345 ",
                "\uFF11\uFF12\uFF13\uFF14\uFF15",
                "\u0661\u0662\u0663\u0664\u0665",
                "1\u06622345",
                "12345.0",
                "12_345",
                "12,345",
                "0x3039",
                "1.2345e4",
                "-12345",
                "12345\u0000",
                "12345L",
                "9007199254740992",
                "99999999999999999999"
            })
    void refuses_other_spellings_of_a_user_id(String subject) throws JOSEException {
        Answer answer = served.get("/v1/account", signed(key, claims().subject(subject)));
        assertProblem(subject, answer, 401, "unauthenticated");
    }

    private List<Endpoint> closed() {
        return served.endpoints().stream()
                .filter(endpoint -> !endpoint.roles().isEmpty())
                .toList();
    }

    private Answer ask(Endpoint endpoint, HttpRequest.Builder request) {
        return served.send(request.header("Content-Type", "application/json")
                .method(endpoint.method().text(), BodyPublishers.ofString("{}")));
    }

    private static String path(Endpoint endpoint) {
        return endpoint.path().replaceAll("\\{\\w+}", "1");
    }

    private static void assertProblem(String tried, Answer answer, int status, String name) {
        assertThat(answer.status()).as(tried).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as(tried).isEqualTo("application/problem+json");
        assertThat(answer.json().get("type").textValue()).as(tried).isEqualTo("urn:keiba:problem:" + name);
    }

    @Test
    void every_protected_path_answers_401_without_a_valid_token() throws JOSEException {
        assertThat(closed()).isNotEmpty();
        for (Endpoint endpoint : closed()) {
            Answer bare = ask(endpoint, served.request(path(endpoint)));
            assertProblem(endpoint.path(), bare, 401, "unauthenticated");
            assertThat(bare.header("WWW-Authenticate")).isEqualTo("Bearer");
            Answer basic = ask(endpoint, served.request(path(endpoint)).header("Authorization", "Basic YTpi"));
            assertProblem(endpoint.path(), basic, 401, "unauthenticated");
            for (Map.Entry<String, String> token : refused().entrySet()) {
                Answer answer = ask(endpoint, served.request(path(endpoint), token.getValue()));
                assertProblem(endpoint.path() + " " + token.getKey(), answer, 401, "unauthenticated");
            }
        }
    }

    @Test
    void every_protected_path_answers_403_to_a_token_without_a_role() throws JOSEException {
        List<String> tokens = List.of(
                signed(key, claims().claim("roles", null)),
                signed(key, claims().claim("roles", List.of())),
                signed(key, claims().claim("roles", "")),
                signed(key, claims().claim("roles", "x BETTOR  admin")),
                signed(key, claims().claim("roles", List.of("BETTOR", "admin"))));
        for (Endpoint endpoint : closed()) {
            for (String token : tokens) {
                assertProblem(endpoint.path(), ask(endpoint, served.request(path(endpoint), token)), 403, "forbidden");
            }
        }
    }

    @Test
    void every_role_opens_exactly_its_own_paths() {
        for (Endpoint endpoint : closed()) {
            for (Role role : Role.values()) {
                Answer answer = ask(endpoint, served.request(path(endpoint), served.token(Samples.ALICE, role)));
                assertThat(answer.status() != 403)
                        .as(role + " " + endpoint.path())
                        .isEqualTo(endpoint.roles().contains(role));
            }
        }
    }

    @Test
    void refuses_a_token_after_it_has_expired() {
        String token = served.token(Samples.ALICE, Role.BETTOR);
        assertThat(served.get("/v1/account", token).status()).isEqualTo(200);
        served.world().clock().advance(Duration.ofHours(1));
        assertProblem("expired", served.get("/v1/account", token), 401, "unauthenticated");
    }

    @Test
    void processes_that_create_the_development_key_at_once_get_the_same_key() throws Exception {
        Path file = files.resolve("new/key.json");
        try (ExecutorService starting = Executors.newFixedThreadPool(8)) {
            List<Future<String>> tokens = starting.invokeAll(Collections.nCopies(
                    8,
                    () -> Tokens.development(file)
                            .issue(Samples.ALICE, List.of(Role.BETTOR), Samples.NOW, Duration.ofHours(1))));
            for (Future<String> token : tokens) {
                assertThat(Tokens.development(file)
                                .verifier(() -> Samples.NOW)
                                .verify(token.get())
                                .user())
                        .isEqualTo(Samples.ALICE);
            }
        }
    }

    @Test
    void only_its_owner_can_read_the_development_key() throws IOException {
        assertThat(Files.getPosixFilePermissions(files.resolve("key.json")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
}
