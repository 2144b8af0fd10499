package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A path means what is written, and has the methods of the contract. */
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
    void a_path_that_would_have_to_be_normalised_is_not_found(String path) {
        String read = ask("GET", path);
        assertThat(read).as(path).startsWith("HTTP/1.1 404").contains("urn:keiba:problem:not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/races/100\\odds", "/v1/races/100%", "/v1/races/%zz", "/v1/races/100%2"})
    void what_may_not_stand_in_a_path_is_refused(String path) {
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
    void a_plain_path_is_served(String path) {
        assertThat(ask("GET", path)).as(path).startsWith("HTTP/1.1 20");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/races/100", "/v1/races/100/odds", "/v1/races/100/odds/stream", "/docs/", "/openapi.yaml"})
    void head_answers_as_get_does_without_a_body(String path) {
        String read = ask("HEAD", path);
        assertThat(read).as(path).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/v1/races/100,'GET, HEAD'",
        "PUT,/v1/purchases,POST",
        "POST,/v1/account,'GET, HEAD'",
        "POST,/v1/races/100,'GET, HEAD'",
        "OPTIONS,/v1/races,'GET, HEAD, POST'",
        "PATCH,/v1/races,'GET, HEAD, POST'",
        "GET,/v1/purchases,POST",
        "HEAD,/v1/purchases,POST",
        "DELETE,/v1/purchases/preview,POST",
        "POST,/v1/purchases/00000000-0000-7000-8000-000000000000,'GET, HEAD'",
        "POST,/v1/races/100/schedule,PUT",
        "TRACE,/v1/account,'GET, HEAD'"
    })
    void another_method_is_not_allowed_and_those_that_are_stand_in_allow(String method, String path, String allowed) {
        String read = ask(method, path);
        assertThat(read).startsWith("HTTP/1.1 405").contains("\r\nAllow: " + allowed + "\r\n");
        if (!method.equals("HEAD")) {
            assertThat(read).contains("urn:keiba:problem:method-not-allowed");
        }
    }

    @Test
    void a_method_of_an_unknown_path_is_not_found() {
        assertThat(ask("DELETE", "/v1/nothing")).startsWith("HTTP/1.1 404");
    }
}
