package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths are not normalised, and each path has the methods of the OpenAPI file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlainPathsTest {
    private Served served;

    @BeforeAll
    void serve(@TempDir Path files) {
        served = new Served(files);
        served.world().openRace(Samples.RACE);
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private String ask(String method, String path) {
        return RawClient.exchange(
                served.port(), method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/races/100%2fodds",
                "/v1/races/100%2Fodds",
                "/v1/races/100%5codds",
                "/v1/races/100%00",
                "/v1/races/100;a=b",
                "/v1/races;a=b/100",
                "/v1/races/100;",
                "//v1//races//100",
                "//v1/races/100",
                "/v1//races/100",
                "/v1/races/100/",
                "/v1/races/",
                "/v1/../observe/metrics",
                "/v1/./races/100",
                "/v1/races/100/.",
                "/v1/races/100/..",
                "/v1/races/101/../100",
                "/v1/%2e%2e/observe/metrics",
                "/v1/.%2e/observe/metrics",
                "/%76%31/races/100",
                "/v1/races/%31%30%30",
                "/v1/races/100%20",
                "/v1/races/+100",
                "/v1/races/0100",
                "/v1/races/100%ff",
                "/docs/../observe/metrics",
                "/docs/..%2f..%2fopenapi.yaml",
                "/docs//index.html",
                "/observe//metrics",
                "/observe/health/ready;x",
                "/openapi.yaml/",
                "/openapi.yaml%00.html"
            })
    void answers_404_to_a_path_that_is_not_normalised(String path) {
        String read = ask("GET", path);
        assertThat(read).as(path).startsWith("HTTP/1.1 404").contains("urn:keiba:problem:not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/races/100\\odds", "/v1/races/100%", "/v1/races/%zz", "/v1/races/100%2"})
    void refuses_a_path_with_invalid_characters_or_escapes(String path) {
        assertThat(ask("GET", path)).as(path).startsWith("HTTP/1.1 40");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/races/100",
                "/v1/races/100/odds",
                "/v1/races/100?x=%2f..//",
                "/docs/",
                "/docs/index.html",
                "/docs/start.js",
                "/openapi.yaml",
                "/observe/metrics",
                "/observe/health/live"
            })
    void serves_a_normalised_path(String path) {
        assertThat(ask("GET", path)).as(path).startsWith("HTTP/1.1 20");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/races/100",
                "/v1/races/100/odds",
                "/v1/races/100/odds/stream",
                "/docs/",
                "/openapi.yaml",
                "/observe/metrics"
            })
    void head_returns_200_without_a_body(String path) {
        String read = ask("HEAD", path);
        assertThat(read).as(path).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/v1/races/100,'GET, HEAD'",
        "PUT,/v1/purchases,POST",
        "POST,/v1/account,'GET, HEAD'",
        "POST,/v1/races/100,'GET, HEAD'",
        "DELETE,/v1/races/stream,'GET, HEAD'",
        "POST,/docs,'GET, HEAD'",
        "PUT,/docs/,'GET, HEAD'",
        "DELETE,/docs/index.html,'GET, HEAD'",
        "POST,/openapi.yaml,'GET, HEAD'",
        "POST,/webjars/swagger-ui/any.js,'GET, HEAD'",
        "POST,/observe/metrics,'GET, HEAD'",
        "PUT,/observe/health,'GET, HEAD'",
        "DELETE,/observe/health/ready,'GET, HEAD'",
        "PATCH,/observe/health/live,'GET, HEAD'",
        "POST,/,'GET, HEAD'",
        "PATCH,/v1/races,'GET, HEAD, POST'",
        "GET,/v1/purchases,POST",
        "HEAD,/v1/purchases,POST",
        "DELETE,/v1/purchases/preview,POST",
        "POST,/v1/purchases/00000000-0000-7000-8000-000000000000,'GET, HEAD'",
        "POST,/v1/races/100/schedule,PUT",
        "TRACE,/v1/account,'GET, HEAD'"
    })
    void answers_405_to_another_method_and_lists_the_allowed_ones(String method, String path, String allowed) {
        String read = ask(method, path);
        assertThat(read).startsWith("HTTP/1.1 405").contains("\r\nAllow: " + allowed + "\r\n");
        if (!method.equals("HEAD")) {
            assertThat(read).contains("urn:keiba:problem:method-not-allowed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/races,'GET, HEAD, OPTIONS, POST'",
        "/v1/races/100,'GET, HEAD, OPTIONS'",
        "/v1/races/100/odds/stream,'GET, HEAD, OPTIONS'",
        "/v1/purchases,'OPTIONS, POST'",
        "/v1/races/100/schedule,'OPTIONS, PUT'",
        "/,'GET, HEAD, OPTIONS'",
        "/page/js/start.js,'GET, HEAD, OPTIONS'",
        "/docs/,'GET, HEAD, OPTIONS'",
        "/openapi.yaml,'GET, HEAD, OPTIONS'",
        "/observe/metrics,'GET, HEAD, OPTIONS'",
        "/observe/health/ready,'GET, HEAD, OPTIONS'"
    })
    void options_lists_the_allowed_methods(String path, String allowed) {
        assertThat(ask("OPTIONS", path))
                .startsWith("HTTP/1.1 204")
                .contains("\r\nAllow: " + allowed + "\r\n")
                .doesNotContain("Access-Control");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/races/100",
                "/v1/races?date=2026-11-22",
                "/v1/races/100/odds",
                "/docs/index.html",
                "/openapi.yaml",
                "/"
            })
    void head_returns_the_content_length_of_get(String path) {
        String get = ask("GET", path);
        Matcher length = Pattern.compile("\r\nContent-Length: (\\d+)\r\n").matcher(ask("HEAD", path));
        assertThat(length.find()).isTrue();
        int head = get.indexOf("\r\n\r\n") + 4;
        assertThat(Integer.parseInt(length.group(1)))
                .isEqualTo(get.length() - head)
                .isPositive();
    }

    @Test
    void answers_404_to_any_method_of_an_unknown_path() {
        assertThat(ask("OPTIONS", "/v1/nothing")).startsWith("HTTP/1.1 404");
        assertThat(ask("OPTIONS", "/nothing")).startsWith("HTTP/1.1 404");
        assertThat(ask("DELETE", "/v1/nothing")).startsWith("HTTP/1.1 404");
    }
}
