package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import keiba.bootstrap.Shell;
import keiba.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./keiba demo} after its opening day: a user bets, closes a race as an operator, and stops the demonstration. */
class DemoQuietDaysIT {
    private static final String DEMO = "./keiba demo --races 1 --bettors 20 --seed 7 --speed 10 --pace 8 --port 0";
    private static final Pattern READY = Pattern.compile("keiba is ready: (http://127\\.0\\.0\\.1:\\d+) ");
    private static final Pattern ON_SALE = Pattern.compile("race 2  .*  (\\d+): on sale until");

    /** The exit code of a JVM that SIGTERM has ended normally. */
    private static final int TERMINATED = 128 + 15;

    private static final long BETTOR = 100;
    private static final int MOST_REPETITIONS = 100;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path data;

    private JsonNode post(String url, String token, ObjectNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", "1")
                .POST(BodyPublishers.ofByteArray(Json.write(body)))
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        // A machine that is busy may answer 503, which asks to repeat the request.
        for (int repetition = 0; answer.statusCode() == 503 && repetition < MOST_REPETITIONS; repetition++) {
            LockSupport.parkNanos(100_000_000);
            answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
        ObjectNode json = Json.read(answer.body());
        assertThat(answer.statusCode()).as("%s: %s", url, json).isBetween(200, 299);
        return json;
    }

    private String token(String api, long user, String role) throws IOException, InterruptedException {
        ObjectNode asked = Json.object().put("user_id", user);
        asked.putArray("roles").add(role);
        return post(api + "/demo/tokens", "", asked).path("token").asText();
    }

    @Test
    void continues_with_quiet_races_while_a_bettor_and_an_operator_act() throws IOException, InterruptedException {
        try (Shell.Started demo = Shell.start(DEMO, data)) {
            String api = demo.awaits(READY).group(1) + "/v1";
            String bettor = token(api, BETTOR, "bettor");
            String operator = token(api, 11, "operator");
            post(
                    api + "/accounts/" + BETTOR + "/deposits",
                    token(api, 1, "cashier"),
                    Json.object().put("amount", 10_000));

            String race = demo.awaits(ON_SALE).group(1);
            post(
                    api + "/purchases",
                    bettor,
                    Json.object()
                            .put("race_id", Long.parseLong(race))
                            .put("bet_type", "WIN")
                            .put("horse_number", runner(api, race))
                            .put("amount", 500));
            post(api + "/races/" + race + "/close", operator, Json.object());

            String end = demo.awaits(Pattern.compile(race + ": .* tickets? .*")).group();
            assertThat(end).contains("(1 of other people)", "all hold");
            demo.awaits(Pattern.compile("Race 2 \\(" + race + "\\): another operator has ended its sales"));
            assertThat(demo.awaits(Pattern.compile("race 1  .*: .* tickets?, .*"))
                            .group())
                    .contains("all hold");

            int said = demo.said().length();
            assertThat(demo.stop()).isEqualTo(TERMINATED);
            assertThat(demo.said())
                    .contains("The day", "no difference", "Quiet race days go on: a race closes every 8 s")
                    .doesNotContain("NOT ALL HOLD", "DOES NOT HOLD", "cannot end it", "cannot prepare");
            assertThat(demo.said().substring(said)).doesNotContain("WARNING", "Exception");
        }
    }

    /** Returns a horse of the race that is a starter. */
    private int runner(String api, String race) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(api + "/races/" + race)).build();
        JsonNode card = Json.read(
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        for (JsonNode runner : card.path("runners")) {
            if (runner.path("status").asText().equals("ENTERED")) {
                return runner.path("horse_number").asInt();
            }
        }
        throw new AssertionError("no horse runs: " + card);
    }
}
