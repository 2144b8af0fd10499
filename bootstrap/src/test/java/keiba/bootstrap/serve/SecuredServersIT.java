package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keiba.adapter.redis.RedisBoards;
import keiba.application.failure.InfrastructureFailure;
import keiba.bootstrap.serve.Api.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service on servers that require encrypted connections and passwords. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredServersIT {
    private Path data;
    private Path otherAuthority;
    private SecuredServers servers;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        data = directory;
        otherAuthority = TestCertificates.authority(Files.createDirectory(directory.resolve("other")));
        servers = SecuredServers.start(directory);
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    private Configuration configuration(String... changes) {
        Map<String, String> environment = new HashMap<>(servers.environment(data));
        for (int i = 0; i < changes.length; i += 2) {
            environment.put(changes[i], changes[i + 1]);
        }
        return Configuration.defaults().withEnvironment(environment);
    }

    @Test
    void sells_a_ticket_with_encryption_and_passwords_on_all_three_servers() throws InterruptedException {
        Configuration configuration = configuration();
        RaceDay day = new RaceDay(1);
        try (RunningService service = RunningService.startOn(servers.shared(), configuration)) {
            Api api = service.api();
            day.open(api);
            RaceDay.deposit(api, 12_345, 10_000);
            String bettor = RaceDay.bettor(api, 12_345);
            Answer bought = service.post(
                    "/v1/purchases", bettor, "{\"race_id\":1,\"horse_number\":5,\"bet_type\":\"WIN\",\"amount\":1000}");
            assertThat(bought.status()).isEqualTo(202);
            RunningService.await(
                    "the ticket",
                    () -> service.get("/v1/purchases/" + bought.messageId(), bettor)
                            .body()
                            .path("status")
                            .asText()
                            .equals("COMPLETED"));
            RunningService.await(
                    "the odds",
                    () -> api.get("/v1/races/1/odds/WIN", "")
                                    .body()
                                    .path("sales")
                                    .asLong()
                            == 1_000);
            assertThat(api.get("/observe/health/ready", "").status()).isEqualTo(200);
            assertThat(servers.postgres()
                            .column(
                                    "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = '"
                                            + SecuredServers.USER + "'"))
                    .containsExactly("t");
        }
        assertThat(VerifyCommand.differences(configuration)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "KEIBA_POSTGRES_PASSWORD,wrong-s3cret,password authentication failed",
        "KEIBA_KAFKA_CLIENT_SSL_TRUSTSTORE_LOCATION,other,Kafka",
        "KEIBA_KAFKA_CLIENT_SASL_JAAS_CONFIG,login,Kafka"
    })
    void refuses_to_start_if_it_cannot_log_in_and_does_not_show_the_password(
            String variable, String value, String told) {
        Map<String, String> environment = new HashMap<>(servers.environment(data));
        environment.remove(variable + "_FILE");
        environment.put(
                variable,
                switch (value) {
                    case "other" -> otherAuthority.toString();
                    case "login" -> SecuredServers.login("wrong-s3cret");
                    default -> value;
                });
        assertThatThrownBy(() -> Service.start(
                        Configuration.defaults().withEnvironment(environment),
                        Mode.DEVELOPMENT,
                        InstantSource.system()))
                .isInstanceOf(InfrastructureFailure.class)
                .hasMessageContaining(told)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void redis_is_not_ready_with_another_certificate_authority_or_a_wrong_password() {
        Map<String, String> environment = new HashMap<>(servers.environment(data));
        environment.put("KEIBA_REDIS_CA_FILE", otherAuthority.toString());
        assertThat(isReady(environment)).isFalse();
        environment.putAll(servers.environment(data));
        assertThat(isReady(environment)).isTrue();
        environment.remove("KEIBA_REDIS_PASSWORD_FILE");
        environment.put("KEIBA_REDIS_PASSWORD", "wrong");
        assertThat(isReady(environment)).isFalse();
    }

    private static boolean isReady(Map<String, String> environment) {
        try (RedisBoards boards =
                RedisBoards.open(ServiceSettings.redis(Configuration.defaults().withEnvironment(environment)))) {
            return boards.isReady();
        }
    }

    @Test
    void refuses_certificates_that_cannot_be_read() throws IOException {
        Path noCertificate = Files.writeString(data.resolve("none.pem"), "none");
        for (String file :
                List.of(noCertificate.toString(), data.resolve("missing").toString())) {
            assertThatThrownBy(
                            () -> RedisBoards.open(ServiceSettings.redis(configuration("KEIBA_REDIS_CA_FILE", file))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("redis.ca-file (KEIBA_REDIS_CA_FILE): " + file);
        }
    }
}
