package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import keiba.bootstrap.serve.Api.Answer;
import keiba.embedded.EmbeddedServer;
import keiba.embedded.EmbeddedServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Readiness fails while a server is unreachable and names it. Bettors buy during the tests, and every accepted purchase is recorded
 * once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServersAwayIT {
    @SuppressWarnings("NullAway.Init")
    private RunningService service;

    @SuppressWarnings("NullAway.Init")
    private Crowd crowd;

    @BeforeAll
    void start(@TempDir Path data) {
        service = RunningService.start(data);
        RaceDay day = new RaceDay(3);
        day.open(service.api());
        List<String> tokens = RaceDay.bettors(service.api(), 10, 1_000_000);
        crowd = Crowd.start(day, List.of(service.api().patientFor(Duration.ofSeconds(5))), tokens, 2);
    }

    @AfterAll
    void check_that_every_accepted_purchase_is_recorded_once() throws Exception {
        try {
            crowd.close();
            Database database = Database.of(service.configuration());
            assertThat(crowd.accepted()).isPositive();
            RunningService.await("the last records", () -> database.recorded() >= crowd.accepted());
            database.hasExactly(crowd.receipts());
            Invariants.hold(service.configuration());
        } finally {
            service.close();
        }
    }

    Stream<Arguments> servers() {
        return Stream.concat(
                quicklyStarted(),
                Stream.of(Arguments.of("kafka", service.servers().kafka())));
    }

    Stream<Arguments> quicklyStarted() {
        EmbeddedServers servers = service.servers();
        return Stream.of(Arguments.of("postgres", servers.postgres()), Arguments.of("redis", servers.redis()));
    }

    @ParameterizedTest(name = "{0}", autoCloseArguments = false)
    @MethodSource("servers")
    void readiness_names_a_frozen_server_until_it_answers_again(String name, EmbeddedServer server) {
        awaitReady();
        server.pause();
        try {
            RunningService.await("readiness to name " + name, () -> isNamed(name));
            assertThat(service.get("/observe/health/live", "").status()).isEqualTo(200);
        } finally {
            server.resume();
        }
        awaitReady();
    }

    @ParameterizedTest(name = "{0}", autoCloseArguments = false)
    @MethodSource("quicklyStarted")
    void readiness_names_a_stopped_server_until_it_is_back(String name, EmbeddedServer server) {
        awaitReady();
        server.kill();
        try {
            RunningService.await("readiness to name " + name, () -> isNamed(name));
        } finally {
            server.start();
        }
        awaitReady();
    }

    private void awaitReady() {
        RunningService.await("readiness", () -> health().status() == 200);
    }

    private boolean isNamed(String name) {
        Answer health = health();
        return health.status() == 503 && health.failingChecks().contains(name);
    }

    private Answer health() {
        return service.get("/observe/health/ready", "");
    }
}
