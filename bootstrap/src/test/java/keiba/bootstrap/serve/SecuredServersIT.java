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
import keiba.application.failure.TemporaryFailure;
import keiba.bootstrap.serve.Api.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service on servers that encrypt every connection and accept no client without a certificate and a password. */
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
    void sells_a_ticket_with_encryption_certificates_and_passwords_on_all_three_servers() {
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
                                    "SELECT DISTINCT client_dn FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = '"
                                            + SecuredServers.USER + "'"))
                    .containsExactly("/CN=client");
            Invariants.hold(configuration);
        }
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
        assertDoesNotStart(environment, told);
    }

    @Test
    void a_service_without_a_certificate_for_postgresql_does_not_start() {
        Map<String, String> environment = new HashMap<>(servers.environment(data));
        environment.put("KEIBA_POSTGRES_URL", servers.postgresUrlWithoutKey());
        assertDoesNotStart(environment, "connection requires a valid client certificate");
    }

    @Test
    void a_service_without_a_certificate_for_kafka_does_not_start() {
        Map<String, String> environment = new HashMap<>(servers.environment(data));
        environment.keySet().removeIf(name -> name.startsWith("KEIBA_KAFKA_CLIENT_SSL_KEYSTORE"));
        assertDoesNotStart(environment, "Kafka");
    }

    private static void assertDoesNotStart(Map<String, String> environment, String told) {
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

    @Test
    void redis_refuses_a_client_without_a_certificate_and_one_with_a_certificate_of_another_authority() {
        Map<String, String> environment = new HashMap<>(servers.environment(data));
        environment.put(
                "KEIBA_REDIS_KEY_STORE", otherAuthority.resolveSibling("ca.p12").toString());
        assertThat(isReady(environment)).isFalse();
        environment.keySet().removeIf(name -> name.startsWith("KEIBA_REDIS_KEY_STORE"));
        assertThat(isReady(environment)).isFalse();
    }

    @Test
    void sentinels_are_asked_on_encrypted_connections_with_the_certificate_of_the_service(@TempDir Path directory)
            throws IOException {
        try (SecuredSentinel sentinel = SecuredSentinel.watch(servers, directory)) {
            Map<String, String> environment = new HashMap<>(servers.environment(data));
            environment.put("KEIBA_REDIS_URL", "rediss://does-not-count:1");
            environment.put("KEIBA_REDIS_SENTINELS", sentinel.address());
            environment.put("KEIBA_REDIS_SENTINEL_MASTER", SecuredSentinel.MASTER);
            RunningService.await("the Sentinel", () -> opens(environment));
            assertThat(isReady(environment)).isTrue();

            environment.keySet().removeIf(name -> name.startsWith("KEIBA_REDIS_KEY_STORE"));
            assertThat(opens(environment)).isFalse();
        }
    }

    /** Whether a Sentinel answers. */
    private static boolean opens(Map<String, String> environment) {
        try {
            isReady(environment);
            return true;
        } catch (TemporaryFailure noAnswer) {
            return false;
        }
    }

    private static boolean isReady(Map<String, String> environment) {
        try (RedisBoards boards =
                RedisBoards.open(ServiceSettings.redis(Configuration.defaults().withEnvironment(environment)))) {
            return boards.isReady();
        }
    }

    @Test
    void refuses_a_key_store_that_cannot_be_read() throws IOException {
        Path noKeyStore = Files.writeString(data.resolve("none.p12"), "none");
        assertThatThrownBy(() -> RedisBoards.open(
                        ServiceSettings.redis(configuration("KEIBA_REDIS_KEY_STORE", noKeyStore.toString()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("redis.key-store (KEIBA_REDIS_KEY_STORE): " + noKeyStore
                        + " cannot be read as a PKCS #12 key store with the password in redis.key-store-password");
        Path missing = data.resolve("missing");
        assertThatThrownBy(() -> RedisBoards.open(
                        ServiceSettings.redis(configuration("KEIBA_REDIS_KEY_STORE", missing.toString()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("redis.key-store (KEIBA_REDIS_KEY_STORE): " + missing + " does not exist");
        Map<String, String> environment = new HashMap<>(servers.environment(data));
        environment.remove("KEIBA_REDIS_KEY_STORE_PASSWORD_FILE");
        environment.put("KEIBA_REDIS_KEY_STORE_PASSWORD", "wrong-s3cret");
        assertThatThrownBy(() -> isReady(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("redis.key-store (KEIBA_REDIS_KEY_STORE): ")
                .hasMessageNotContaining("s3cret");
        Path trustOnly = servers.certificates().trustStore();
        assertThatThrownBy(() -> RedisBoards.open(
                        ServiceSettings.redis(configuration("KEIBA_REDIS_KEY_STORE", trustOnly.toString()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "redis.key-store (KEIBA_REDIS_KEY_STORE): " + trustOnly + " does not contain a private key");
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
