package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.HandClock;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The login configuration of the page, and the servers to which its scripts may send requests. */
@Timeout(60)
class PageLoginTest {
    private static final String PATH = "/page/config.json";
    private static final String ID = "https://id.example";

    @TempDir
    private Path files;

    private final ProviderServer provider = new ProviderServer();

    @AfterEach
    void stop() {
        provider.close();
    }

    private Served serve(Optional<LoginSettings> login) {
        return new Served(files, new PageSettings(true, Optional.empty(), Optional.of("rehearsal"), login));
    }

    private Served serve(LoginEndpoints endpoints) {
        return serve(Optional.of(new LoginSettings(
                URI.create(ID + "/racing"), "page", "openid roles", Optional.of("keiba"), Optional.of(endpoints))));
    }

    private URI issuer() {
        String address = provider.address().toString();
        return URI.create(address.substring(0, address.lastIndexOf('/')) + "/racing");
    }

    private Served serveDiscovered() {
        return serve(Optional.of(new LoginSettings(issuer(), "page", "openid", Optional.empty(), Optional.empty())));
    }

    private static String document(Object issuer, String authorization, String token) {
        return "{\"issuer\":\"" + issuer + "\",\"authorization_endpoint\":\"" + authorization
                + "\",\"token_endpoint\":\"" + token + "\",\"jwks_uri\":\"" + ID
                + "/keys\",\"code_challenge_methods_supported\":[\"S256\"]}";
    }

    private static void assertConnects(Served served, String sources) {
        for (String path : new String[] {"/", "/page/js/start.js", PATH}) {
            assertThat(served.get(path).header("Content-Security-Policy"))
                    .isEqualTo(
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src "
                                    + sources
                                    + "; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        }
        for (String path : new String[] {"/v1/races/1", "/docs/", "/openapi.yaml", "/nothing"}) {
            assertThat(served.get(path).header("Content-Security-Policy")).doesNotContain("example", "127.0.0.1");
        }
    }

    @Test
    void without_a_provider_the_configuration_offers_demo_tokens() {
        try (Served served = serve(Optional.empty())) {
            Answer answer = served.get(PATH);
            assertThat(answer.json(200).toString())
                    .isEqualTo("{\"environment\":\"rehearsal\",\"demo\":true,\"oidc\":null,\"oidc_unavailable\":false,"
                            + "\"claims\":{\"user\":[\"sub\"],\"roles\":[\"roles\"],\"role_prefix\":\"\"}}");
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
            assertConnects(served, "'self'");
        }
    }

    @Test
    void the_configuration_offers_no_demo_tokens_if_a_provider_issues_tokens() {
        ClaimNames claims =
                new ClaimNames(ClaimPath.parse("user.id"), ClaimPath.parse("https://id.example/roles"), "keiba:");
        TokenRules rules = new TokenRules(ID, "keiba", TokenRules.DEFAULT_LEEWAY, claims);
        try (Served served =
                new Served(clock -> Tokens.of(provider.address(), rules, Tokens.DEFAULT_OUTAGE_TOLERANCE, clock))) {
            JsonNode config = served.get(PATH).json(200);
            assertThat(config.get("demo").booleanValue()).isFalse();
            assertThat(config.get("environment").isNull()).isTrue();
            assertThat(config.get("claims").toString())
                    .isEqualTo("{\"user\":[\"user\",\"id\"],\"roles\":[\"https://id.example/roles\"],"
                            + "\"role_prefix\":\"keiba:\"}");
        }
    }

    @Test
    void returns_the_configured_endpoints_and_lets_scripts_connect_only_to_the_token_endpoint() {
        LoginEndpoints endpoints = new LoginEndpoints(
                URI.create("https://login.example/authorize?tenant=1"),
                URI.create("https://Token.Example:443/oauth/token"),
                Optional.of(URI.create("https://logout.example/end")));
        try (Served served = serve(endpoints)) {
            assertThat(served.get(PATH).json(200).get("oidc").toString())
                    .isEqualTo("{\"issuer\":\"https://id.example/racing\","
                            + "\"authorization_endpoint\":\"https://login.example/authorize?tenant=1\","
                            + "\"token_endpoint\":\"https://Token.Example:443/oauth/token\","
                            + "\"end_session_endpoint\":\"https://logout.example/end\","
                            + "\"client_id\":\"page\",\"scope\":\"openid roles\",\"audience\":\"keiba\"}");
            assertConnects(served, "'self' https://token.example");
        }
    }

    @Test
    void scripts_may_connect_to_the_token_endpoint_only_on_its_own_port() {
        URI token = URI.create("http://[::1]:9000/token");
        try (Served served = serve(new LoginEndpoints(token, token, Optional.empty()))) {
            assertConnects(served, "'self' http://[::1]:9000");
            assertThat(served.get(PATH)
                            .json(200)
                            .at("/oidc/end_session_endpoint")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void returns_published_endpoints_once_the_provider_answers_and_keeps_them_during_an_outage() {
        provider.answer(503, "");
        try (Served served = serveDiscovered()) {
            JsonNode away = served.get(PATH).json(200);
            assertThat(away.get("oidc").isNull()).isTrue();
            assertThat(away.get("oidc_unavailable").booleanValue()).isTrue();
            assertThat(away.get("demo").booleanValue()).isTrue();
            assertConnects(served, "'self'");
            provider.publish(document(issuer(), ID + "/authorize", ID + "/token"));
            served.world().clock().advance(ProviderDocument.BETWEEN_READS);
            JsonNode there = served.get(PATH).json(200);
            assertThat(there.get("oidc").get("token_endpoint").textValue()).isEqualTo(ID + "/token");
            assertThat(there.get("oidc").get("end_session_endpoint").isNull()).isTrue();
            assertThat(there.get("oidc_unavailable").booleanValue()).isFalse();
            assertConnects(served, "'self' https://id.example");
            int asked = provider.requests();
            provider.answer(503, "");
            served.world().clock().advance(ProviderDocument.FRESH);
            assertThat(served.get(PATH).json(200)).isEqualTo(there);
            assertThat(provider.requests()).isEqualTo(asked);
        }
    }

    @Test
    void uses_the_new_endpoints_when_the_document_of_the_provider_is_read_again() {
        PageSettings settings = new PageSettings(
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new LoginSettings(issuer(), "page", "openid", Optional.empty(), Optional.empty())));
        HandClock clock = new HandClock(Samples.NOW);
        PageLogin login = new PageLogin(settings, clock);
        assertThat(login.isRefreshed()).isTrue();
        provider.publish(document(issuer(), ID + "/authorize", ID + "/token"));
        login.refresh();
        assertThat(login.connectOrigins()).containsExactly(ID);
        provider.publish(document(issuer(), ID + "/authorize", "https://other.example/token"));
        clock.advance(ProviderDocument.FRESH);
        login.refresh();
        assertThat(login.connectOrigins()).containsExactly("https://other.example");
        assertThat(login.counts().getFirst().labels()).containsEntry("document", "endpoints");
        assertThat(login.counts().getFirst().value().getAsLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "<html>",
                "{\"issuer\":7}",
                "{\"issuer\":\"ISSUER\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"https://id.example/a\"}",
                "{\"issuer\":\"ISSUER/\",\"authorization_endpoint\":\"https://id.example/a\",\"token_endpoint\":\"https://id.example/t\"}",
                "{\"issuer\":\"https://id.example\",\"authorization_endpoint\":\"https://id.example/a\",\"token_endpoint\":\"https://id.example/t\"}",
                "{\"issuer\":\"ISSUER\",\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"https://id.example/a\",\"token_endpoint\":\"https://id.example/t\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"javascript:alert(1)\",\"token_endpoint\":\"https://id.example/t\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"/authorize\",\"token_endpoint\":\"https://id.example/t\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"https://id.example/a\",\"token_endpoint\":\"https://id.example; script-src *\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"https://id.example/a\",\"token_endpoint\":\"https://*/t\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"https://id.example/a\",\"token_endpoint\":[\"https://id.example/t\"]}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"https://id.example/a\",\"token_endpoint\":\"https://id.example/t\",\"end_session_endpoint\":\"data:text/html,x\"}"
            })
    void does_not_use_an_invalid_discovery_document(String document) {
        provider.publish(document.replace("ISSUER", issuer().toString()));
        try (Served served = serveDiscovered()) {
            JsonNode config = served.get(PATH).json(200);
            assertThat(config.get("oidc").isNull()).isTrue();
            assertThat(config.get("oidc_unavailable").booleanValue()).isTrue();
            assertConnects(served, "'self'");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://id.example/a,https://id.example/t",
        "https://id.example/a,http://id.example/t",
        "https://id.example/a,https://id.example/t"
    })
    void refuses_endpoints_without_https_of_a_provider_with_https(String authorization, String token) {
        boolean safe = authorization.startsWith("https:") && token.startsWith("https:");
        URI issuer = URI.create(ID);
        String document = document(issuer, authorization, token);
        Optional<LoginEndpoints> read;
        try {
            read = Optional.of(LoginEndpoints.parse(document, issuer));
        } catch (IllegalArgumentException unsafe) {
            read = Optional.empty();
        }
        assertThat(read.isPresent()).isEqualTo(safe);
    }

    @ParameterizedTest
    @CsvSource({
        "https://id.example,https://id.example/.well-known/openid-configuration",
        "https://id.example/,https://id.example/.well-known/openid-configuration",
        "https://id.example/realms/racing,https://id.example/realms/racing/.well-known/openid-configuration"
    })
    void derives_the_address_of_the_discovery_document_from_the_issuer(URI issuer, URI document) {
        assertThat(LoginEndpoints.discovery(issuer)).isEqualTo(document);
    }

    @Test
    void a_process_without_the_page_serves_no_login_configuration() {
        LoginSettings settings = new LoginSettings(issuer(), "page", "openid", Optional.empty(), Optional.empty());
        PageSettings page = new PageSettings(false, Optional.empty(), Optional.empty(), Optional.of(settings));
        try (Served served = new Served(files, page)) {
            served.get(PATH).assertProblem(404, "not-found");
        }
        assertThat(new PageLogin(page, new HandClock(Samples.NOW)).isRefreshed())
                .isFalse();
        assertThat(provider.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void the_login_configuration_allows_only_get_and_head(String method) {
        try (Served served = serve(Optional.empty())) {
            String read = RawClient.exchange(
                    served.port(), method + " " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(read).startsWith("HTTP/1.1 405").contains("\r\nAllow: GET, HEAD\r\n");
        }
    }
}
