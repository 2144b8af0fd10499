package keiba.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test provider is as strict as a real one, so that a login that works with it works with others. */
class TestIdentityProviderTest {
    private static final String BACK = "http://127.0.0.1:1/";
    private static final String VERIFIER = "v".repeat(43);

    private final TestIdentityProvider provider = new TestIdentityProvider();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void register() {
        provider.register(BACK);
    }

    @AfterEach
    void stop() {
        client.close();
        provider.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private JsonNode read(String path) throws Exception {
        return new ObjectMapper()
                .readTree(send(HttpRequest.newBuilder(URI.create(provider.origin() + path)))
                        .body());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> asking() {
        return new HashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                TestIdentityProvider.CLIENT_ID,
                "redirect_uri",
                BACK,
                "scope",
                "openid",
                "state",
                "s".repeat(43),
                "nonce",
                "n".repeat(43),
                "code_challenge",
                TestIdentityProvider.challenge(VERIFIER),
                "code_challenge_method",
                "S256"));
    }

    private HttpResponse<String> authorize(Map<String, String> asked) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(provider.origin() + "/authorize?" + form(asked))));
    }

    /** The fields that the provider adds to the client's address. */
    private Map<String, String> told(Map<String, String> asked) throws Exception {
        HttpResponse<String> response = authorize(asked);
        assertThat(response.statusCode()).isEqualTo(302);
        String location = response.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(BACK + "?");
        return Arrays.stream(URI.create(location).getQuery().split("&", -1))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    }

    private Map<String, String> giving(String code) {
        return new HashMap<>(Map.of(
                "grant_type", "authorization_code",
                "client_id", TestIdentityProvider.CLIENT_ID,
                "redirect_uri", BACK,
                "code", code,
                "code_verifier", VERIFIER));
    }

    private HttpResponse<String> exchange(Map<String, String> given) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(provider.origin() + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", BACK.substring(0, BACK.length() - 1))
                .POST(BodyPublishers.ofString(form(given))));
    }

    // The JDK's HTTP client may not set Origin otherwise.
    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "origin");
    }

    @Test
    void publishes_its_endpoints_in_the_discovery_document() throws Exception {
        JsonNode document = read("/racing/.well-known/openid-configuration");
        assertThat(document.get("issuer").textValue()).isEqualTo(provider.issuer());
        for (String endpoint :
                List.of("authorization_endpoint", "token_endpoint", "end_session_endpoint", "jwks_uri")) {
            assertThat(document.get(endpoint).textValue()).startsWith(provider.origin() + "/");
        }
        assertThat(provider.requests()).containsExactly("GET /racing/.well-known/openid-configuration");
    }

    @Test
    void exchanges_a_code_once_for_tokens_signed_with_a_published_key() throws Exception {
        provider.setUser(777, "bettor", "operator");
        Map<String, String> told = told(asking());
        assertThat(told).containsEntry("state", "s".repeat(43)).containsEntry("iss", provider.issuer());
        String code = told.getOrDefault("code", "");
        HttpResponse<String> response = exchange(giving(code));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("http://127.0.0.1:1");
        JsonNode tokens = new ObjectMapper().readTree(response.body());
        assertThat(tokens.get("token_type").textValue()).isEqualTo("Bearer");
        SignedJWT access = verified(tokens.get("access_token").textValue());
        assertThat(access.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(access.getJWTClaimsSet().getSubject()).isEqualTo("777");
        assertThat(access.getJWTClaimsSet().getAudience()).containsExactly(TestIdentityProvider.AUDIENCE);
        assertThat(access.getJWTClaimsSet().getClaim("realm_access"))
                .isEqualTo(Map.of("roles", List.of("bettor", "operator")));
        SignedJWT id = verified(tokens.get("id_token").textValue());
        assertThat(id.getJWTClaimsSet().getStringClaim("nonce")).isEqualTo("n".repeat(43));
        assertThat(id.getJWTClaimsSet().getAudience()).containsExactly(TestIdentityProvider.CLIENT_ID);
        assertThat(exchange(giving(code)).body()).contains("invalid_grant");
    }

    private SignedJWT verified(String token) throws Exception {
        SignedJWT signed = SignedJWT.parse(token);
        ECKey key = (ECKey) JWKSet.parse(read("/keys").toString())
                .getKeyByKeyId(signed.getHeader().getKeyID());
        assertThat(signed.verify(new ECDSAVerifier(key))).isTrue();
        return signed;
    }

    @ParameterizedTest
    @CsvSource({
        "client_id,another",
        "client_id,''",
        "redirect_uri,http://127.0.0.1:1/other",
        "redirect_uri,https://evil.example/"
    })
    void refuses_to_redirect_to_an_address_that_is_not_registered(String field, String wrong) throws Exception {
        Map<String, String> asked = asking();
        asked.put(field, wrong);
        assertThat(authorize(asked).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "response_type,token,unsupported_response_type",
        "scope,profile,invalid_scope",
        "code_challenge_method,plain,invalid_request",
        "code_challenge,short,invalid_request",
        "state,'',invalid_request",
        "nonce,'',invalid_request"
    })
    void refuses_a_login_with_a_missing_or_wrong_parameter(String field, String wrong, String error) throws Exception {
        Map<String, String> asked = asking();
        asked.put(field, wrong);
        assertThat(told(asked)).containsEntry("error", error).doesNotContainKey("code");
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type,password,unsupported_grant_type",
        "client_id,another,invalid_client",
        "code,unknown,invalid_grant",
        "redirect_uri,http://127.0.0.1:1/other,invalid_grant",
        "code_verifier,another,invalid_grant",
        "code_verifier,'',invalid_grant"
    })
    void refuses_to_exchange_a_code_with_a_wrong_parameter(String field, String wrong, String error) throws Exception {
        Map<String, String> given = giving(told(asking()).getOrDefault("code", ""));
        given.put(field, wrong);
        HttpResponse<String> response = exchange(given);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(error);
    }

    @Test
    void refuses_logins_answers_503_and_rotates_its_key_on_request() throws Exception {
        String before = provider.accessToken(1, "bettor");
        assertThat(verified(before).getJWTClaimsSet().getSubject()).isEqualTo("1");
        provider.rotateKey();
        assertThat(read("/keys").toString())
                .doesNotContain(SignedJWT.parse(before).getHeader().getKeyID());
        provider.refuse("access_denied");
        assertThat(told(asking())).containsEntry("error", "access_denied");
        provider.setAway(true);
        assertThat(authorize(asking()).statusCode()).isEqualTo(503);
        provider.setAway(false);
        assertThat(authorize(asking()).statusCode()).isEqualTo(302);
    }

    @Test
    void redirects_to_the_registered_address_after_a_logout() throws Exception {
        String path = "/logout?"
                + form(Map.of("client_id", TestIdentityProvider.CLIENT_ID, "post_logout_redirect_uri", BACK));
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(provider.origin() + path)));
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).hasValue(BACK);
        HttpResponse<String> wrong =
                send(HttpRequest.newBuilder(URI.create(provider.origin() + "/logout?client_id=x")));
        assertThat(wrong.statusCode()).isEqualTo(400);
    }
}
