package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import keiba.embedded.EmbeddedServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The login module of the page in a browser, with the real service and a small identity provider. The module is called from a file of the
 * page without scripts, so that only the test calls it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginIT {
    private static final String PLAIN = "/page/config.json";

    private final TestIdentityProvider provider = new TestIdentityProvider();

    @SuppressWarnings("NullAway.Init")
    private KeibaProcess program;

    @SuppressWarnings("NullAway.Init")
    private ChromeDriver browser;

    private String url = "";

    @BeforeAll
    void start(@TempDir Path data) {
        Browser.assumeInstalled();
        Map<String, String> environment = new TreeMap<>(provider.environment());
        EmbeddedServers.shared()
                .addresses()
                .forEach((name, value) ->
                        environment.put("KEIBA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        program = KeibaProcess.start(data, environment);
        url = program.address();
        provider.register(url + PLAIN);
        provider.register(url + "/");
    }

    @AfterAll
    void stop() {
        if (program != null) {
            program.close();
        }
        provider.close();
    }

    @BeforeEach
    void open() {
        provider.reset();
        browser = Browser.start(new ChromeOptions());
        browser.get(url + PLAIN);
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    /** Runs a script with the module as {@code login} and its configuration as {@code config}; returns its value. */
    private @Nullable Object run(String script, Object... arguments) {
        @Nullable
        Object value = browser.executeAsyncScript(
                "const given = [...arguments]; const done = given.pop();"
                        + "import('/page/js/login.js').then(async (login) => {"
                        + "  if (!window.told) { window.told = []; login.subscribe(({ type }) => window.told.push(type)); }"
                        + "  const config = (await login.loadConfig()).value;"
                        + "  return (async () => {" + script + "})();"
                        + "}).then(done, (failure) => done('threw ' + failure));",
                arguments);
        if (value instanceof String text) {
            assertThat(text).doesNotStartWith("threw ");
        }
        return value;
    }

    /** Returns the code of the failure, {@code in} for a session, or {@code out} for none. */
    private String outcome(String call, Object... arguments) {
        return String.valueOf(run(
                "const result = await login." + call + ";"
                        + "return result.ok ? (result.value ? 'in' : 'out') : result.error.code;",
                arguments));
    }

    private String detail(String call, Object... arguments) {
        return String.valueOf(run("return (await login." + call + ").error.detail;", arguments));
    }

    private void goToProvider() {
        browser.executeScript("import('/page/js/login.js').then(async (login) =>"
                + " login.loginAtProvider((await login.loadConfig()).value));");
        Waiting.until(
                "the way back from the provider", () -> browser.getCurrentUrl().contains("state="));
    }

    private void logIn() {
        goToProvider();
        assertThat(outcome("resume(config)")).isEqualTo("in");
    }

    private void assertNoTrace(String... secrets) {
        assertThat(browser.getCurrentUrl()).doesNotContain("code=", "state=", "eyJ");
        assertThat(provider.requests()).noneMatch(request -> request.contains("eyJ"));
        assertThat(browser.executeScript("return Object.keys(localStorage).length"))
                .isEqualTo(0L);
        assertThat(browser.executeScript("return document.cookie")).isEqualTo("");
        assertThat(browser.executeScript("return JSON.stringify(Object.entries(sessionStorage))"))
                .asString()
                .doesNotContain(secrets);
    }

    @Test
    void a_login_at_the_provider_is_valid_at_the_service_and_survives_a_reload() {
        browser.executeScript("location.hash = '#/races/100'");
        provider.setUser(777, "bettor", "operator");
        logIn();
        assertThat(browser.getCurrentUrl()).isEqualTo(url + PLAIN + "#/races/100");
        assertThat(run("return JSON.stringify(login.session())"))
                .asString()
                .contains("\"kind\":\"oidc\",\"user\":777,\"roles\":[\"bettor\",\"operator\"],\"expiresAt\":");
        assertThat(run(
                        "const answer = await fetch('/v1/account', { headers: { Authorization: login.authorization() } });"
                                + "return (await answer.json()).user_id;"))
                .isEqualTo(777L);
        assertNoTrace("verifier");
        browser.navigate().refresh();
        assertThat(run("return login.session()")).isNull();
        assertThat(outcome("resume(config)")).isEqualTo("in");
        assertThat(run("return login.session().user")).isEqualTo(777L);
        assertThat(provider.requests().stream().filter(request -> request.startsWith("POST /token")))
                .hasSize(1);
    }

    @Test
    void ignores_the_answer_to_a_login_that_this_tab_did_not_start() {
        logIn();
        String stranger = url + PLAIN + "?code=c&state=s&iss=x&page=2#top";
        browser.get(stranger);
        assertThat(outcome("resume(config)")).isEqualTo("foreign");
        assertThat(browser.getCurrentUrl()).isEqualTo(url + PLAIN + "?page=2#top");
        assertThat(run("return login.session().user")).isEqualTo(12_345L);
        assertThat(outcome("resume(config)")).isEqualTo("in");
        assertThat(provider.requests().stream().filter(request -> request.startsWith("POST /token")))
                .hasSize(1);
    }

    @Test
    void removes_the_code_from_the_address_when_the_module_is_loaded() {
        goToProvider();
        browser.executeAsyncScript(
                "const done = arguments[0]; import('/page/js/login.js').then(() => done(), () => done());");
        assertThat(browser.getCurrentUrl()).isEqualTo(url + PLAIN);
        assertThat(outcome("resume(undefined)")).isEqualTo("unavailable");
        assertThat(outcome("resume(config)")).isEqualTo("out");
        assertNoTrace("keiba");
    }

    @Test
    void accepts_a_login_answer_once_and_only_with_its_own_state() {
        goToProvider();
        String answer = browser.getCurrentUrl();
        browser.executeScript("history.replaceState(null, '', location.href.replace('state=', 'state=x'))");
        assertThat(outcome("resume(config)")).isEqualTo("foreign");
        browser.get(answer);
        assertThat(outcome("resume(config)")).isEqualTo("foreign");
        assertThat(run("return login.session()")).isNull();
        assertNoTrace("keiba");
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied,denied",
        "login_required,denied",
        "server_error,unavailable",
        "temporarily_unavailable,unavailable"
    })
    void reports_a_refusal_by_the_provider(String error, String code) {
        provider.refuse(error);
        goToProvider();
        assertThat(detail("resume(config)")).isEqualTo(error);
        goToProvider();
        assertThat(outcome("resume(config)")).isEqualTo(code);
        assertNoTrace("keiba");
    }

    @Test
    void reports_that_the_provider_does_not_answer() {
        goToProvider();
        provider.setAway(true);
        assertThat(outcome("resume(config)")).isEqualTo("unavailable");
        assertNoTrace("keiba");
    }

    @Test
    void reports_that_the_provider_rejects_the_code() {
        goToProvider();
        browser.executeScript("history.replaceState(null, '', location.href.replace('code=', 'code=x'))");
        assertThat(outcome("resume(config)")).isEqualTo("rejected");
        assertNoTrace("keiba");
    }

    @Test
    void rejects_an_id_token_of_another_login() {
        provider.forgeNonce("of another login");
        goToProvider();
        assertThat(detail("resume(config)")).isEqualTo("the ID token belongs to another login");
        assertThat(run("return login.authorization()")).isNull();
        assertNoTrace("keiba");
    }

    @Test
    void reports_why_the_service_does_not_accept_a_token() {
        provider.setAudience("another-api");
        goToProvider();
        assertThat(detail("resume(config)")).contains("aud");
        assertThat(run("return login.session()")).isNull();
        assertNoTrace("keiba");
    }

    @Test
    void notifies_the_page_before_the_session_ends_and_when_it_ends() {
        provider.setValid(Duration.ofSeconds(4));
        logIn();
        Waiting.until(
                "the end",
                () -> String.valueOf(browser.executeScript("return window.told.join()"))
                        .equals("in,expiring,expired"));
        assertThat(run("return login.authorization()")).isNull();
        assertThat(outcome("resume(config)")).isEqualTo("out");
        assertNoTrace("keiba");
    }

    @Test
    void logging_out_ends_the_session_on_the_page_and_at_the_provider() {
        logIn();
        browser.executeScript("import('/page/js/login.js').then(async (login) =>"
                + " login.logout((await login.loadConfig()).value));");
        Waiting.until(
                "the logout", () -> provider.requests().stream().anyMatch(asked -> asked.startsWith("GET /logout?")));
        Waiting.until("the way back", () -> url.concat(PLAIN).equals(browser.getCurrentUrl()));
        assertThat(outcome("resume(config)")).isEqualTo("out");
        assertNoTrace("keiba");
    }

    @Test
    void a_pasted_token_logs_in() {
        String token = provider.accessToken(778, "operator");
        assertThat(outcome("loginWithToken(config, given[0])", " Bearer " + token + "\n"))
                .isEqualTo("in");
        assertThat(run("return JSON.stringify([login.session().kind, login.session().user, login.session().roles])"))
                .isEqualTo("[\"token\",778,[\"operator\"]]");
        assertThat(run("return window.told.join()")).isEqualTo("in");
        assertThat(run("login.refused(); return window.told.join() + login.session()"))
                .isEqualTo("in,refusednull");
        assertNoTrace("keiba");
    }

    @Test
    void refuses_an_invalid_pasted_token_and_keeps_the_session() {
        assertThat(outcome("loginWithToken(config, given[0])", provider.accessToken(778, "bettor")))
                .isEqualTo("in");
        String good = provider.accessToken(1, "bettor");
        for (String text : List.of(
                "",
                " ",
                "nonsense",
                "a.b.c",
                "Bearer",
                "<script>alert(1)</script>",
                "x".repeat(100_000),
                good + ".x",
                good.replace('.', ','))) {
            assertThat(outcome("loginWithToken(config, given[0])", text))
                    .as(text)
                    .isEqualTo("malformed");
        }
        provider.setValid(Duration.ofMinutes(-1));
        assertThat(outcome("loginWithToken(config, given[0])", provider.accessToken(1, "bettor")))
                .isEqualTo("expired");
        provider.setValid(Duration.ofMinutes(5));
        String forged = good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(86);
        assertThat(outcome("loginWithToken(config, given[0])", forged)).isEqualTo("rejected");
        for (Object other : new Object[] {1L, true, List.of(), Map.of()}) {
            assertThat(outcome("loginWithToken(config, given[0])", other)).isEqualTo("malformed");
        }
        assertThat(run("return login.session().user")).isEqualTo(778L);
    }

    @Test
    void does_not_request_demo_tokens_if_the_service_offers_none() {
        assertThat(outcome("loginAsDemo(config, { user: 1, roles: ['bettor'] })"))
                .isEqualTo("impossible");
    }

    @Test
    void a_user_logs_in_and_out_on_the_page() {
        provider.setUser(777, "bettor");
        browser.get(url + "/#/login");
        click("#login-provider");
        awaitShown("#login-out");
        assertThat(shown("main")).contains("777");
        assertNoTrace("verifier");
        browser.navigate().refresh();
        awaitShown("#login-out");
        click("#login-out");
        Waiting.until(
                "the way back", () -> provider.requests().stream().anyMatch(asked -> asked.startsWith("GET /logout?")));
        browser.get(url + "/#/login");
        awaitShown("#login-provider");
        provider.refuse("access_denied");
        browser.get(url + "/#/login");
        click("#login-provider");
        awaitShown("[role=alert]");
        awaitShown("#login-provider");
        assertNoTrace("verifier");
    }

    private String shown(String selector) {
        return String.valueOf(
                browser.executeScript("return document.querySelector(arguments[0])?.textContent ?? ''", selector));
    }

    private void awaitShown(String selector) {
        Waiting.until(selector, () -> !shown(selector).isBlank());
    }

    private void click(String selector) {
        awaitShown(selector);
        browser.executeScript("document.querySelector(arguments[0]).click()", selector);
    }

    @Test
    void scripts_of_the_page_can_connect_only_to_the_token_endpoint() {
        try (TestIdentityProvider other = new TestIdentityProvider()) {
            String script = "const sent = (address) => fetch(address, { method: 'POST', mode: 'no-cors' })"
                    + ".then(() => true, () => false);"
                    + "return [await sent(config.oidc.token_endpoint), await sent(given[0] + '/token')].join();";
            assertThat(run(script, other.origin())).isEqualTo("true,false");
            assertThat(other.requests()).isEmpty();
        }
    }
}
