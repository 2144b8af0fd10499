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
import keiba.application.fake.Samples;
import keiba.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams from the real server. */
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

    private record Event(String name, JsonNode data) {}

    /** Somebody who listens. */
    private static final class Listener implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        Listener(Served served, int port) {
            response = served.listen(port, STREAM);
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** The next event; empty at the end of the stream. */
        Optional<Event> next() {
            try {
                String name = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        name = line.substring("event: ".length());
                    } else if (line.startsWith("data: ")) {
                        return Optional.of(new Event(name, Json.read(line.substring("data: ".length()))));
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

    private Listener listen() {
        return new Listener(day.served(), day.served().port());
    }

    @Test
    void a_listener_hears_how_everything_stands_and_what_changes() {
        try (Listener listener = listen()) {
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
        try (Listener again = listen()) {
            List<Event> first = again.next(8);
            assertThat(first.get(0).data().get("state").textValue()).isEqualTo("SUSPENDED");
            assertThat(first.get(1).data().get("sales").longValue()).isEqualTo(500);
        }
    }

    @Test
    void a_race_that_is_unknown_has_no_stream() {
        day.served().get("/v1/races/999/odds/stream").assertProblem(404, "not-found");
    }

    @Test
    void streams_end_when_the_server_stops() {
        HttpServer other = day.served().start(0);
        try (Listener listener = new Listener(day.served(), other.port())) {
            listener.next(8);
            other.close();
            assertThat(listener.next()).isEmpty();
        }
    }

    @Test
    void a_listener_that_hangs_up_leaves_its_place_to_another() {
        try (HttpServer other = day.served().start(0, 2);
                Listener first = new Listener(day.served(), other.port())) {
            first.next(8);
            try (Listener second = new Listener(day.served(), other.port())) {
                assertThat(second.response.statusCode()).isEqualTo(503);
                assertThat(second.response.headers().firstValue("Retry-After")).isPresent();
            }
            first.hangUp();
            int status = 503;
            for (int attempt = 0; attempt < 10_000 && status == 503; attempt++) {
                // the server notices when it next writes, at the latest a comment
                day.world().clock().advance(Duration.ofSeconds(15));
                try (Listener third = new Listener(day.served(), other.port())) {
                    status = third.response.statusCode();
                }
            }
            assertThat(status).isEqualTo(200);
        }
    }
}
