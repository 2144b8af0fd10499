package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.Samples;
import keiba.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event streams over HTTP from the real server. */
@Timeout(120)
class OddsStreamServedTest {
    private static final String STREAM = RaceDay.RACE + "/odds/stream";

    @TempDir
    private Path files;

    private RaceDay day;

    @BeforeEach
    void open() {
        day = new RaceDay(files);
    }

    @AfterEach
    void stop() {
        day.close();
    }

    private record Event(String name, JsonNode data, String id) {}

    /** A client that reads a stream. */
    private static final class Hearing implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        Hearing(Served served, int port) {
            this(served.listen(port, STREAM));
        }

        Hearing(HttpResponse<InputStream> response) {
            this.response = response;
            this.lines = new BufferedReader(new InputStreamReader(body(response), StandardCharsets.UTF_8));
        }

        private static InputStream body(HttpResponse<InputStream> response) {
            try {
                return response.headers().firstValue("Content-Encoding").isPresent()
                        ? new GZIPInputStream(response.body()) {
                            @Override
                            public int available() {
                                return 0; // the default is 1, and a reader would wait for the next event
                            }
                        }
                        : response.body();
            } catch (IOException cutOff) {
                throw new UncheckedIOException(cutOff);
            }
        }

        /** The next event; empty at the end of the stream. */
        Optional<Event> next() {
            try {
                String name = "";
                String id = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        name = line.substring("event: ".length());
                    } else if (line.startsWith("id: ")) {
                        id = line.substring("id: ".length());
                    } else if (line.startsWith("data: ")) {
                        return Optional.of(new Event(name, Json.read(line.substring("data: ".length())), id));
                    }
                }
                return Optional.empty();
            } catch (IOException cutOff) {
                throw new UncheckedIOException(cutOff);
            }
        }

        List<Event> next(int count) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                events.add(next().orElseThrow());
            }
            return events;
        }

        @Override
        public void close() {
            hangUp();
        }

        void hangUp() {
            try {
                response.body().close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private Hearing listen() {
        return new Hearing(day.served(), day.served().port());
    }

    @Test
    void sends_the_current_state_first_and_then_each_change() {
        try (Hearing listener = listen()) {
            assertThat(listener.response.statusCode()).isEqualTo(200);
            assertThat(listener.response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(listener.response.headers().firstValue("Cache-Control")).hasValue("no-store");
            List<Event> first = listener.next(8);
            assertThat(first).extracting(Event::name).startsWith("race", "odds");
            assertThat(first.get(0).data().get("race_id").longValue()).isEqualTo(100);
            day.win(Samples.ALICE, 3, 500);
            day.world().useCases().odds().publish().publishChanged();
            Event odds = listener.next().orElseThrow();
            assertThat(odds.name()).isEqualTo("odds");
            assertThat(odds.data()).isEqualTo(day.get("odds/WIN"));
            day.command("suspend").json(200);
            Event race = listener.next().orElseThrow();
            assertThat(race.name()).isEqualTo("race");
            assertThat(race.data()).isEqualTo(day.served().get(RaceDay.RACE).json(200));
        }
        try (Hearing again = listen()) {
            List<Event> first = again.next(8);
            assertThat(first.get(0).data().get("state").textValue()).isEqualTo("SUSPENDED");
            assertThat(first.get(1).data().get("sales").longValue()).isEqualTo(500);
        }
    }

    @Test
    void answers_404_for_the_stream_of_an_unknown_race() {
        day.served().get("/v1/races/999/odds/stream").assertProblem(404, "not-found");
    }

    @Test
    void streams_end_when_the_server_stops() {
        HttpServer other = day.served().start(0);
        try (Hearing listener = new Hearing(day.served(), other.port())) {
            listener.next(8);
            other.close();
            assertThat(listener.next()).isEmpty();
        }
    }

    @Test
    void a_listener_that_disconnects_frees_its_place_for_another() {
        try (HttpServer other = day.served().start(0, 2);
                Hearing first = new Hearing(day.served(), other.port())) {
            first.next(8);
            try (Hearing second = new Hearing(day.served(), other.port())) {
                assertThat(second.response.statusCode()).isEqualTo(503);
                assertThat(second.response.headers().firstValue("Retry-After")).isPresent();
            }
            first.hangUp();
            int status = 503;
            for (int attempt = 0; attempt < 10_000 && status == 503; attempt++) {
                // the server notices when it next writes, at the latest a heartbeat
                day.world().clock().advance(Duration.ofSeconds(15));
                try (Hearing third = new Hearing(day.served(), other.port())) {
                    status = third.response.statusCode();
                }
            }
            assertThat(status).isEqualTo(200);
        }
    }

    @Test
    void a_compressed_stream_has_the_same_events_as_a_plain_one() {
        try (Hearing plain = listen();
                Hearing compressed =
                        new Hearing(day.served().listen(day.served().port(), STREAM, "gzip, deflate, br"))) {
            assertThat(plain.response.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(compressed.response.headers().firstValue("Content-Encoding"))
                    .hasValue("gzip");
            assertThat(compressed.response.headers().firstValue("Vary")).hasValue("Accept-Encoding");
            assertThat(compressed.next(8)).isEqualTo(plain.next(8));
            day.win(Samples.ALICE, 3, 500);
            day.world().useCases().odds().publish().publishChanged();
            assertThat(compressed.next()).isEqualTo(plain.next());
            day.command("suspend").json(200);
            assertThat(compressed.next()).isEqualTo(plain.next());
        }
    }

    @Test
    void a_compressed_stream_is_complete_when_the_server_stops() {
        HttpServer other = day.served().start(0);
        try (Hearing listener = new Hearing(day.served().listen(other.port(), STREAM, "gzip"))) {
            listener.next(8);
            other.close();
            assertThat(listener.next()).isEmpty(); // a member that is cut off would be an exception
        }
    }

    @Test
    void sends_a_reconnecting_listener_only_events_after_its_last_event_id() {
        String id;
        try (Hearing listener = listen()) {
            id = listener.next(8).getLast().id();
        }
        day.win(Samples.ALICE, 3, 500);
        day.world().useCases().odds().publish().publishChanged();
        for (HttpResponse<InputStream> again : List.of(
                day.served().listen(day.served().request(STREAM).header("Last-Event-ID", id)),
                day.served().listen(day.served().request(STREAM + "?last_event_id=" + id)))) {
            try (Hearing listener = new Hearing(again)) {
                Event event = listener.next().orElseThrow();
                assertThat(event.name()).isEqualTo("odds");
                assertThat(event.data().get("bet_type").textValue()).isEqualTo("WIN");
                assertThat(event.id()).isNotEqualTo(id).startsWith("race-");
            }
        }
    }

    @Test
    void sends_only_the_bet_types_that_a_listener_requests() {
        try (Hearing listener = new Hearing(day.served().listen(day.served().port(), STREAM + "?types=TRIO,WIN"))) {
            assertThat(listener.next(3))
                    .extracting(event -> event.data().path("bet_type").asText("none"))
                    .containsExactly("none", "WIN", "TRIO");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"win", "WIN,", ",", "", "WIN,NONE", "WIN%20", "WIN5"})
    void answers_400_to_an_unknown_bet_type(String types) {
        day.served().get(STREAM + "?types=" + types).assertProblem(400, "malformed-request");
    }

    @Test
    void the_stream_of_a_day_sends_its_races_their_changes_and_heartbeats() {
        String path = "/v1/races/stream?date=2026-11-22";
        try (Hearing listener = new Hearing(day.served().listen(day.served().port(), path))) {
            Event race = listener.next().orElseThrow();
            assertThat(race.name()).isEqualTo("race");
            assertThat(race.data()).isEqualTo(day.served().get(RaceDay.RACE).json(200));
            assertThat(race.id()).matches("100-\\d+");
            day.command("suspend").json(200);
            assertThat(listener.next().orElseThrow().data().get("state").textValue())
                    .isEqualTo("SUSPENDED");
            day.world().clock().advance(Served.HEARTBEAT);
            Event heartbeat = listener.next().orElseThrow();
            assertThat(heartbeat.name()).isEqualTo("heartbeat");
            assertThat(heartbeat.data().get("server_time").textValue())
                    .isEqualTo(day.world().clock().instant().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?date=", "?date=2026-13-01", "?date=tomorrow", "?day=2026-11-22", "?date=10000-01-01"})
    void answers_400_to_a_stream_of_a_malformed_date(String query) {
        day.served().get("/v1/races/stream" + query).assertProblem(400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {STREAM, "/v1/races/stream?date=2026-11-22"})
    void opening_a_stream_counts_against_the_request_limit_of_the_address(String path) {
        try (Served limited = new Served(files, 1, Optional.empty())) {
            limited.world().openRace(Samples.RACE);
            assertThat(limited.get(RaceDay.RACE).status()).isEqualTo(200);
            Answer refused = limited.get(path);
            refused.assertProblem(429, "too-many-requests");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
        }
    }
}
