package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conditions under which a process is not ready. */
class ReadinessIT {
    /** How far the clock of this machine is ahead. */
    private volatile Duration ahead = Duration.ZERO;

    @SuppressWarnings("NullAway.Init")
    private RunningService service;

    @BeforeEach
    void start(@TempDir Path data) {
        service = RunningService.start(data, () -> Instant.now().plus(ahead));
        awaitReady();
    }

    @AfterEach
    void stop() {
        try {
            Invariants.hold(service.configuration());
        } finally {
            service.close();
        }
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (JsonNode check : service.get("/observe/health/ready", "").body().path("checks")) {
            if (!check.path("status").asText().equals("UP")) {
                faults.add(check.path("name").asText());
            }
        }
        return faults;
    }

    private void awaitReady() {
        RunningService.await("readiness", () -> faults().isEmpty());
    }

    private void awaitFaults(String... names) {
        RunningService.await("faults " + List.of(names), () -> faults().containsAll(List.of(names)));
    }

    private double offset() {
        return service.api().metric("keiba_clock_offset_seconds");
    }

    @Test
    void a_wrong_clock_is_in_the_metrics_and_makes_the_process_not_ready() {
        ahead = Duration.ofMinutes(-1);
        awaitFaults("clock");
        assertThat(offset()).isLessThan(-50);
        ahead = Duration.ZERO;
        awaitReady();
        assertThat(offset()).isBetween(-2.0, 2.0);
    }

    @Test
    void the_lag_of_recording_is_in_the_metrics_and_falls_after_a_restart() throws SQLException {
        RunningService.await("the lag to be small", () -> lag() < 10);
        assertThat(service.api().metric("keiba_recording_lag_seconds")).isNotNegative();
        service.stop();
        execute("UPDATE queue_position SET recorded_through = now() - interval '1 hour' WHERE queue_partition = 3");
        service.startAgain();
        awaitReady();
        RunningService.await("the recorder to catch up", () -> lag() < 10);
    }

    private double lag() {
        return work().path("data").path("recording_lag_seconds").asDouble(Double.MAX_VALUE);
    }

    @Test
    void no_process_is_ready_if_the_number_of_partitions_differs_from_postgresql() throws SQLException {
        execute("UPDATE queue_topic SET partitions = 12");
        awaitFaults("topic");
        service.stop();
        service.startAgain();
        awaitFaults("topic", "recorder");
        execute("UPDATE queue_topic SET partitions = 13");
        service.stop();
        service.startAgain();
        awaitReady();
    }

    @Test
    void readiness_names_a_stopped_partition_and_the_process_stays_ready() throws SQLException {
        service.stop();
        execute("UPDATE queue_position SET next_offset = next_offset + 1000 WHERE queue_partition = 3");
        service.startAgain();
        RunningService.await(
                "partition 3 to be named", () -> work().path("data").has("recording partition 3"));
        assertThat(work().path("data").path("degraded").asBoolean()).isTrue();
        assertThat(work().path("data").path("recording partition 3").asText())
                .startsWith("at offset 1000 since ")
                .contains("its log ")
                .endsWith("; stopped until an operator resumes it with ./keiba resume 3");
        assertThat(service.get("/observe/health/ready", "").status()).isEqualTo(200);
        service.stop();
        execute("UPDATE queue_position SET next_offset = next_offset - 1000 WHERE queue_partition = 3");
        service.startAgain();
        awaitReady();
        assertThat(work().path("data").has("recording partition 3")).isFalse();
    }

    @Test
    void a_process_starts_without_the_identity_provider_and_is_ready_after_reading_keys() throws IOException {
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String issuer = "http://127.0.0.1:" + provider.getAddress().getPort();
        AtomicInteger status = new AtomicInteger(500);
        publish(provider, "/keys", "{\"keys\":[]}", status);
        publish(
                provider,
                "/.well-known/openid-configuration",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"ISSUER/login\",\"token_endpoint\":\"ISSUER/token\"}"
                        .replace("ISSUER", issuer),
                status);
        provider.start();
        Configuration configuration = service.configuration()
                .with(Setting.JWT_JWKS, issuer + "/keys")
                .with(Setting.JWT_ISSUER, issuer)
                .with(Setting.PAGE_OIDC_CLIENT_ID, "page")
                .with(Setting.ROLES, "web");
        try (Service other = Service.start(configuration, Mode.PRODUCTION, Instant::now);
                Api api = Api.of(other::port, configuration.dataDirectory())) {
            List<String> reading =
                    List.of("reading the identity provider's keys", "reading the identity provider's endpoints");
            assertThat(check(api, "identity-provider").path("status").asText()).isEqualTo("DOWN");
            for (String what : reading) {
                assertThat(check(api, "work").path("data").path(what).asText()).contains("127.0.0.1", "500");
            }
            assertThat(offersLogin(api)).isFalse();
            status.set(200);
            RunningService.await(
                    "the keys",
                    () -> check(api, "identity-provider")
                            .path("status")
                            .asText()
                            .equals("UP"));
            for (String what : reading) {
                RunningService.await(
                        "the end of the failure of " + what,
                        () -> !check(api, "work").path("data").has(what));
            }
            assertThat(offersLogin(api)).isTrue();
            assertThat(api.metric("keiba_identity_provider_keys_age_seconds")).isBetween(0.0, 300.0);
        } finally {
            provider.stop(0);
        }
    }

    private static void publish(HttpServer provider, String path, String document, AtomicInteger status) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        provider.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status.get(), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static boolean offersLogin(Api api) {
        JsonNode told = api.get("/page/config.json", "").body();
        assertThat(told.path("oidc_unavailable").asBoolean())
                .isEqualTo(told.path("oidc").isNull());
        return told.path("oidc").isObject();
    }

    /** The check that lists failing work of a ready process. */
    private JsonNode work() {
        return check(service.api(), "work");
    }

    private static JsonNode check(Api api, String name) {
        for (JsonNode check : api.get("/observe/health/ready", "").body().path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("there is no check named " + name);
    }

    private void execute(String change) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        service.servers().postgres().url(),
                        service.servers().postgres().user(),
                        service.servers().postgres().password());
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        }
    }
}
