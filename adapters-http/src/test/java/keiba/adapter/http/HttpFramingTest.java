package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import keiba.application.fake.Samples;
import keiba.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a request begins and ends, with bytes that no client library sends. The methods run at the same time, because most of them wait until
 * the server has closed a connection; the class does not run beside others, because Helidon cannot start two servers of a JVM at once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class HttpFramingTest {
    private static final String BET = "{\"race_id\":100,\"bet_type\":\"WIN\",\"horse_number\":3,\"amount\":100}";
    private static final String PREVIEW =
            "POST /v1/purchases/preview HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = PREVIEW + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String HIDDEN = "GET /v1/races/100 HTTP/1.1\r\nHost: x\r\n\r\n";

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

    private static String chunk(String text, String extension) {
        return Integer.toHexString(text.length()) + extension + "\r\n" + text + "\r\n";
    }

    private static int answers(String read) {
        return (int) Pattern.compile("(?m)^HTTP/1\\.1 ").matcher(read).results().count();
    }

    private static void assertProblem(String tried, String read, int... statuses) {
        assertThat(read).as(tried).startsWith("HTTP/1.1 ");
        int status = Integer.parseInt(read.substring(9, 12));
        assertThat(statuses).as(tried + "\n" + read).contains(status);
        assertThat(read.toLowerCase(java.util.Locale.ROOT))
                .as(tried)
                .contains("content-type: application/problem+json", "connection: close");
        assertThat(answers(read)).as(tried + "\n" + read).isEqualTo(1);
        assertThat(Json.read(read.substring(read.indexOf("\r\n\r\n") + 4))
                        .get("status")
                        .intValue())
                .as(tried)
                .isEqualTo(status);
    }

    static List<String> legalChunks() {
        return List.of(
                chunk(BET, "") + "0\r\n\r\n",
                chunk(BET, ";name") + "0\r\n\r\n",
                chunk(BET, ";name=value;other=\"quoted \\\" ; text\"") + "0;last=1\r\n\r\n",
                chunk(BET, " ; name = value") + "0\r\n\r\n",
                chunk(BET.substring(0, 10), ";a") + chunk(BET.substring(10), ";b=c") + "0\r\n\r\n",
                chunk(BET, "") + "000\r\n\r\n",
                chunk(BET, "") + "0\r\nExpires: never\r\nX-Trailer: 1\r\n\r\n",
                chunk(BET, "") + "0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                Integer.toHexString(BET.length()).toUpperCase(java.util.Locale.ROOT) + "\r\n" + BET + "\r\n0\r\n\r\n");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("legalChunks")
    void reads_chunk_extensions_and_trailers_and_keeps_the_connection_open(String body) {
        try (RawClient client = new RawClient(served.port())) {
            String first = client.send(CHUNKED + body + HIDDEN).readAnswer();
            assertThat(first).startsWith("HTTP/1.1 200").contains("\"total_amount\":100");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").contains("\"race_id\":100");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void serves_a_request_that_arrives_one_byte_at_a_time() {
        try (RawClient client = new RawClient(served.port())) {
            for (char c : (CHUNKED + legalChunks().get(2)).toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").contains("\"total_amount\":100");
        }
    }

    static List<String> malformedChunks() {
        return List.of(
                "xyz\r\n0\r\n\r\n",
                "\r\n0\r\n\r\n",
                "-1\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n",
                "\uFF15\r\nhello\r\n0\r\n\r\n",
                "5;\r\nhello\r\n0\r\n\r\n",
                "5;a=\r\nhello\r\n0\r\n\r\n",
                "5;a=\"b\r\nhello\r\n0\r\n\r\n",
                "5;a=b\u0000\r\nhello\r\n0\r\n\r\n",
                "5;a\nhello\r\n0\r\n\r\n",
                "5\nhello\n0\n\n",
                "5\r\nhelloworld\r\n0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "ffffffff\r\nhello\r\n0\r\n\r\n",
                "7fffffffffffffff\r\nhello\r\n0\r\n\r\n",
                "10000000000000005\r\nhello\r\n0\r\n\r\n",
                "5;" + "a".repeat(5_000) + "\r\nhello\r\n0\r\n\r\n",
                chunk(BET, "") + "0\r\nno colon\r\n\r\n",
                chunk(BET, "") + "0\r\n folded: 1\r\n\r\n",
                chunk(BET, "") + "0\r\nName : 1\r\n\r\n",
                chunk(BET, "") + "0\r\n" + "X-Trailer: 1\r\n".repeat(2_000) + "\r\n");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("malformedChunks")
    void closes_the_connection_after_a_malformed_chunk_and_serves_nothing_after_it(String body) {
        assertProblem(body, RawClient.exchange(served.port(), CHUNKED + body + HIDDEN), 400);
    }

    /** The endpoint does not read this body, so it may answer before the error in it is detected. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("malformedChunks")
    void does_not_serve_a_request_hidden_in_a_body_that_the_endpoint_ignores(String body) {
        String get = "GET /v1/races/100 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        String read = RawClient.exchange(served.port(), get + body + HIDDEN);
        assertThat(answers(read)).as(read).isEqualTo(1);
        assertThat(read).doesNotStartWith("HTTP/1.1 5");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/races/999",
                "GET /nothing",
                "POST /v1/races/100/open",
                "GET /openapi.yaml",
                "PUT /v1/races"
            })
    void closes_the_connection_after_an_answer_sent_before_the_body_was_read(String request) {
        String read = RawClient.exchange(
                served.port(),
                request + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN + HIDDEN);
        assertThat(answers(read)).as(read).isEqualTo(1);
        assertThat(read).containsIgnoringCase("connection: close");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void does_not_serve_bytes_after_an_error_that_replaced_100_continue() {
        String read = RawClient.exchange(
                served.port(),
                "POST /v1/purchases HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n"
                        + HIDDEN);
        assertThat(read).startsWith("HTTP/1.1 401").containsIgnoringCase("connection: close");
        assertThat(answers(read)).as(read).isEqualTo(1);
    }

    private static String get(String... fields) {
        return "GET /v1/races/100 HTTP/1.1\r\nHost: x\r\n" + String.join("", fields) + "\r\n";
    }

    private static String post(String fields, String body) {
        return PREVIEW + fields + "\r\n" + body;
    }

    /** Requests that a proxy and this server could parse differently, each followed by another request. */
    static Map<String, String> smuggled() {
        int length = BET.length();
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put(
                "Content-Length and Transfer-Encoding",
                post("Content-Length: " + length + "\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
        requests.put(
                "Transfer-Encoding and Content-Length",
                post("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", "0\r\n\r\n"));
        requests.put("two different lengths", post("Content-Length: 1\r\nContent-Length: " + length + "\r\n", BET));
        requests.put(
                "the same length twice",
                post("Content-Length: " + length + "\r\nContent-Length: " + length + "\r\n", BET));
        requests.put("a list of lengths", post("Content-Length: " + length + ", " + length + "\r\n", BET));
        requests.put("a negative length", post("Content-Length: -1\r\n", BET));
        requests.put("a length with a sign", post("Content-Length: +" + length + "\r\n", BET));
        requests.put("a hexadecimal length", post("Content-Length: 0x10\r\n", BET));
        requests.put("a fraction of a length", post("Content-Length: 5.0\r\n", BET));
        requests.put("an empty length", post("Content-Length:\r\n", BET));
        requests.put("a length in superscript", post("Content-Length: \u00b2\r\n", BET));
        requests.put(
                "Transfer-Encoding twice",
                post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
        requests.put("an unknown coding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"));
        requests.put("identity", post("Transfer-Encoding: identity\r\n", BET));
        requests.put("gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"));
        requests.put("chunked, identity", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"));
        requests.put("a control character in the coding", post("Transfer-Encoding: \u000bchunked\r\n", "0\r\n\r\n"));
        requests.put("a quoted coding", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"));
        requests.put("a space before the colon", post("Content-Length : " + length + "\r\n", BET));
        requests.put("a tab before the colon", post("Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n"));
        requests.put("a space before the name", get(" Content-Length: 5\r\n"));
        requests.put("a folded line", get("X-Name: a\r\n b\r\n"));
        requests.put("a folded length", post("Content-Length:\r\n 5\r\n", BET));
        requests.put("a bare line feed in the header", get("X-Name: a\nContent-Length: 5\r\n"));
        requests.put("bare line feeds everywhere", "GET /v1/races/100 HTTP/1.1\nHost: x\n\n");
        requests.put("a bare carriage return", get("X-Name: a\rContent-Length: 5\r\n"));
        requests.put("a NUL in a value", get("X-Name: a\u0000b\r\n"));
        requests.put("a NUL in a name", get("X-\u0000Name: a\r\n"));
        requests.put("no colon", get("nonsense\r\n"));
        requests.put("no name", get(": a\r\n"));
        requests.put("no host", "GET /v1/races/100 HTTP/1.1\r\n\r\n");
        requests.put("two hosts", get("Host: y\r\n"));
        requests.put("a bad host", "GET /v1/races/100 HTTP/1.1\r\nHost: a b\r\n\r\n");
        requests.put("garbage", "\u0016\u0003\u0001\u0002\u0000\r\n\r\n");
        requests.put("a word", "nonsense\r\n\r\n");
        requests.put("an empty line first", "\r\n" + get());
        requests.put("HTTP/0.9", "GET /v1/races/100\r\n\r\n");
        requests.put("HTTP/1.0", "GET /v1/races/100 HTTP/1.0\r\nHost: x\r\n\r\n");
        requests.put("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        requests.put("HTTP/1.1 in lower case", "GET /v1/races/100 http/1.1\r\nHost: x\r\n\r\n");
        requests.put("two spaces", "GET  /v1/races/100 HTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("a tab for a space", "GET\t/v1/races/100\tHTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("a space behind", "GET /v1/races/100 HTTP/1.1 \r\nHost: x\r\n\r\n");
        requests.put("a space in the path", "GET /v1/races/100 /x HTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("a path of bytes", "GET /v1/races/\u00e9 HTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("a fragment", "GET /v1/races/100#x HTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("no path", "GET  HTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("another server's path", "GET http://x/v1/races/100 HTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("a method in lower case", "get /v1/races/100 HTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("a method in mixed case", "Get /v1/races/100 HTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("an invented method", "BUY /v1/races/100 HTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("a method that is no token", "G(T /v1/races/100 HTTP/1.1\r\nHost: x\r\n\r\n");
        requests.put("a carriage return in the path", "GET /v1/races\r/100 HTTP/1.1\r\nHost: x\r\n\r\n");
        return requests;
    }

    static List<String> smuggledNames() {
        return List.copyOf(smuggled().keySet());
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("smuggledNames")
    void refuses_an_ambiguous_request_and_closes_the_connection(String name) {
        String read = RawClient.exchange(served.port(), smuggled().get(name) + HIDDEN);
        assertProblem(name, read, 400, 501);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void answers_414_431_or_413_when_a_request_exceeds_a_limit() {
        Map<String, Integer> statuses = new LinkedHashMap<>();
        statuses.put("GET /v1/races/" + "1".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414);
        statuses.put("GET /v1/races?date=" + "1".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414);
        statuses.put("GET /" + "1".repeat(100_000), 414);
        statuses.put(get("X-Long: " + "1".repeat(20_000) + "\r\n"), 431);
        statuses.put(get("X-Long: " + "1".repeat(100_000)), 431);
        statuses.put(get("X-Many: 1\r\n".repeat(101)), 431);
        statuses.put(get("X-Many: 1\r\n".repeat(50_000)), 431);
        statuses.put(post("Content-Length: 10000000\r\n", BET), 413);
        statuses.put(post("Content-Length: 99999999999999999999999\r\n", BET), 413);
        statuses.put(post("Content-Length: " + Long.MAX_VALUE + "\r\n", BET), 413);
        statuses.put(CHUNKED + chunk("x".repeat(100_000), ""), 413);
        statuses.put(CHUNKED + chunk("x".repeat(30_000), "").repeat(100), 413);
        statuses.forEach((request, status) ->
                assertProblem(request.substring(0, 40), RawClient.exchange(served.port(), request), status));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void answers_400_to_a_request_that_ends_early() {
        for (String request : List.of(
                "GET /v1/races/100 HTT",
                "GET /v1/races/100 HTTP/1.1\r\nHost: x\r\n",
                post("Content-Length: 100\r\n", BET),
                CHUNKED,
                CHUNKED + chunk(BET, ""),
                CHUNKED + "5\r\nhel")) {
            try (RawClient client = new RawClient(served.port())) {
                assertProblem(request, client.send(request).endSending().readToEnd(), 400);
            }
        }
    }

    /** The query contains an encoded line break, which must not become a header of the answer. */
    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void a_line_break_in_a_query_does_not_appear_in_the_response_header() {
        String read = RawClient.exchange(
                served.port(),
                "GET /v1/races?date=%0d%0aX-Injected:%20yes HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(read).startsWith("HTTP/1.1 4");
        assertThat(read.substring(0, read.indexOf("\r\n\r\n"))).doesNotContain("X-Injected");
    }
}
