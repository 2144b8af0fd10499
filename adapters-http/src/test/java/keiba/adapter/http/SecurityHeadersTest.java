package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The security headers of all answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityHeadersTest {
    private Served served;
    private Path files;

    @BeforeAll
    void serve(@TempDir Path directory) {
        files = directory;
        served = new Served(files);
        served.world().openRace(Samples.RACE);
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private static void assertProtected(HttpResponse<?> response) {
        assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(response.headers().allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(response.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/races/100,200",
        "/v1/races/999,404",
        "/v1/races/100/odds,200",
        "/v1/races?date=nonsense,400",
        "/v1/account,401",
        "/v1/purchases,405",
        "/v1/nothing,404",
        "/nothing,404",
        "/v1//races,404",
        "/,200",
        "/page/js/start.js,200",
        "/page/nothing.js,404",
        "/docs/,200",
        "/docs/index.html,200",
        "/docs/start.js,200",
        "/docs/nothing,404",
        "/openapi.yaml,200",
        "/observe/metrics,200",
        "/observe/health/nothing,404"
    })
    void every_answer_has_the_security_headers(String path, int status) {
        Answer answer = served.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertProtected(answer.response());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/races/100/odds/WIN", "/docs/index.html", "/", "/page/js/start.js"})
    void an_answer_304_has_the_security_headers(String path) {
        Answer first = served.get(path);
        String name = first.header("ETag").isEmpty() ? "If-Modified-Since" : "If-None-Match";
        String value = first.header("ETag").isEmpty() ? first.header("Last-Modified") : first.header("ETag");
        Answer again = served.send(served.request(path).header(name, value));
        assertThat(again.status()).as(again.text()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertProtected(again.response());
    }

    @Test
    void a_stream_has_the_security_headers() throws Exception {
        HttpResponse<?> response = served.listen(served.port(), "/v1/races/100/odds/stream");
        try (var body = (java.io.InputStream) response.body()) {
            assertProtected(response);
            assertThat(body.read()).isNotNegative();
        }
    }

    @Test
    void answers_to_malformed_http_have_the_security_headers() {
        for (String request : new String[] {"nonsense\r\n\r\n", "get / HTTP/1.1\r\nHost: x\r\n\r\n"}) {
            String read = RawClient.exchange(served.port(), request);
            assertThat(read.toLowerCase(Locale.ROOT))
                    .contains("x-content-type-options: nosniff", "x-frame-options: deny", "frame-ancestors 'none'");
        }
    }

    @Test
    void an_answer_429_has_the_security_headers() {
        try (Served limited = new Served(files, 1, Optional.empty())) {
            limited.get("/v1/races/100");
            Answer answer = limited.get("/v1/races/100");
            assertThat(answer.status()).isEqualTo(429);
            assertProtected(answer.response());
        }
    }

    /** The Content-Security-Policy forbids inline scripts. */
    @Test
    void the_documentation_page_has_no_inline_scripts_or_styles() {
        String page = served.get("/docs/").text();
        assertThat(page).doesNotContainPattern("<script(?![^>]*src=)").doesNotContain("<style", "style=", "onload=");
        assertThat(served.get("/docs/start.js").text().getBytes(StandardCharsets.UTF_8))
                .isNotEmpty();
        assertThat(page).contains("src=\"/docs/start.js\"");
    }
}
