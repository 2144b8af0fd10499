package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import keiba.adapter.http.Described;

/** Acts of other users over REST, beside the browser under test. */
final class Rest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final KeibaProcess program;

    Rest(KeibaProcess program) {
        this.program = program;
    }

    record Answer(int status, JsonNode body) {}

    /** Sends a request, and checks the answer against the OpenAPI file. */
    Answer send(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(program.address() + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode read = JSON.readTree(response.body());
            assertThat(Described.faults(response, read)).isEmpty();
            return new Answer(response.statusCode(), read);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    JsonNode get(String path) {
        return send("GET", path, "", "").body();
    }

    /** A token of the demonstration. */
    String token(long user, String... roles) {
        ObjectNode body = JSON.createObjectNode().put("user_id", user);
        ArrayNode names = body.putArray("roles");
        List.of(roles).forEach(names::add);
        return send("POST", "/v1/demo/tokens", "", body.toString())
                .body()
                .path("token")
                .asText();
    }

    String operator() {
        return token(1, "operator", "cashier");
    }

    void command(long race, String command) {
        assertThat(send("POST", "/v1/races/" + race + "/" + command, operator(), "")
                        .status())
                .isEqualTo(200);
    }

    void scratch(long race, int horse) {
        assertThat(send(
                                "POST",
                                "/v1/races/" + race + "/scratches",
                                operator(),
                                "{\"horse_number\":" + horse + ",\"kind\":\"SCRATCHED\"}")
                        .status())
                .isEqualTo(200);
    }

    void deposit(long user, long yen) {
        assertThat(send("POST", "/v1/accounts/" + user + "/deposits", operator(), "{\"amount\":" + yen + "}")
                        .status())
                .isEqualTo(201);
    }

    long balance(long user) {
        return send("GET", "/v1/account", token(user, "bettor"), "")
                .body()
                .path("balance")
                .asLong();
    }

    /** Buys a ticket and waits until it is recorded. */
    void buy(long user, long race, String bet) {
        String token = token(user, "bettor");
        Answer accepted = send("POST", "/v1/purchases", token, "{\"race_id\":" + race + "," + bet + "}");
        assertThat(accepted.status()).as(accepted.body().toString()).isEqualTo(202);
        String path = "/v1/purchases/" + accepted.body().path("message_id").asText();
        Waiting.until(
                "the ticket",
                () -> send("GET", path, token, "")
                        .body()
                        .path("status")
                        .asText()
                        .equals("COMPLETED"));
    }

    private static OffsetDateTime postTime(OffsetDateTime now) {
        OffsetDateTime soon = now.truncatedTo(ChronoUnit.SECONDS).plusHours(2);
        OffsetDateTime lastOfToday =
                now.truncatedTo(ChronoUnit.DAYS).plusDays(1).minusSeconds(1);
        return soon.isAfter(lastOfToday) && now.plusMinutes(15).isBefore(lastOfToday) ? lastOfToday : soon;
    }

    /** Declares a race of today in Japan, or of tomorrow if today is over in some minutes, and opens it. */
    void open(long race, String name, List<String> horses) {
        OffsetDateTime post = postTime(OffsetDateTime.now(ZoneOffset.ofHours(9)));
        ObjectNode body = JSON.createObjectNode()
                .put("race_id", race)
                .put("date", post.toLocalDate().toString())
                .put("venue", "Sapporo")
                .put("race_number", race % 12 + 1)
                .put("name", name)
                .put("post_time", post.toInstant().toString());
        ArrayNode runners = body.putArray("runners");
        for (String horse : horses) {
            runners.addObject()
                    .put("horse_number", runners.size())
                    .put("name", horse)
                    .put("jockey", "J. " + horse);
        }
        assertThat(send("POST", "/v1/races", operator(), body.toString()).status())
                .isEqualTo(201);
        command(race, "open");
    }

    /** Posts this order as one operator and confirms it as another; returns when the payouts are calculated. */
    void settle(long race, String order) {
        Waiting.until("the final odds", () -> isFinal(race));
        Answer posted = send("PUT", "/v1/races/" + race + "/result", operator(), "{\"order\":" + order + "}");
        assertThat(posted.status()).as(posted.body().toString()).isEqualTo(200);
        String version =
                "{\"result_version\":" + posted.body().path("result_version").asLong() + "}";
        assertThat(send("POST", "/v1/races/" + race + "/result/confirmation", token(2, "operator"), version)
                        .status())
                .isEqualTo(200);
        Waiting.until("the payouts", () -> state(race).equals("PAYABLE"));
    }

    boolean isFinal(long race) {
        JsonNode boards = get("/v1/races/" + race + "/odds").path("boards");
        return !boards.isEmpty()
                && boards.valueStream()
                        .allMatch(board -> board.path("kind").asText().equals("FINAL"));
    }

    String state(long race) {
        return get("/v1/races/" + race).path("state").asText();
    }

    /** Returns whether the report of a settled race balances. */
    boolean isBalanced(long race) {
        return send("GET", "/v1/races/" + race + "/report", token(1, "operator"), "")
                .body()
                .path("balanced")
                .asBoolean();
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(text, unreadable);
        }
    }
}
