package keiba.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import keiba.application.fake.Samples;
import keiba.domain.race.RaceCommand;
import keiba.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies above 1 kB are compressed for clients that accept gzip, and have the same ETag as the plain bodies. */
class CompressedBodiesTest {
    private static final String ALL = "/v1/races/100/odds";
    private static final String WIN = "/v1/races/100/odds/WIN";
    private static final String TRIFECTA = "/v1/races/100/odds/TRIFECTA";

    @TempDir
    private Path files;

    private Served served;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void serve() {
        served = new Served(files);
        served.world().useCases().races().declare().declare(Samples.proposal(Samples.RACE, 18), Samples.OPERATOR);
        served.world().useCases().races().command().command(Samples.RACE, new RaceCommand.Open(), Samples.OPERATOR);
        served.world().deposit(Samples.ALICE, 10_000);
        buy(3);
    }

    private void buy(int horse) {
        served.world()
                .useCases()
                .purchases()
                .place()
                .place(Samples.ALICE, Samples.RACE, Samples.win(horse, 100), Optional.empty());
        served.world().reader().readAll();
        served.world().clock().advance(Duration.ofSeconds(1));
        served.world().useCases().odds().publish().sync();
    }

    @AfterEach
    void stop() {
        served.close();
        client.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    private HttpResponse<byte[]> send(String method, String path, String... headers) {
        HttpRequest.Builder request = served.request(path).method(method, BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return String.join("|", response.headers().allValues(name));
    }

    private static String unzipped(HttpResponse<byte[]> response) {
        assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return new String(plain.readAllBytes(), UTF_8);
        } catch (IOException damaged) {
            throw new IllegalStateException(damaged);
        }
    }

    private static String plain(HttpResponse<byte[]> response) {
        assertThat(header(response, "Content-Encoding")).isEmpty();
        return new String(response.body(), UTF_8);
    }

    @Test
    void a_client_that_accepts_gzip_gets_the_same_text_compressed() {
        for (String path : List.of(ALL, "/v1/races/100/odds/PLACE", TRIFECTA, "/v1/races/100")) {
            HttpResponse<byte[]> plain = get(path);
            HttpResponse<byte[]> compressed = get(path, "Accept-Encoding", "gzip, deflate, br");
            assertThat(unzipped(compressed)).as(path).isEqualTo(plain(plain));
            assertThat(compressed.body().length).isLessThan(plain.body().length);
            assertThat(header(compressed, "Content-Type")).isEqualTo("application/json");
            assertThat(header(compressed, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(header(compressed, "Content-Length")).isEqualTo(Integer.toString(compressed.body().length));
        }
    }

    @Test
    void compresses_all_odds_boards_of_18_horses_to_less_than_a_sixth() {
        assertThat(get(ALL).body()).hasSizeGreaterThan(250_000);
        assertThat(get(ALL, "Accept-Encoding", "gzip").body()).hasSizeLessThan(40_000);
    }

    @Test
    void a_client_that_excludes_gzip_gets_the_plain_text() {
        for (String excluded : List.of("identity", "gzip;q=0", "br", "*;q=0", "gzip;q=nothing")) {
            assertThat(Json.read(plain(get(ALL, "Accept-Encoding", excluded)))
                            .get("boards")
                            .size())
                    .isEqualTo(8);
        }
    }

    @Test
    void does_not_compress_a_short_body() {
        HttpResponse<byte[]> answer = get("/v1/races/404", "Accept-Encoding", "gzip");
        assertThat(plain(answer)).contains("not-found");
        assertThat(header(answer, "Vary")).isEmpty();
    }

    @Test
    void the_compressed_and_the_plain_body_have_the_same_etag() {
        for (String path : List.of(ALL, WIN)) {
            String plain = header(get(path), "ETag");
            String compressed = header(get(path, "Accept-Encoding", "gzip"), "ETag");
            assertThat(plain).startsWith("W/\"").isEqualTo(compressed);
            for (String coding : List.of("identity", "gzip")) {
                HttpResponse<byte[]> again = get(path, "Accept-Encoding", coding, "If-None-Match", plain);
                assertThat(again.statusCode()).isEqualTo(304);
                assertThat(again.body()).isEmpty();
                assertThat(header(again, "ETag")).isEqualTo(plain);
                assertThat(header(again, "Vary")).isEqualTo("Accept-Encoding");
                assertThat(header(again, "Content-Encoding")).isEmpty();
            }
        }
    }

    @Test
    void a_changed_board_changes_its_own_etag_and_that_of_all_boards_together() {
        String all = header(get(ALL), "ETag");
        String win = header(get(WIN), "ETag");
        String trifecta = header(get(TRIFECTA), "ETag");
        buy(4);
        assertThat(header(get(ALL, "If-None-Match", all), "ETag")).isNotEqualTo(all);
        assertThat(get(WIN, "If-None-Match", win).statusCode()).isEqualTo(200);
        assertThat(get(TRIFECTA, "If-None-Match", trifecta).statusCode()).isEqualTo(304);
        assertThat(Json.read(plain(get(ALL)))
                        .get("boards")
                        .get("WIN")
                        .get("sales")
                        .longValue())
                .isEqualTo(200);
    }

    @Test
    void the_answer_with_all_boards_contains_each_board_as_it_is_served_alone() {
        var boards = Json.read(unzipped(get(ALL, "Accept-Encoding", "gzip"))).get("boards");
        boards.fieldNames()
                .forEachRemaining(type ->
                        assertThat(boards.get(type)).isEqualTo(Json.read(plain(get("/v1/races/100/odds/" + type)))));
        assertThat(boards.size()).isEqualTo(8);
    }

    @Test
    void serves_current_odds_while_redis_is_unreachable() {
        String before = plain(get(ALL));
        served.world().boardsAway();
        assertThat(plain(get(ALL))).isEqualTo(before);
        buy3WhileAway();
        assertThat(Json.read(plain(get(ALL)))
                        .get("boards")
                        .get("WIN")
                        .get("sales")
                        .longValue())
                .isEqualTo(200);
    }

    private void buy3WhileAway() {
        served.world().boardsBack();
        served.world()
                .useCases()
                .purchases()
                .place()
                .place(Samples.ALICE, Samples.RACE, Samples.win(3, 100), Optional.empty());
        served.world().reader().readAll();
        served.world().boardsAway();
    }

    @Test
    void head_returns_the_headers_of_the_plain_and_of_the_compressed_body() {
        HttpResponse<byte[]> plain = send("HEAD", ALL);
        HttpResponse<byte[]> compressed = send("HEAD", ALL, "Accept-Encoding", "gzip");
        assertThat(plain.statusCode()).isEqualTo(200);
        assertThat(plain.body()).isEmpty();
        assertThat(compressed.body()).isEmpty();
        assertThat(header(plain, "ETag")).isEqualTo(header(compressed, "ETag")).isNotEmpty();
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(compressed, "Vary")).isEqualTo("Accept-Encoding");
    }

    @Test
    void concurrent_readers_get_complete_boards_while_the_odds_change() throws Exception {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> asked = new ArrayList<>();
            for (int reader = 0; reader < 8; reader++) {
                asked.add(readers.submit(() -> {
                    long sales = 0;
                    for (int i = 0; i < 10; i++) {
                        var boards = Json.read(unzipped(get(ALL, "Accept-Encoding", "gzip")))
                                .get("boards");
                        assertThat(boards.size()).isEqualTo(8);
                        long now = boards.get("WIN").get("sales").longValue();
                        assertThat(now).isGreaterThanOrEqualTo(sales);
                        sales = now;
                    }
                    return sales;
                }));
            }
            for (int horse = 1; horse <= 10; horse++) {
                buy(horse);
            }
            for (Future<Long> reader : asked) {
                assertThat(reader.get()).isBetween(100L, 1_100L);
            }
        }
    }

    @Test
    void compresses_a_short_body_for_a_client_that_refuses_plain_bodies() {
        String path = "/v1/nothing";
        assertThat(plain(get(path, "Accept-Encoding", "gzip"))).contains("not-found");
        HttpResponse<byte[]> refused = get(path, "Accept-Encoding", "gzip, identity;q=0");
        assertThat(unzipped(refused)).isEqualTo(plain(get(path)));
        assertThat(header(refused, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(plain(get(path, "Accept-Encoding", "identity;q=0"))).contains("not-found");
    }

    @Test
    void compresses_the_openapi_file_and_the_scripts_of_the_page() {
        for (String file : List.of("/openapi.yaml", "/page/js/start.js")) {
            HttpResponse<byte[]> compressed = get(file, "Accept-Encoding", "gzip");
            assertThat(unzipped(compressed)).as(file).isEqualTo(plain(get(file)));
        }
    }

    @Test
    void head_returns_the_same_headers_as_get_for_a_compressed_body() {
        HttpResponse<byte[]> get = get(ALL, "Accept-Encoding", "gzip");
        HttpResponse<byte[]> head = send("HEAD", ALL, "Accept-Encoding", "gzip");
        for (String name : List.of("Content-Encoding", "Content-Length", "Content-Type", "ETag", "Vary")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(get, name)).isNotEmpty();
        }
    }

    @Test
    void compresses_metrics() {
        String plain = plain(get("/observe/metrics"));
        assertThat(plain).contains("keiba_test_gauge");
        HttpResponse<byte[]> compressed = get("/observe/metrics", "Accept-Encoding", "gzip");
        assertThat(unzipped(compressed)).contains("keiba_test_gauge");
        assertThat(header(compressed, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(plain(get("/observe/metrics", "Accept-Encoding", "gzip;q=0")))
                .contains("keiba_test_gauge");
        assertThat(header(send("POST", "/observe/metrics", "Accept-Encoding", "gzip"), "Content-Encoding"))
                .isEmpty();
    }
}
