package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestMetricsTest {
    @SuppressWarnings("NullAway.Init")
    private static Served served;

    @BeforeAll
    static void start(@TempDir Path files) {
        served = new Served(files);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static String metrics() {
        return served.get("/observe/metrics").text();
    }

    /** The value of a time series; 0 if there is none. */
    private static double value(String name, String... labels) {
        StringBuilder pattern = new StringBuilder("(?m)^" + name + "\\{");
        for (String label : labels) {
            pattern.append("(?=.*").append(Pattern.quote(label)).append(")");
        }
        Matcher line = Pattern.compile(pattern.append(".*} (\\S+)$").toString()).matcher(metrics());
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    private static double requests(String path, String method, String status) {
        return value(
                "keiba_http_request_seconds_count",
                "path=\"" + path + "\"",
                "method=\"" + method + "\"",
                "status=\"" + status + "\"");
    }

    private static double unreadable() {
        Matcher line = Pattern.compile("(?m)^keiba_http_unreadable_requests_total (\\S+)$")
                .matcher(metrics());
        assertThat(line.find()).isTrue();
        return Double.parseDouble(line.group(1));
    }

    @Test
    void counts_requests_by_path_template_method_and_class_of_status() {
        double before = requests("/v1/races/{race_id}", "GET", "4xx");
        served.get("/v1/races/123");
        served.get("/v1/races/124");
        assertThat(requests("/v1/races/{race_id}", "GET", "4xx")).isEqualTo(before + 2);
        assertThat(metrics()).doesNotContain("/v1/races/123");
    }

    @Test
    void unknown_paths_share_one_time_series() {
        double before = requests("none", "GET", "4xx");
        for (String path : List.of("/nothing", "/v1/nothing", "/.env", "/v1/../v1", "/%00")) {
            served.get(path);
        }
        assertThat(requests("none", "GET", "4xx")).isEqualTo(before + 5);
        assertThat(metrics()).doesNotContain("nothing").doesNotContain(".env");
    }

    @Test
    void counts_malformed_http_requests() {
        double before = unreadable();
        assertThat(RawClient.exchange(served.port(), "GET / HTTP/9.9\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(unreadable()).isEqualTo(before + 1);
    }

    @Test
    void every_reason_for_refusing_a_purchase_has_a_counter_from_the_start() {
        String metrics = metrics();
        assertThat(metrics)
                .contains("keiba_purchases_refused_total{reason=\"RACE_CLOSED\"}")
                .contains("keiba_purchases_refused_total{reason=\"KEY_REUSED\"}")
                .contains("keiba_purchases_failed_total{problem=\"outcome-unknown\"}")
                .contains("keiba_purchases_accepted_total{key=\"unkeyed\"}");
    }

    @Test
    void a_refused_purchase_is_counted_by_its_reason() {
        double before = value("keiba_purchases_refused_total", "reason=\"RACE_UNKNOWN\"");
        served.post(
                "/v1/purchases",
                served.token(Samples.ALICE, Role.BETTOR),
                "{\"race_id\":999,\"horse_number\":1,\"bet_type\":\"WIN\",\"amount\":100}");
        assertThat(value("keiba_purchases_refused_total", "reason=\"RACE_UNKNOWN\""))
                .isEqualTo(before + 1);
    }

    @Test
    void the_answer_is_in_the_text_format_of_prometheus() {
        Served.Answer answer = served.get("/observe/metrics");
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.text()).contains("# HELP keiba_http_request_seconds ").endsWith("\n");
    }
}
