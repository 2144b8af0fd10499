package keiba.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.adapter.http.Served.Answer;
import keiba.application.failure.ServerUnavailable;
import keiba.application.fake.HandClock;
import keiba.application.fake.Samples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an identity provider whose keys are read over HTTP. */
@Timeout(120)
class IdentityProviderTest {
    private static final String ISSUER = "https://id.example/realms/racing";
    private static final String AUDIENCE = "keiba-api";
    private static final ECKey KEY = ec("first", Curve.P_256);
    private static final ECKey NEXT = ec("next", Curve.P_256);
    private static final ECKey STRANGER = ec("stranger", Curve.P_256);
    private static final RSAKey RSA = rsa("rsa");
    private static final Duration TOLERANCE = Duration.ofMinutes(30);

    private final ProviderServer provider = new ProviderServer();
    private @Nullable Served served;
    private @Nullable Tokens tokens;

    @BeforeEach
    void publish() {
        publish(KEY, RSA);
    }

    @AfterEach
    void stop() {
        if (served != null) {
            served.close();
        }
        provider.close();
    }

    private static ECKey ec(String keyId, Curve curve) {
        return made(() -> new ECKeyGenerator(curve).keyID(keyId).generate());
    }

    private static RSAKey rsa(String keyId) {
        return made(() -> new RSAKeyGenerator(2_048).keyID(keyId).generate());
    }

    private static <T> T made(Callable<T> key) {
        try {
            return key.call();
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void publish(JWK... keys) {
        provider.publish(new JWKSet(Arrays.asList(keys)).toString());
    }

    private Served serve() {
        return serve(TokenRules.DEFAULT_LEEWAY, ClaimNames.DEFAULT);
    }

    private Served serve(Duration leeway, ClaimNames claims) {
        TokenRules rules = new TokenRules(ISSUER, AUDIENCE, leeway, claims);
        Served started = new Served(clock -> open(rules, clock));
        served = started;
        return started;
    }

    private Tokens open(TokenRules rules, InstantSource clock) {
        tokens = Tokens.of(provider.address(), rules, TOLERANCE, clock);
        return tokens;
    }

    private Served running() {
        return served == null ? serve() : served;
    }

    private Tokens accepted() {
        Served unused = running();
        if (tokens == null) {
            throw new AssertionError();
        }
        return tokens;
    }

    private HandClock clock() {
        return running().world().clock();
    }

    private Answer ask(String token) {
        return running().get("/v1/account", token);
    }

    private void assertAccepted(String token) {
        Answer answer = ask(token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private void assertRefused(String token) {
        ask(token).assertProblem(401, "unauthenticated");
    }

    private void assertUnavailable(String token) {
        Answer answer = ask(token);
        answer.assertProblem(503, "unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    /** Returns valid claims as JSON with some of them changed; an empty value removes a claim. */
    private static String claims(Map<String, String> changed) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("sub", "\"12345\"");
        claims.put("iss", "\"" + ISSUER + "\"");
        claims.put("aud", "[\"other\",\"" + AUDIENCE + "\"]");
        claims.put("exp", Long.toString(Samples.NOW.getEpochSecond() + 86_400));
        claims.put("roles", "[\"bettor\"]");
        claims.putAll(changed);
        return claims.entrySet().stream()
                .filter(claim -> !claim.getValue().isEmpty())
                .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String with(String claim, String value) {
        return token(KEY, claims(Map.of(claim, value)));
    }

    private static String token(ECKey key) {
        return token(key, claims(Map.of()));
    }

    private static String token(ECKey key, String claims) {
        return token(key, claims, header -> header);
    }

    private static String token(ECKey key, String claims, UnaryOperator<JWSHeader.Builder> header) {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()),
                header,
                () -> new ECDSASigner(key),
                claims);
    }

    private static String sign(
            JWSHeader.Builder header,
            UnaryOperator<JWSHeader.Builder> change,
            Callable<JWSSigner> signer,
            String claims) {
        JWSObject token = new JWSObject(change.apply(header).build(), new Payload(claims));
        try {
            token.sign(made(signer));
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
        return token.serialize();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "application/jwt", "at+jwt", "AT+JWT", "application/at+jwt"})
    void accepts_a_token_with_the_type_jwt_or_access_token(String type) {
        assertAccepted(token(KEY, claims(Map.of()), header -> header.type(new JOSEObjectType(type))));
    }

    @Test
    void accepts_a_token_without_a_type() {
        assertAccepted(token(KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JOSE", "logout+jwt", "dpop+jwt", "secevent+jwt", "at+jwt ", "at", "x"})
    void refuses_a_token_of_another_type(String type) {
        assertRefused(token(KEY, claims(Map.of()), header -> header.type(new JOSEObjectType(type))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void verifies_every_rsa_signature_algorithm_of_jwts(String algorithm) {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(RSA.getKeyID());
        assertAccepted(sign(header, same -> same, () -> new RSASSASigner(RSA), claims(Map.of())));
        assertRefused(sign(header, same -> same, () -> new RSASSASigner(rsa("rsa")), claims(Map.of())));
    }

    @Test
    void verifies_signatures_with_the_curves_p384_and_p521() {
        ECKey key384 = ec("384", Curve.P_384);
        ECKey key521 = ec("521", Curve.P_521);
        publish(key384, key521);
        JWSHeader.Builder es384 = new JWSHeader.Builder(JWSAlgorithm.ES384).keyID("384");
        JWSHeader.Builder es512 = new JWSHeader.Builder(JWSAlgorithm.ES512).keyID("521");
        assertAccepted(sign(es384, same -> same, () -> new ECDSASigner(key384), claims(Map.of())));
        assertAccepted(sign(es512, same -> same, () -> new ECDSASigner(key521), claims(Map.of())));
    }

    @Test
    void a_token_without_a_key_id_is_verified_with_any_published_key_of_its_type() {
        publish(NEXT, KEY);
        assertAccepted(token(KEY, claims(Map.of()), header -> header.keyID(null)));
        assertRefused(token(STRANGER, claims(Map.of()), header -> header.keyID(null)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 300})
    void applies_the_leeway_before_and_after_the_validity_of_a_token(int leeway) {
        Served started = serve(Duration.ofSeconds(leeway), ClaimNames.DEFAULT);
        HandClock clock = started.world().clock();
        long from = Samples.NOW.getEpochSecond() + 1_000;
        long until = from + 1_000;
        String token = token(KEY, claims(Map.of("nbf", Long.toString(from), "exp", Long.toString(until))));
        String second =
                token(KEY, claims(Map.of("nbf", Long.toString(from), "exp", Long.toString(until), "jti", "\"2\"")));
        clock.advance(Duration.ofSeconds(1_000L - leeway).minusMillis(1));
        assertRefused(token);
        clock.advance(Duration.ofMillis(2));
        assertAccepted(token);
        clock.advance(Duration.ofSeconds(1_000L + 2L * leeway).minusMillis(2));
        assertAccepted(token);
        assertAccepted(second);
        clock.advance(Duration.ofMillis(1));
        assertRefused(token);
        assertRefused(second);
    }

    private static ClaimNames names(String user, String roles, String prefix) {
        return new ClaimNames(ClaimPath.parse(user), ClaimPath.parse(roles), prefix);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "sub|realm_access.roles||{\"roles\":[\"offline_access\",\"bettor\"]}|realm_access",
                "sub|resource_access.\"my.client\".roles||{\"my.client\":{\"roles\":[\"bettor\"]}}|resource_access",
                "sub|scope||\"openid bettor  profile\"|scope",
                "sub|scope|keiba:|\"openid keiba:bettor keiba:nothing\"|scope",
                "sub|scp|keiba.|\"keiba.bettor\"|scp",
                "sub|roles|Keiba-|[\"Keiba-bettor\",\"operator\"]|roles",
                "sub|https://example.com/roles||[\"bettor\"]|https://example.com/roles",
                "https://example.com/user|roles||12345|https://example.com/user",
                "ext.user.number|roles||{\"user\":{\"number\":\"12345\"}}|ext",
                "employee_number|roles||12345|employee_number",
                "sub|roles||[\"bettor\",\"bettor\"]|roles"
            })
    void reads_the_user_and_the_roles_from_the_configured_claims(
            String user, String roles, @Nullable String prefix, String value, String claim) {
        Served started = serve(Duration.ZERO, names(user, roles, prefix == null ? "" : prefix));
        Map<String, String> changed = new LinkedHashMap<>();
        if (!user.equals("sub")) {
            changed.put("sub", "\"0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0\"");
        }
        changed.put("roles", roles.equals("roles") ? "[\"bettor\"]" : "");
        changed.put(claim, value);
        String token = token(KEY, claims(changed));
        Answer answer = ask(token);
        assertThat(answer.json(200).get("user_id").longValue()).isEqualTo(12_345);
        started.post("/v1/races", token, "{}").assertProblem(403, "forbidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "realm_access.roles||realm_access|{}",
                "realm_access.roles||realm_access|",
                "realm_access.roles||realm_access.roles|[\"bettor\"]",
                "\"realm_access.roles\"||realm_access|{\"roles\":[\"bettor\"]}",
                "roles|keiba:|roles|[\"bettor\"]",
                "roles|keiba:|roles|[\"KEIBA:bettor\",\"keiba: bettor\",\"keiba:\",\"keiba:keiba:bettor\"]",
                "scope||scope|\"\"",
                "scope||scope|\"bettor,operator\"",
                "scope||scope|\"\\u00a0bettor\\tbettor\\nbettor\"",
                "scope||scope|\"Bettor\"",
                "scope||scope|[\"bettor operator\"]"
            })
    void unknown_role_names_grant_nothing(String roles, @Nullable String prefix, String claim, @Nullable String value) {
        Served unused = serve(Duration.ZERO, names("sub", roles, prefix == null ? "" : prefix));
        Map<String, String> changed = new LinkedHashMap<>(Map.of("roles", ""));
        changed.put(claim, value == null ? "" : value);
        ask(token(KEY, claims(changed))).assertProblem(403, "forbidden");
    }

    @Test
    void refuses_configured_claims_of_a_wrong_type() {
        Served unused = serve(Duration.ZERO, names("user.id", "realm_access.roles", ""));
        String deep = "{\"a\":".repeat(40) + "1" + "}".repeat(40);
        List<String> users = List.of(
                "",
                "7",
                "\"12345\"",
                "[12345]",
                "{}",
                "{\"id\":null}",
                "{\"id\":true}",
                "{\"id\":12345.0}",
                "{\"id\":1e3}",
                "{\"id\":-1}",
                "{\"id\":0}",
                "{\"id\":9007199254740992}",
                "{\"id\":\"012345\"}",
                "{\"id\":\" 12345\"}",
                "{\"id\":\"\"}",
                "{\"id\":[12345]}",
                "{\"id\":{}}",
                "{\"id\":12345,\"id\":1}",
                "{\"id\":" + "9".repeat(90) + "}",
                deep);
        for (String user : users) {
            Answer answer = ask(token(KEY, claims(Map.of("user", user, "realm_access", "{\"roles\":[\"bettor\"]}"))));
            assertThat(answer.status()).as(user).isEqualTo(401);
        }
        for (String roles : List.of(
                "7",
                "null",
                "true",
                "\"roles\"",
                "[\"bettor\"]",
                "{\"roles\":7}",
                "{\"roles\":null}",
                "{\"roles\":{}}",
                "{\"roles\":[7]}",
                "{\"roles\":[[\"bettor\"]]}",
                deep)) {
            Answer answer = ask(token(KEY, claims(Map.of("user", "{\"id\":12345}", "realm_access", roles))));
            assertThat(answer.status()).as(roles).isEqualTo(401);
        }
    }

    @Test
    void the_answer_says_in_a_short_ascii_text_why_a_token_is_refused() {
        assertThat(ask(with("aud", "\"other\"")).json(401).get("detail").textValue())
                .contains("aud");
        assertThat(ask(with("sub", "\"0f1e2d3c\"")).json(401).get("detail").textValue())
                .contains("the claim sub is not a user id");
        for (String issuer : List.of(
                "x".repeat(5_000),
                "\\ud83d\\ude00".repeat(400),
                "x" + "\\ud83d\\ude00".repeat(400),
                "\\ud800",
                "\\u0000\\u202e<script>")) {
            Answer answer = ask(with("iss", "\"" + issuer + "\""));
            answer.assertProblem(401, "unauthenticated");
            assertThat(answer.text()).hasSizeLessThan(600).matches("[\\x20-\\x7e]+");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iss|\"https://id.example/realms/other\"",
                "iss|\"https://id.example/realms/racing/\"",
                "iss|",
                "iss|null",
                "aud|\"other\"",
                "aud|[]",
                "aud|",
                "aud|[\"keiba-api \"]",
                "aud|\"KEIBA-API\"",
                "exp|",
                "exp|1",
                "nbf|4102444800",
                "sub|"
            })
    void does_not_ask_the_provider_for_keys_because_of_a_token_with_invalid_claims(
            String claim, @Nullable String value) {
        String claims = claims(Map.of(claim, value == null ? "" : value));
        assertRefused(token(KEY, claims));
        assertRefused(token(STRANGER, claims));
        assertThat(provider.requests()).isZero();
    }

    @Test
    void ignores_keys_and_key_addresses_inside_a_token() {
        ProviderServer attacker = new ProviderServer();
        try (attacker) {
            attacker.publish(new JWKSet(STRANGER).toString());
            List<UnaryOperator<JWSHeader.Builder>> headers = List.of(
                    header -> header.jwk(STRANGER.toPublicJWK()),
                    header -> header.jwkURL(attacker.address()),
                    header -> header.x509CertURL(attacker.address()),
                    header -> header.x509CertChain(List.of(Base64.encode("certificate"))),
                    header -> header.jwk(STRANGER.toPublicJWK()).keyID(KEY.getKeyID()),
                    header -> header.jwkURL(attacker.address()).keyID(KEY.getKeyID()),
                    header -> header.jwkURL(attacker.address()).keyID(null));
            headers.forEach(header -> assertRefused(token(STRANGER, claims(Map.of()), header)));
            assertThat(attacker.requests()).isZero();
        }
        assertAccepted(token(KEY, claims(Map.of()), header -> header.jwk(KEY.toPublicJWK())));
    }

    @Test
    void refuses_tokens_with_critical_headers() {
        assertRefused(token(
                KEY,
                claims(Map.of()),
                header -> header.criticalParams(Set.of("exp")).customParam("exp", 1)));
        assertRefused(token(KEY, claims(Map.of()), header -> header.criticalParams(Set.of("unknown"))));
    }

    @Test
    void does_not_use_a_public_key_as_an_hmac_secret() throws JOSEException {
        List<byte[]> secrets = List.of(
                RSA.toPublicJWK().toJSONString().getBytes(UTF_8),
                RSA.toRSAPublicKey().getEncoded(),
                ("-----BEGIN PUBLIC KEY-----\n"
                                + Base64.encode(RSA.toRSAPublicKey().getEncoded()) + "\n-----END PUBLIC KEY-----\n")
                        .getBytes(UTF_8),
                RSA.getModulus().decode());
        for (byte[] secret : secrets) {
            for (JWSAlgorithm algorithm : JWSAlgorithm.Family.HMAC_SHA) {
                JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID(RSA.getKeyID());
                assertRefused(sign(header, same -> same, () -> new MACSigner(secret), claims(Map.of())));
            }
        }
        assertThat(provider.requests()).isZero();
    }

    @Test
    void refuses_a_token_without_a_signature() {
        for (String algorithm : List.of("none", "None", "NONE", "nOnE", "", "ES256", "HS256")) {
            String header = Base64URL.encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"first\"}")
                    .toString();
            String payload = Base64URL.encode(claims(Map.of())).toString();
            for (String signature :
                    List.of("", "AA", "e30", Base64URL.encode(new byte[64]).toString())) {
                assertRefused(header + "." + payload + "." + signature);
            }
            assertRefused(header + "." + payload);
        }
    }

    @Test
    void refuses_malformed_token_headers_and_texts() {
        String payload = Base64URL.encode(claims(Map.of())).toString();
        String signature = token(KEY).substring(token(KEY).lastIndexOf('.'));
        for (String header : List.of(
                "",
                "{}",
                "[]",
                "null",
                "{\"alg\":null}",
                "{\"alg\":7}",
                "{\"alg\":[\"ES256\"]}",
                "{\"alg\":\"ES256\",\"alg\":\"none\"}",
                "{\"alg\":\"ES256\",\"kid\":7}",
                "{\"alg\":\"ES256\",\"kid\":\"" + "x".repeat(5_000) + "\"}",
                "{\"alg\":\"ES256\",\"kid\":\"../../../etc/passwd\"}",
                "{\"alg\":\"ES256\",\"typ\":7}",
                "{\"alg\":\"ES256\",\"crit\":\"b64\",\"b64\":false}",
                "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000),
                "{\"alg\":\"ES256\",\"zip\":\"DEF\"}",
                "{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}")) {
            assertRefused(Base64URL.encode(header) + "." + payload + signature);
        }
        for (String text :
                List.of(".", "..", "...", "....", "a.b", "é.é.é", "-.-.-", " . . ", "%00.%00.%00", "a".repeat(8_000))) {
            Answer answer = ask(text);
            assertThat(answer.status()).as(text).isIn(400, 401);
        }
        assertRefused(token(KEY).replace(".", ".."));
        assertRefused(token(KEY) + ".x");
        assertRefused(token(KEY) + "=");
    }

    @Test
    void answers_503_and_not_401_while_the_provider_has_never_answered() {
        provider.answer(500, "");
        assertUnavailable(token(KEY));
        assertUnavailable(token(STRANGER));
        assertRefused(with("exp", "1"));
        assertThat(accepted().isReady()).isFalse();
        publish(KEY);
        clock().advance(ProviderDocument.BETWEEN_READS);
        assertAccepted(token(KEY));
        assertRefused(token(STRANGER));
        assertThat(accepted().isReady()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "nonsense",
                "{\"keys\":7}",
                "{\"keys\":[{\"kty\":\"EC\"}]}",
                "<html>Sign in</html>"
            })
    void answers_503_while_the_provider_sends_an_unreadable_key_set(String document) {
        provider.answer(200, document);
        assertUnavailable(token(KEY));
    }

    @Test
    void uses_known_keys_while_the_provider_fails_until_the_outage_tolerance_ends() {
        accepted().refresh();
        provider.answer(503, "");
        clock().advance(ProviderDocument.FRESH.plus(TOLERANCE).minusSeconds(1));
        assertThatExceptionOfType(ServerUnavailable.class).isThrownBy(accepted()::refresh);
        assertThat(accepted().isReady()).isTrue();
        assertAccepted(token(KEY));
        assertUnavailable(token(NEXT));
        clock().advance(Duration.ofSeconds(1));
        assertThat(accepted().isReady()).isFalse();
        assertUnavailable(with("jti", "\"not verified before\""));
        publish(KEY);
        clock().advance(ProviderDocument.BETWEEN_READS);
        accepted().refresh();
        assertThat(accepted().isReady()).isTrue();
        assertAccepted(with("jti", "\"not verified before\""));
    }

    @Test
    void loads_a_new_key_at_first_use_and_drops_a_withdrawn_key_later() {
        assertAccepted(token(KEY));
        publish(NEXT);
        clock().advance(ProviderDocument.BETWEEN_READS);
        assertAccepted(token(NEXT));
        assertRefused(with("jti", "\"not verified before\""));
        clock().advance(ProviderDocument.FRESH);
        publish(KEY);
        accepted().refresh();
        assertAccepted(token(KEY));
        assertThat(provider.requests()).isEqualTo(3);
        assertThat(accepted().counts().getFirst().value().getAsLong()).isEqualTo(3);
        assertThat(accepted().keysAgeSeconds()).isZero();
    }

    @Test
    void many_tokens_with_unknown_keys_cause_one_request_to_the_provider() throws Exception {
        assertAccepted(token(KEY));
        int before = provider.requests();
        clock().advance(ProviderDocument.BETWEEN_READS);
        List<String> many = IntStream.range(0, 400)
                .mapToObj(i -> token(STRANGER, claims(Map.of()), header -> header.keyID("unknown-" + i)))
                .toList();
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            many.forEach(token -> answers.add(threads.submit(() -> ask(token).status())));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isIn(401, 503);
        }
        assertThat(provider.requests()).isEqualTo(before + 1);
        assertRefused(many.getLast());
        assertAccepted(token(KEY));
    }

    @Test
    void a_provider_that_does_not_answer_delays_no_token_whose_key_is_known() throws Exception {
        assertAccepted(token(KEY));
        provider.hang();
        clock().advance(ProviderDocument.BETWEEN_READS);
        int before = provider.requests();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> waiting = threads.submit(() -> assertUnavailable(token(STRANGER)));
            while (provider.requests() == before) {
                Thread.onSpinWait();
            }
            assertAccepted(with("jti", "\"not verified before\""));
            waiting.get();
        }
    }
}
