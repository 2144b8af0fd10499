package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.Method;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any malformed or hostile input is answered with a problem, and the server continues to work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {
    private static final String BET = "\"bet_type\":\"WIN\",\"horse_number\":3,\"amount\":100";

    private Served served;
    private String all;

    @BeforeAll
    void serve(@TempDir Path files) {
        served = new Served(files);
        served.world().openRace(Samples.RACE);
        all = served.token(Samples.ALICE, Role.values());
    }

    @AfterAll
    void stop() {
        served.close();
    }

    @AfterEach
    void check_that_the_server_still_answers() {
        assertThat(served.get("/v1/races/100").status()).isEqualTo(200);
    }

    /** The method and path of every endpoint that reads a body. */
    static List<String> targets() {
        return List.of(
                "POST /v1/races",
                "POST /v1/races/100/cancel",
                "POST /v1/races/100/scratches",
                "PUT /v1/races/100/schedule",
                "PUT /v1/races/100/announcements",
                "PUT /v1/races/100/result",
                "POST /v1/races/100/result/preview",
                "POST /v1/races/100/result/first-three",
                "POST /v1/races/100/result/confirmation",
                "PUT /v1/races/100/payouts/hold",
                "PUT /v1/payouts/hold",
                "POST /v1/races/100/payouts/extension",
                "POST /v1/purchases",
                "POST /v1/purchases/preview",
                "POST /v1/accounts/12345/deposits",
                "POST /v1/accounts/12345/withdrawals",
                "POST /v1/demo/tokens");
    }

    /** Commands without a body. */
    private static final Set<String> WITHOUT_BODY = Set.of(
            "POST /v1/races/100/open",
            "POST /v1/races/100/suspend",
            "POST /v1/races/100/resume",
            "POST /v1/races/100/close",
            "POST /v1/races/100/start",
            "POST /v1/races/100/inquiry",
            "POST /v1/races/100/payouts/calculation",
            "POST /v1/races/100/payouts/execution",
            "POST /v1/payouts/{message_id}/execution");

    @Test
    void the_tests_cover_every_endpoint_that_reads_a_body() {
        List<String> writing = served.endpoints().stream()
                .filter(endpoint -> !endpoint.method().equals(Method.GET))
                .map(endpoint -> endpoint.method().text() + " "
                        + endpoint.path().replace("{user_id}", "12345").replace("{race_id}", "100"))
                .filter(target -> !WITHOUT_BODY.contains(target))
                .toList();
        assertThat(writing).containsExactlyInAnyOrderElementsOf(targets());
    }

    private static void assertProblem(Answer answer, int... statuses) {
        assertThat(statuses).as(answer.text()).contains(answer.status());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").intValue()).isEqualTo(answer.status());
        assertThat(answer.text()).doesNotContain("Exception", "\tat ", "keiba.", "java.", "jackson");
    }

    private Answer post(String path, String body) {
        return served.post(path, all, body, "key");
    }

    private Answer send(String target, String contentType, BodyPublisher body) {
        return served.send(to(target).header("Content-Type", contentType).method(method(target), body));
    }

    private HttpRequest.Builder to(String target) {
        return served.request(target.substring(target.indexOf(' ') + 1), all).header("Idempotency-Key", "key");
    }

    private static String method(String target) {
        return target.substring(0, target.indexOf(' '));
    }

    private Answer send(String target, String body) {
        return send(target, "application/json", BodyPublishers.ofString(body));
    }

    static List<String> unreadable() {
        List<String> bodies = new ArrayList<>(List.of(
                "",
                " ",
                "{",
                "}",
                "nonsense",
                "[]",
                "1",
                "null",
                "\"text\"",
                "{}{}",
                "{},",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "\u0000",
                "{\"a\":1,\"a\":1}",
                "{\"amount\":1,\"amount\":2}",
                "{}"));
        bodies.add("[".repeat(10_000));
        bodies.add("{\"a\":".repeat(10_000));
        bodies.add("{\"amount\":" + "9".repeat(10_000) + "}");
        return bodies;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void answers_400_to_a_body_that_is_not_json_or_lacks_fields(String target) {
        for (String body : unreadable()) {
            assertProblem(send(target, body), 400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100.9",
                "1e2",
                "100.0",
                "1e400",
                "-1e-400",
                "9223372036854775808",
                "99999999999999999999999999",
                "\"100\"",
                "true",
                "[]",
                "[100]",
                "{}",
                "null"
            })
    void answers_400_to_a_number_that_is_not_a_64_bit_integer(String number) {
        assertProblem(post("/v1/purchases", "{\"race_id\":" + number + "," + BET + "}"), 400);
        String amount = "{\"race_id\":100," + BET.replace(":100", ":" + number) + "}";
        assertProblem(post("/v1/purchases", amount), 400);
        assertProblem(post("/v1/purchases/preview", amount), 400);
        assertProblem(post("/v1/accounts/12345/deposits", "{\"amount\":" + number + "}"), 400);
        assertProblem(post("/v1/accounts/12345/withdrawals", "{\"amount\":" + number + "}"), 400);
        assertProblem(post("/v1/demo/tokens", "{\"user_id\":" + number + ",\"roles\":[]}"), 400);
        assertProblem(post("/v1/races", "{\"race_id\":" + number + "}"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "-1", "0", "9007199254740992"})
    void refuses_a_huge_or_negative_number(String number) {
        assertProblem(post("/v1/purchases", "{\"race_id\":" + number + "," + BET + "}"), 404);
        String horse = "{\"race_id\":100," + BET.replace(":3", ":" + number) + "}";
        assertProblem(post("/v1/purchases", horse), 422);
        assertProblem(post("/v1/purchases/preview", horse), 422);
        String amount = "{\"race_id\":100," + BET.replace(":100", ":" + number) + "}";
        assertProblem(post("/v1/purchases", amount), 422);
        assertProblem(post("/v1/purchases/preview", amount), 422);
        assertProblem(post("/v1/accounts/12345/deposits", "{\"amount\":" + number + "}"), 201, 422);
        assertProblem(post("/v1/demo/tokens", "{\"user_id\":" + number + ",\"roles\":[]}"), 201, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"BOX\",\"numbers\":[]}",
                "{\"method\":\"BOX\",\"numbers\":[1,1,1]}",
                "{\"method\":\"BOX\",\"numbers\":[1,2,2147483648]}",
                "{\"method\":\"BOX\"}",
                "{\"method\":\"TELEPATHY\"}",
                "{\"method\":1}",
                "{\"method\":\"WHEEL\",\"axis\":[1],\"partners\":[1],\"position\":-1}",
                "{\"method\":\"WHEEL\",\"axis\":[1],\"partners\":[2,3],\"position\":4}",
                "{\"method\":\"FORMATION\",\"columns\":[[1],[1],[1]]}",
                "{\"method\":\"FORMATION\",\"columns\":[[],[],[]]}",
                "{\"method\":\"FORMATION\",\"columns\":1}",
                "{\"method\":\"STRAIGHT\",\"numbers\":[1,2]}",
                "{\"method\":\"STRAIGHT\",\"numbers\":[1,2,99]}",
                "[]",
                "\"BOX\""
            })
    void refuses_an_impossible_selection(String selection) {
        String body = "{\"race_id\":100,\"bet_type\":\"TRIFECTA\",\"amount\":100,\"selection\":" + selection + "}";
        assertProblem(post("/v1/purchases", body), 400, 422);
        assertProblem(post("/v1/purchases/preview", body), 400, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /v1/races/100/result|{\"order\":1}",
                "PUT /v1/races/100/result|{\"order\":null}",
                "PUT /v1/races/100/result|{\"order\":\"6-4\"}",
                "PUT /v1/races/100/result|{\"order\":[6,4]}",
                "PUT /v1/races/100/result|{\"order\":[[\"6\"]]}",
                "PUT /v1/races/100/result|{\"order\":[[6.5]]}",
                "PUT /v1/races/100/result|{\"order\":[[[6]]]}",
                "PUT /v1/races/100/result|{\"order\":[null]}",
                "PUT /v1/races/100/result|{\"order\":[[null]]}",
                "PUT /v1/races/100/result|{\"order\":[],\"not_placed\":1}",
                "PUT /v1/races/100/result|{\"order\":[],\"not_placed\":[1]}",
                "PUT /v1/races/100/result|{\"order\":[],\"not_placed\":[{}]}",
                "PUT /v1/races/100/result|{\"order\":[],\"not_placed\":[{\"horse_number\":1,\"status\":1}]}",
                "PUT /v1/races/100/result|{\"order\":[],\"not_placed\":[{\"horse_number\":\"1\",\"status\":\"PULLED_UP\"}]}",
                "POST /v1/races/100/result/preview|{\"order\":[1]}",
                "POST /v1/races/100/result/preview|{\"order\":[[1.5]]}",
                "POST /v1/races/100/result/first-three|{\"result_version\":\"1\"}",
                "POST /v1/races/100/result/first-three|{}",
                "POST /v1/races/100/result/confirmation|{\"result_version\":\"1\"}",
                "POST /v1/races/100/result/confirmation|{\"result_version\":1.5}",
                "POST /v1/races/100/result/confirmation|{\"result_version\":9223372036854775808}",
                "POST /v1/races/100/scratches|{\"horse_number\":4}",
                "POST /v1/races/100/scratches|{\"horse_number\":\"4\",\"kind\":\"SCRATCHED\"}",
                "POST /v1/races/100/scratches|{\"horse_number\":4.5,\"kind\":\"SCRATCHED\"}",
                "POST /v1/races/100/scratches|{\"horse_number\":4,\"kind\":1}",
                "POST /v1/races/100/scratches|{\"horse_number\":[4],\"kind\":\"SCRATCHED\"}",
                "POST /v1/races/100/cancel|{\"reason\":1}",
                "POST /v1/races/100/cancel|{\"reason\":[\"CANCELLED\"]}",
                "PUT /v1/races/100/schedule|{\"post_time\":\"tomorrow\"}",
                "PUT /v1/races/100/schedule|{\"post_time\":1795329600}",
                "PUT /v1/races/100/schedule|{\"post_time\":\"2026-11-22\"}",
                "PUT /v1/races/100/schedule|{\"post_time\":\"2026-11-22T06:40:00\"}",
                "PUT /v1/races/100/schedule|{\"deadline\":\"2026-11-22T06:40:00Z\"}",
                "PUT /v1/races/100/schedule|{\"post_time\":\"2026-11-22T06:40:00Z\",\"deadline\":1}",
                "PUT /v1/races/100/announcements|{\"weather\":\"RAIN\"}",
                "PUT /v1/races/100/announcements|{\"announcement_version\":\"0\",\"weather\":\"RAIN\"}",
                "PUT /v1/races/100/announcements|{\"announcement_version\":0.5,\"weather\":\"RAIN\"}",
                "PUT /v1/races/100/announcements|{\"announcement_version\":0,\"weather\":7}",
                "PUT /v1/races/100/announcements|{\"announcement_version\":0,\"course\":\"TURF\"}",
                "PUT /v1/races/100/announcements|{\"announcement_version\":0,\"course\":{\"distance_m\":\"1800\"}}",
                "PUT /v1/races/100/announcements|{\"announcement_version\":0,\"runners\":{\"1\":{}}}",
                "PUT /v1/races/100/announcements|{\"announcement_version\":0,\"runners\":[1]}",
                "PUT /v1/races/100/announcements|{\"announcement_version\":0,\"runners\":[{\"jockey\":\"A\"}]}",
                "PUT /v1/races/100/announcements|{\"announcement_version\":0,\"runners\":[{\"horse_number\":1,\"jockey\":1}]}",
                "PUT /v1/payouts/hold|{\"held\":\"true\",\"reason\":\"x\"}",
                "PUT /v1/payouts/hold|{\"held\":1,\"reason\":\"x\"}",
                "PUT /v1/payouts/hold|{\"held\":true}",
                "PUT /v1/payouts/hold|{\"held\":true,\"reason\":1}"
            })
    void answers_400_to_a_field_of_a_wrong_type(String request) {
        int bar = request.indexOf('|');
        assertProblem(send(request.substring(0, bar), request.substring(bar + 1)), 400);
    }

    @Test
    void refuses_a_result_of_ten_thousand_groups() {
        String target = "PUT /v1/races/100/result";
        assertProblem(send(target, "{\"order\":[" + "[1],".repeat(9_999) + "[1]]}"), 422);
        assertProblem(send(target, "{\"order\":[" + "[],".repeat(9_999) + "[]]}"), 422);
        assertProblem(send(target, "{\"order\":[" + "[],".repeat(10_000) + "[]]}"), 422);
        assertProblem(send(target, "{\"order\":[[" + "1,".repeat(9_999) + "1]]}"), 422);
        assertProblem(send(target, "{\"order\":[[" + "1,".repeat(10_000) + "1]]}"), 422);
    }

    @Test
    void refuses_an_announcement_of_ten_thousand_runners() {
        String target = "PUT /v1/races/100/announcements";
        String runner = "{\"horse_number\":1}";
        assertProblem(
                send(target, "{\"announcement_version\":0,\"runners\":[" + (runner + ",").repeat(999) + runner + "]}"),
                422);
        assertProblem(
                send(target, "{\"announcement_version\":0,\"runners\":[" + "{},".repeat(10_000) + "{}]}"), 400, 422);
        assertThat(served.get("/v1/races/100")
                        .json(200)
                        .get("announcement_version")
                        .intValue())
                .isZero();
    }

    @Test
    void refuses_a_selection_of_ten_thousand_numbers() {
        String many = "1,".repeat(9_999) + "1";
        assertProblem(
                post(
                        "/v1/purchases/preview",
                        "{\"race_id\":100,\"bet_type\":\"TRIFECTA\",\"amount\":100,\"selection\":"
                                + "{\"method\":\"FORMATION\",\"columns\":[[" + many + "],[" + many + "],[1]]}}"),
                422);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void answers_413_to_a_body_that_is_too_large(String target) {
        assertProblem(send(target, "{\"a\":\"" + "x".repeat(100_000) + "\"}"), 413);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void answers_413_to_an_announced_body_of_10_mb_before_it_is_sent(String target) {
        Answer answer = served.send(to(target)
                .header("Content-Type", "application/json")
                .expectContinue(true)
                .method(method(target), BodyPublishers.ofByteArray(new byte[10_000_000])));
        assertProblem(answer, 413);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void serves_other_requests_after_a_chunked_body_of_10_mb(String target) {
        try {
            Answer answer = send(
                    target,
                    "application/json",
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[10_000_000])));
            assertProblem(answer, 413);
        } catch (UncheckedIOException hungUp) {
            assertThat(hungUp).hasCauseInstanceOf(IOException.class);
        }
        assertThat(served.get("/v1/races?date=2026-11-22").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void answers_415_to_a_content_type_other_than_json(String target) {
        for (String type : List.of(
                "text/plain", "application/xml", "application/jsonp", "nonsense", "application/json-patch+json")) {
            assertProblem(send(target, type, BodyPublishers.ofString("{}")), 415);
        }
        assertProblem(served.send(to(target).method(method(target), BodyPublishers.ofString("{}"))), 415);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void answers_400_to_a_body_that_is_not_utf_8(String target) {
        byte[] notUtf8 = {'{', '"', (byte) 0xC3, '"', ':', '1', '}'};
        assertProblem(send(target, "application/json", BodyPublishers.ofByteArray(notUtf8)), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/races/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/races/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /docs/..%2f..%2fopenapi.yaml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "nonsense\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /v1/races/100 HTTP/1.1\r\n\r\n",
                "POST /v1/purchases/preview HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"
            })
    void answers_bytes_that_are_not_valid_http_with_a_status_of_4xx(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            byte[] status = socket.getInputStream().readNBytes(10);
            assertThat(new String(status, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 4");
        }
    }
}
