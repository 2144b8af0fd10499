package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics and health on the management port. */
class ManagementTest {
    @SuppressWarnings("NullAway.Init")
    private static Served served;

    @SuppressWarnings("NullAway.Init")
    private static HttpServer managed;

    private static int management;

    @BeforeAll
    static void start(@TempDir Path files) {
        served = new Served(files);
        managed = served.start(at(0));
        management = managed.managementPort().orElseThrow();
    }

    private static OperatorSettings at(int port) {
        return new OperatorSettings(Optional.of(new OperatorSettings.ListenAddress("127.0.0.1", port)), false);
    }

    @AfterAll
    static void stop() {
        managed.close();
        served.close();
    }

    private static String answer(int port, String method, String path) {
        return RawClient.exchange(port, method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    @Test
    void serves_metrics_on_the_management_port_and_not_on_the_api_port() {
        assertThat(answer(management, "GET", "/observe/metrics"))
                .startsWith("HTTP/1.1 200")
                .contains("keiba_purchases_accepted_total")
                .contains("keiba_test_gauge");
        assertThat(answer(managed.port(), "GET", "/observe/metrics")).startsWith("HTTP/1.1 404");
    }

    @Test
    void serves_health_on_the_management_port_and_on_the_api_port() {
        for (int port : new int[] {management, managed.port()}) {
            assertThat(answer(port, "GET", "/observe/health/live")).startsWith("HTTP/1.1 20");
            assertThat(answer(port, "GET", "/observe/health/ready")).startsWith("HTTP/1.1 20");
            assertThat(answer(port, "HEAD", "/observe/health/ready")).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/,404",
        "GET,/v1/races?date=2026-11-22,404",
        "POST,/v1/purchases,404",
        "GET,/openapi.yaml,404",
        "GET,/docs/,404",
        "GET,/observe,404",
        "GET,/observe/,404",
        "GET,/observe/metrics/application,404",
        "GET,/observe/../observe/metrics,404",
        "GET,/observe/%6detrics,404",
        "POST,/observe/metrics,405",
        "DELETE,/observe/health/ready,405",
        "HEAD,/observe/metrics,200",
        "OPTIONS,/observe/metrics,204"
    })
    void serves_nothing_else_on_the_management_port(String method, String path, int status) {
        assertThat(answer(management, method, path)).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void refuses_malformed_http_requests_on_the_management_port() {
        assertThat(RawClient.exchange(management, "GET / HTTP/9.9\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(RawClient.exchange(management, "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
    }

    @Test
    void without_a_management_port_metrics_are_served_on_the_api_port() {
        assertThat(served.get("/observe/metrics").status()).isEqualTo(200);
    }

    @Test
    void fails_to_start_with_a_reason_if_the_management_port_is_in_use() {
        assertThatIllegalStateException()
                .isThrownBy(() -> served.start(at(management)).close())
                .withMessageContaining("for management on 127.0.0.1:" + management);
    }
}
