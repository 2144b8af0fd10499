package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.Method;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** Whatever is sent, the answer is a problem, and the server keeps serving. */
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
    void still_serves() {
        assertThat(served.get("/v1/races/100").status()).isEqualTo(200);
    }

    /** Every path that reads a body. */
    static List<String> paths() {
        return List.of(
                "/v1/races",
                "/v1/purchases",
                "/v1/purchases/preview",
                "/v1/accounts/12345/deposits",
                "/v1/accounts/12345/withdrawals",
                "/v1/demo/tokens");
    }

    @Test
    void every_path_that_reads_a_body_is_tried() {
        List<String> posts = served.endpoints().stream()
                .filter(endpoint -> endpoint.method().equals(Method.POST))
                .map(endpoint -> endpoint.path().replace("{user_id}", "12345"))
                .filter(path -> !path.contains("{race_id}"))
                .toList();
        assertThat(posts).containsExactlyInAnyOrderElementsOf(paths());
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
    @MethodSource("paths")
    void what_is_not_json_or_lacks_fields_is_malformed(String path) {
        for (String body : unreadable()) {
            assertProblem(post(path, body), 400);
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
    void a_number_of_another_shape_is_malformed(String number) {
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
    void a_huge_or_negative_number_is_refused(String number) {
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
    void an_impossible_selection_is_refused(String selection) {
        String body = "{\"race_id\":100,\"bet_type\":\"TRIFECTA\",\"amount\":100,\"selection\":" + selection + "}";
        assertProblem(post("/v1/purchases", body), 400, 422);
        assertProblem(post("/v1/purchases/preview", body), 400, 422);
    }

    @Test
    void a_selection_of_ten_thousand_numbers_is_refused() {
        String many = "1,".repeat(9_999) + "1";
        assertProblem(
                post(
                        "/v1/purchases/preview",
                        "{\"race_id\":100,\"bet_type\":\"TRIFECTA\",\"amount\":100,\"selection\":"
                                + "{\"method\":\"FORMATION\",\"columns\":[[" + many + "],[" + many + "],[1]]}}"),
                422);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_body_that_is_too_large_is_turned_away(String path) {
        assertProblem(post(path, "{\"a\":\"" + "x".repeat(100_000) + "\"}"), 413);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void ten_megabytes_are_turned_away_before_they_are_sent(String path) {
        Answer answer = served.send(served.request(path, all)
                .header("Content-Type", "application/json")
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(new byte[10_000_000])));
        assertProblem(answer, 413);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void ten_megabytes_of_unknown_length_do_not_stop_the_server(String path) {
        try {
            Answer answer = served.send(served.request(path, all)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[10_000_000]))));
            assertProblem(answer, 413);
        } catch (UncheckedIOException hungUp) {
            assertThat(hungUp).hasCauseInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void another_content_type_is_unsupported(String path) {
        for (String type : List.of(
                "text/plain", "application/xml", "application/jsonp", "nonsense", "application/json-patch+json")) {
            assertProblem(
                    served.send(served.request(path, all)
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofString("{}"))),
                    415);
        }
        assertProblem(served.send(served.request(path, all).POST(BodyPublishers.ofString("{}"))), 415);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void bytes_that_are_not_utf_8_are_malformed(String path) {
        assertProblem(
                served.send(served.request(path, all)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}))),
                400);
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
    void what_is_hardly_http_gets_an_answer_of_the_400s(String request) throws IOException {
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
