package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers and parameters that are sent twice although one is allowed: the service refuses the request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedInputTest {
    private static final String BET = "{\"race_id\":100,\"bet_type\":\"WIN\",\"horse_number\":3,\"amount\":100}";

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

    private HttpRequest.Builder purchase() {
        return served.request("/v1/purchases", served.token(Samples.ALICE, Role.BETTOR))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(BET));
    }

    @Test
    void refuses_a_purchase_with_two_different_idempotency_keys() {
        Served.Answer answer =
                served.send(purchase().header("Idempotency-Key", "one").header("Idempotency-Key", "two"));
        assertThat(answer.json(400).path("detail").asText()).contains("Idempotency-Key", "2 times");
    }

    @Test
    void refuses_a_purchase_that_repeats_its_idempotency_key_header() {
        assertThat(served.send(purchase().header("Idempotency-Key", "one").header("Idempotency-Key", "one"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void answers_401_to_a_request_with_two_tokens() {
        assertThat(served.send(purchase().header("Authorization", "Bearer " + served.token(Samples.ALICE, Role.BETTOR)))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/races?date=2026-11-22&date=2026-11-23",
                "/v1/races?date=2026-11-22&limit=1&limit=1",
                "/v1/races/100/odds/WIN/history?from=2026-11-22T00:00:00Z&from=2026-11-22T00:00:00Z"
            })
    void answers_400_to_a_parameter_that_is_given_twice(String path) {
        assertThat(served.get(path).json(400).path("detail").asText()).contains("2 times");
    }
}
