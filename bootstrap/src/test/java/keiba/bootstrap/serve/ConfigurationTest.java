package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.bootstrap.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The sources of settings and their precedence. */
class ConfigurationTest {
    @TempDir
    private Path files;

    /** A changed default changes running systems, so it must also be changed here. */
    @Test
    void the_settings_and_their_defaults_do_not_change_by_accident() {
        assertThat(Arrays.stream(Setting.values())
                        .map(setting -> setting.property() + " | " + setting.variable() + " | "
                                + (setting.absent().isEmpty() ? "-" : setting.absent()) + "\n")
                        .collect(Collectors.joining()))
                .isEqualTo("""
                        http.host | KEIBA_HTTP_HOST | 127.0.0.1
                        http.port | KEIBA_HTTP_PORT | 8080
                        http.requests-per-second | KEIBA_HTTP_REQUESTS_PER_SECOND | 1000
                        http.connections | KEIBA_HTTP_CONNECTIONS | 4096
                        http.connections-per-address | KEIBA_HTTP_CONNECTIONS_PER_ADDRESS | 1024
                        http.streams-per-address | KEIBA_HTTP_STREAMS_PER_ADDRESS | 128
                        http.request-timeout-ms | KEIBA_HTTP_REQUEST_TIMEOUT_MS | 20000
                        http.idle-timeout-ms | KEIBA_HTTP_IDLE_TIMEOUT_MS | 60000
                        http.client-address-header | KEIBA_HTTP_CLIENT_ADDRESS_HEADER | -
                        http.allowed-origins | KEIBA_HTTP_ALLOWED_ORIGINS | -
                        http.heartbeat-ms | KEIBA_HTTP_HEARTBEAT_MS | 10000
                        http.drain-ms | KEIBA_HTTP_DRAIN_MS | -
                        management.host | KEIBA_MANAGEMENT_HOST | 127.0.0.1
                        management.port | KEIBA_MANAGEMENT_PORT | -
                        page.directory | KEIBA_PAGE_DIRECTORY | -
                        page.environment | KEIBA_PAGE_ENVIRONMENT | -
                        page.oidc.client-id | KEIBA_PAGE_OIDC_CLIENT_ID | -
                        page.oidc.issuer | KEIBA_PAGE_OIDC_ISSUER | -
                        page.oidc.scope | KEIBA_PAGE_OIDC_SCOPE | openid
                        page.oidc.audience | KEIBA_PAGE_OIDC_AUDIENCE | -
                        page.oidc.authorization-endpoint | KEIBA_PAGE_OIDC_AUTHORIZATION_ENDPOINT | -
                        page.oidc.token-endpoint | KEIBA_PAGE_OIDC_TOKEN_ENDPOINT | -
                        page.oidc.end-session-endpoint | KEIBA_PAGE_OIDC_END_SESSION_ENDPOINT | -
                        postgres.url | KEIBA_POSTGRES_URL | -
                        postgres.user | KEIBA_POSTGRES_USER | keiba
                        postgres.password | KEIBA_POSTGRES_PASSWORD | -
                        postgres.connections | KEIBA_POSTGRES_CONNECTIONS | 20
                        postgres.recorder-connections | KEIBA_POSTGRES_RECORDER_CONNECTIONS | 6
                        postgres.due-work-connections | KEIBA_POSTGRES_DUE_WORK_CONNECTIONS | 10
                        postgres.statement-timeout-ms | KEIBA_POSTGRES_STATEMENT_TIMEOUT_MS | 10000
                        postgres.long-statement-timeout-ms | KEIBA_POSTGRES_LONG_STATEMENT_TIMEOUT_MS | 60000
                        postgres.migrate | KEIBA_POSTGRES_MIGRATE | true
                        postgres.migrate-lock-timeout-ms | KEIBA_POSTGRES_MIGRATE_LOCK_TIMEOUT_MS | 10000
                        kafka.bootstrap | KEIBA_KAFKA_BOOTSTRAP | -
                        kafka.partitions | KEIBA_KAFKA_PARTITIONS | 13
                        kafka.replication-factor | KEIBA_KAFKA_REPLICATION_FACTOR | 1
                        kafka.min-insync-replicas | KEIBA_KAFKA_MIN_INSYNC_REPLICAS | 1
                        kafka.session-timeout-ms | KEIBA_KAFKA_SESSION_TIMEOUT_MS | 10000
                        kafka.client-properties | KEIBA_KAFKA_CLIENT_PROPERTIES | -
                        redis.url | KEIBA_REDIS_URL | -
                        redis.user | KEIBA_REDIS_USER | -
                        redis.password | KEIBA_REDIS_PASSWORD | -
                        redis.ca-file | KEIBA_REDIS_CA_FILE | -
                        redis.key-store | KEIBA_REDIS_KEY_STORE | -
                        redis.key-store-password | KEIBA_REDIS_KEY_STORE_PASSWORD | -
                        redis.sentinels | KEIBA_REDIS_SENTINELS | -
                        redis.sentinel-master | KEIBA_REDIS_SENTINEL_MASTER | -
                        redis.sentinel-user | KEIBA_REDIS_SENTINEL_USER | -
                        redis.sentinel-password | KEIBA_REDIS_SENTINEL_PASSWORD | -
                        roles | KEIBA_ROLES | purchase-api,ticket-api,odds-api,race-management,db-writer,payout-calculation,payout-execution,web
                        jwt.jwks | KEIBA_JWT_JWKS | -
                        jwt.issuer | KEIBA_JWT_ISSUER | -
                        jwt.audience | KEIBA_JWT_AUDIENCE | keiba
                        jwt.user-claim | KEIBA_JWT_USER_CLAIM | sub
                        jwt.roles-claim | KEIBA_JWT_ROLES_CLAIM | roles
                        jwt.role-prefix | KEIBA_JWT_ROLE_PREFIX | -
                        jwt.leeway-seconds | KEIBA_JWT_LEEWAY_SECONDS | 5
                        jwt.outage-tolerance-minutes | KEIBA_JWT_OUTAGE_TOLERANCE_MINUTES | 60
                        data.dir | KEIBA_DATA_DIR | var
                        limit.per-combination | KEIBA_LIMIT_PER_COMBINATION | 10000000000000
                        limit.per-purchase | KEIBA_LIMIT_PER_PURCHASE | 10000000000000
                        limit.combinations | KEIBA_LIMIT_COMBINATIONS | 10000
                        limit.per-user-and-day | KEIBA_LIMIT_PER_USER_AND_DAY | -
                        race.grace-ms | KEIBA_RACE_GRACE_MS | 2000
                        race.second-person | KEIBA_RACE_SECOND_PERSON | true
                        race.chunk | KEIBA_RACE_CHUNK | 5000
                        rules.directory | KEIBA_RULES_DIRECTORY | -
                        log.format | KEIBA_LOG_FORMAT | text
                        log.level | KEIBA_LOG_LEVEL | info
                        log.access | KEIBA_LOG_ACCESS | false
                        """);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(files.resolve("keiba.properties"), text);
    }

    /** Returns the configuration of {@code ./keiba serve} with these arguments. */
    private static Configuration serve(Map<String, String> environment, String... arguments) {
        ServeCommand command = new ServeCommand(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        new CommandLine(command).parseArgs(arguments);
        return command.configuration(environment);
    }

    @Test
    void the_command_line_precedes_the_environment_the_file_and_the_defaults() throws IOException {
        String file =
                file("http.port=1\nroles=odds-api\nredis.url=redis://file\n").toString();
        Map<String, String> environment = Map.of("KEIBA_HTTP_PORT", "2", "KEIBA_ROLES", "ticket-api");

        Configuration all = serve(environment, "--config", file, "--port", "3");

        assertThat(all.require(Setting.HTTP_PORT)).isEqualTo("3");
        assertThat(all.require(Setting.ROLES)).isEqualTo("ticket-api");
        assertThat(all.require(Setting.REDIS_URL)).isEqualTo("redis://file");
        assertThat(all.require(Setting.HTTP_HOST)).isEqualTo("127.0.0.1");
        assertThat(serve(environment, "--config", file).require(Setting.HTTP_PORT))
                .isEqualTo("2");
        assertThat(serve(Map.of(), "--config", file).require(Setting.HTTP_PORT)).isEqualTo("1");
        assertThat(serve(Map.of()).require(Setting.HTTP_PORT)).isEqualTo("8080");
        assertThat(serve(environment, "--config", file, "--roles", "db-writer").require(Setting.ROLES))
                .isEqualTo("db-writer");
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void reads_every_setting_from_a_file_and_from_the_environment(Setting setting) throws IOException {
        Configuration defaults = Configuration.defaults();
        assertThat(defaults.withFile(file(setting.property() + " =  some thing \n"))
                        .require(setting))
                .isEqualTo("some thing");
        assertThat(defaults.withEnvironment(Map.of(setting.variable(), " some thing "))
                        .require(setting))
                .isEqualTo("some thing");
    }

    @ParameterizedTest
    @CsvSource({
        "http.prot,http.port",
        "HTTP_PORT,http.port",
        "KEIBA_HTTP_PORT,http.port",
        "http-port,http.port",
        "http.port.,http.port",
        "kafka.min.insync.replicas,kafka.min-insync-replicas",
        "postgres.pasword.file,postgres.password.file",
        "kafka.client.security.protocl,kafka.client.security.protocol",
        "kafka.client.ssl.truststore.pasword.file,kafka.client.ssl.truststore.password.file"
    })
    void refuses_an_unknown_name_in_a_file_and_suggests_the_nearest_setting(String name, String meant)
            throws IOException {
        Path file = file(name + "=1\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.defaults().withFile(file))
                .withMessage(file + ": \"" + name + "\" is not a setting; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "KEIBA_HTTP_PROT,KEIBA_HTTP_PORT",
        "KEIBA_HTTPPORT,KEIBA_HTTP_PORT",
        "KEIBA_http_port,KEIBA_HTTP_PORT",
        "KEIBA_POSTGRES_PASSWORD_FIEL,KEIBA_POSTGRES_PASSWORD_FILE",
        "KEIBA_KAFKA_CLIENT_SECURITY_PROTOCAL,KEIBA_KAFKA_CLIENT_SECURITY_PROTOCOL"
    })
    void refuses_an_unknown_variable_and_suggests_the_nearest_setting(String name, String meant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.defaults().withEnvironment(Map.of(name, "1")))
                .withMessage("environment: \"" + name + "\" is not a setting; did you mean " + meant + "?");
    }

    @Test
    void lists_up_to_ten_unknown_names_in_one_message() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.defaults()
                        .withEnvironment(Map.of("KEIBA_HTTP_PROT", "1", "KEIBA_ROLLS", "web", "KEIBA_ROLES", "web")))
                .withMessage("environment: \"KEIBA_HTTP_PROT\" is not a setting; did you mean KEIBA_HTTP_PORT?;"
                        + " \"KEIBA_ROLLS\" is not a setting; did you mean KEIBA_ROLES?");
        Path many = file(IntStream.range(0, 1_000)
                .mapToObj(number -> "qqqqqqqqqqq" + number + "=1\n")
                .collect(Collectors.joining()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.defaults().withFile(many))
                .withMessageEndingWith("; and 990 more");
    }

    @Test
    void explains_variables_that_kubernetes_sets_for_a_service_named_keiba() {
        for (String name : List.of("KEIBA_SERVICE_HOST", "KEIBA_API_PORT_8080_TCP_ADDR", "KEIBA_PORT")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Configuration.defaults().withEnvironment(Map.of(name, "10.0.0.1")))
                    .withMessageContaining("\"" + name + "\" is not a setting")
                    .withMessageContaining("enableServiceLinks: false");
        }
    }

    /** A variable that the script or the build uses must not end the start of a command that they run. */
    @Test
    void ignores_variables_of_the_scripts_of_the_project() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String script : List.of("keiba", ".ci/run", "deploy/haproxy/haproxy.cfg")) {
            Pattern.compile("\\bKEIBA_[A-Z0-9_]+\\b")
                    .matcher(Files.readString(Project.root().resolve(script)))
                    .results()
                    .forEach(found -> used.add(found.group()));
        }
        assertThat(used).contains("KEIBA_IN_TEST", "KEIBA_GATEWAY_BIND", "KEIBA_API_1", "KEIBA_PAYOUT_EXECUTION_4");
        for (String name : used) {
            Configuration.defaults().withEnvironment(Map.of(name, "yes"));
        }
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void reads_only_secrets_from_files_of_their_own(Setting setting) throws IOException {
        String secret = Files.writeString(files.resolve("secret"), "s3cret\n").toString();
        Map<String, String> environment = Map.of(setting.variable() + "_FILE", secret);
        Path file = file(setting.property() + ".file=" + secret + "\n");
        if (setting.isSecret()) {
            assertThat(Configuration.defaults().withEnvironment(environment).require(setting))
                    .isEqualTo("s3cret");
            assertThat(Configuration.defaults().withFile(file).require(setting)).isEqualTo("s3cret");
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Configuration.defaults().withEnvironment(environment))
                    .withMessageEndingWith(
                            setting.variable() + " is not a secret and is not read from a file of its own");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Configuration.defaults().withFile(file))
                    .withMessageEndingWith(
                            setting.property() + " is not a secret and is not read from a file of its own");
        }
    }

    @Test
    void refuses_a_secret_given_twice_in_a_source_and_uses_the_later_source() throws IOException {
        String secret = Files.writeString(files.resolve("secret"), "new").toString();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.defaults()
                        .withEnvironment(Map.of("KEIBA_REDIS_PASSWORD", "old", "KEIBA_REDIS_PASSWORD_FILE", secret)))
                .withMessage("environment: KEIBA_REDIS_PASSWORD and KEIBA_REDIS_PASSWORD_FILE are both set;"
                        + " remove one of them");
        assertThat(Configuration.defaults()
                        .withFile(file("redis.password=old\n"))
                        .withEnvironment(Map.of("KEIBA_REDIS_PASSWORD", "", "KEIBA_REDIS_PASSWORD_FILE", secret))
                        .require(Setting.REDIS_PASSWORD))
                .isEqualTo("new");
        assertThat(Configuration.defaults()
                        .withFile(file("redis.password.file=" + secret + "\n"))
                        .withEnvironment(Map.of("KEIBA_REDIS_PASSWORD", "newer", "KEIBA_REDIS_PASSWORD_FILE", ""))
                        .require(Setting.REDIS_PASSWORD))
                .isEqualTo("newer");
    }

    @Test
    void reads_properties_of_kafka_clients_from_the_file_and_the_environment() throws IOException {
        String jaas = Files.writeString(files.resolve("jaas"), "s3cret;\n").toString();
        Configuration configuration = Configuration.defaults()
                .withFile(file("kafka.client.security.protocol=SSL\nkafka.client.ssl.truststore.type=PEM\n"))
                .withEnvironment(Map.of(
                        "KEIBA_KAFKA_CLIENT_SECURITY_PROTOCOL", "SASL_SSL",
                        "KEIBA_KAFKA_CLIENT_SASL_JAAS_CONFIG_FILE", jaas,
                        "KEIBA_KAFKA_CLIENT_SASL_OAUTHBEARER_ASSERTION_FILE", "assertion"));
        assertThat(configuration.kafkaClient())
                .isEqualTo(Map.of(
                        "security.protocol", "SASL_SSL",
                        "ssl.truststore.type", "PEM",
                        "sasl.jaas.config", "s3cret;",
                        "sasl.oauthbearer.assertion.file", "assertion"));
        assertThat(configuration.toString()).doesNotContain("s3cret");
    }

    @Test
    void ignores_settings_for_logging_in_to_servers_with_embedded_servers() {
        Configuration configuration = Configuration.defaults()
                .withEnvironment(Map.of(
                        "KEIBA_KAFKA_CLIENT_SECURITY_PROTOCOL", "SSL",
                        "KEIBA_KAFKA_CLIENT_PROPERTIES", "client.properties",
                        "KEIBA_REDIS_PASSWORD", "s3cret",
                        "KEIBA_REDIS_SENTINELS", "s:1"))
                .withAddresses(Map.of("redis.url", "redis://here"));
        assertThat(configuration.kafkaClient()).isEmpty();
        assertThat(configuration.find(Setting.REDIS_PASSWORD)).isEmpty();
        assertThat(configuration.find(Setting.REDIS_SENTINELS)).isEmpty();
        assertThat(configuration.find(Setting.KAFKA_CLIENT_PROPERTIES)).isEmpty();
    }

    @Test
    void reports_a_file_that_cannot_be_read() throws IOException {
        Path missing = files.resolve("missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.defaults().withFile(missing))
                .withMessage("cannot read " + missing);
        Path damaged = file("http.port=\\u00zz\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.defaults().withFile(damaged))
                .withMessage("cannot read " + damaged);
    }

    /** The environment also contains variables of other programs and of the script. */
    @Test
    void ignores_variables_of_other_programs() {
        assertThat(Configuration.defaults()
                        .withEnvironment(Map.of("KEIBA_IN_TEST", "yes", "HTTP_PORT", "1", "PATH", "/")))
                .isEqualTo(Configuration.defaults());
    }

    @Test
    void treats_an_empty_value_as_missing() {
        Configuration empty = Configuration.defaults().withEnvironment(Map.of("KEIBA_HTTP_PORT", " "));
        assertThat(empty.find(Setting.HTTP_PORT)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty.require(Setting.HTTP_PORT))
                .withMessage("the setting http.port (KEIBA_HTTP_PORT) is required and has no value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "8",
                "x",
                "1.5",
                "1e1",
                "0x2",
                "-3",
                "1 000",
                "1,000",
                "99999999999999999999",
                "+",
                "+3",
                "007",
                "\uFF13",
                "\u0663"
            })
    void refuses_a_value_that_is_not_a_number_within_its_limits(String text) {
        Configuration configuration = Configuration.defaults().with(Setting.HTTP_PORT, text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.number(Setting.HTTP_PORT, 1, 7))
                .withMessage("http.port must be a whole number from 1 to 7, not \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,7"})
    void accepts_the_smallest_and_the_largest_number(String text, long number) {
        assertThat(Configuration.defaults().with(Setting.HTTP_PORT, text).number(Setting.HTTP_PORT, 1, 7))
                .isEqualTo(number);
    }

    @Test
    void reads_the_address_file_of_embedded_servers_as_settings() throws IOException {
        Path written = Files.writeString(
                files.resolve("embedded.properties"),
                "http.url=http://127.0.0.1:44751\npostgres.url=jdbc:postgresql://127.0.0.1:1/postgres\nredis.url=redis://127.0.0.1:2\n");
        Configuration configuration = Configuration.defaults().withFile(written);
        assertThat(configuration.require(Setting.REDIS_URL)).isEqualTo("redis://127.0.0.1:2");
        assertThat(configuration.require(Setting.HTTP_PORT)).isEqualTo("8080");
    }

    @Test
    void addresses_of_embedded_servers_replace_configured_ones() {
        Configuration configuration = Configuration.defaults()
                .with(Setting.REDIS_URL, "redis://elsewhere")
                .withAddresses(Map.of("redis.url", "redis://here", "http.url", "means nothing here"));
        assertThat(configuration.require(Setting.REDIS_URL)).isEqualTo("redis://here");
    }
}
