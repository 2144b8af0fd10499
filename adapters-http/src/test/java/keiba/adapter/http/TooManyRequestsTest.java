package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import keiba.adapter.http.Served.Answer;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TooManyRequestsTest {
    private static final int LIMIT = 5;
    private static final String OPEN = "/v1/races/100";

    @TempDir
    private Path files;

    private static void assertTooMany(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(429);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.json().get("type").textValue()).isEqualTo("urn:keiba:problem:too-many-requests");
    }

    @Test
    void answers_429_only_to_the_user_who_exceeds_the_limit() {
        try (Served served = new Served(files, LIMIT, Optional.empty())) {
            String alice = served.token(Samples.ALICE, Role.BETTOR);
            for (int request = 0; request < LIMIT; request++) {
                assertThat(served.get("/v1/account", alice).status()).isEqualTo(200);
            }
            assertTooMany(served.get("/v1/account", alice));
            assertTooMany(served.get("/v1/account", served.token(Samples.ALICE, Role.CASHIER)));
            assertThat(served.get("/v1/account", served.token(Samples.BOB, Role.BETTOR))
                            .status())
                    .isEqualTo(200);
            assertThat(served.get(OPEN).status()).isEqualTo(404);
            served.world().clock().advance(Duration.ofSeconds(1));
            assertThat(served.get("/v1/account", alice).status()).isEqualTo(200);
        }
    }

    @Test
    void requests_without_a_valid_token_count_for_their_address() {
        try (Served served = new Served(files, LIMIT, Optional.empty())) {
            for (int request = 0; request < LIMIT; request++) {
                assertThat(served.get("/v1/account", "forged").status()).isEqualTo(401);
            }
            assertTooMany(served.get("/v1/account", "forged"));
            assertTooMany(served.get("/v1/account"));
            assertTooMany(served.get(OPEN));
            assertThat(served.get("/v1/account", served.token(Samples.ALICE, Role.BETTOR))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void ignores_a_forwarded_address_without_a_configured_proxy() {
        try (Served served = new Served(files, LIMIT, Optional.empty())) {
            for (int request = 0; request < LIMIT; request++) {
                assertThat(from(served, "10.0.0." + request).status()).isEqualTo(404);
            }
            assertTooMany(from(served, "10.0.0.99"));
        }
    }

    @Test
    void behind_a_proxy_requests_count_for_the_address_that_the_proxy_appended() {
        try (Served served = new Served(files, LIMIT, Optional.of("X-Forwarded-For"))) {
            for (int request = 0; request < LIMIT; request++) {
                assertThat(from(served, "10.0.0." + request + ", 192.0.2.1").status())
                        .isEqualTo(404);
            }
            assertTooMany(from(served, "10.0.0.99,192.0.2.1"));
            assertThat(from(served, "192.0.2.1, 192.0.2.2").status()).isEqualTo(404);
            assertThat(served.get(OPEN).status()).isEqualTo(404);
        }
    }

    private static Answer from(Served served, String address) {
        return served.send(served.request(OPEN).header("X-Forwarded-For", address));
    }

    @Test
    void health_and_documentation_are_not_limited() {
        try (Served served = new Served(files, 1, Optional.empty())) {
            for (int request = 0; request < 5; request++) {
                assertThat(served.get("/observe/health/ready").status()).isBetween(200, 204);
                assertThat(served.get("/openapi.yaml").status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/races?date=2026-11-22",
                "/v1/races/100",
                "/v1/races/100/odds",
                "/v1/races/100/odds/WIN",
                "/v1/races/100/result",
                "/v1/races/100/odds/stream",
                "/v1/races/stream?date=2026-11-22",
                "/",
                "/page/js/start.js"
            })
    void public_reads_and_streams_are_limited_by_address(String path) {
        try (Served served = new Served(files, LIMIT, Optional.empty())) {
            for (int request = 0; request < LIMIT; request++) {
                assertThat(served.get(OPEN).status()).isEqualTo(404);
            }
            assertTooMany(served.get(path));
            served.world().clock().advance(Duration.ofSeconds(1));
            assertThat(served.get(OPEN).status()).isEqualTo(404);
        }
    }
}
