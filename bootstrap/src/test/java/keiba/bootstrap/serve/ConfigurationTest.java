package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Where values come from, and which one counts. */
class ConfigurationTest {
    @TempDir
    private Path files;

    /** Whoever changes a default changes what running systems do: it must be meant. */
    @Test
    void the_settings_and_their_defaults_are_these() {
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
                        kafka.bootstrap | KEIBA_KAFKA_BOOTSTRAP | -
                        kafka.partitions | KEIBA_KAFKA_PARTITIONS | 13
                        kafka.replication-factor | KEIBA_KAFKA_REPLICATION_FACTOR | 1
                        kafka.min-insync-replicas | KEIBA_KAFKA_MIN_INSYNC_REPLICAS | 1
                        kafka.session-timeout-ms | KEIBA_KAFKA_SESSION_TIMEOUT_MS | 10000
                        redis.url | KEIBA_REDIS_URL | -
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
                        """);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(files.resolve("keiba.properties"), text);
    }

    /** What {@code ./keiba serve} makes of its arguments. */
    private static Configuration serve(Map<String, String> environment, String... arguments) {
        ServeCommand command = new ServeCommand(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        new CommandLine(command).parseArgs(arguments);
        return command.configuration(environment);
    }

    @Test
    void the_command_line_wins_over_the_environment_over_the_file_over_the_defaults() throws IOException {
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
    void every_setting_can_come_from_a_file_and_from_the_environment(Setting setting) throws IOException {
        Configuration defaults = Configuration.defaults();
        assertThat(defaults.withFile(file(setting.property() + " =  some thing \n"))
                        .require(setting))
                .isEqualTo("some thing");
        assertThat(defaults.withEnvironment(Map.of(setting.variable(), " some thing "))
                        .require(setting))
                .isEqualTo("some thing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http.prot",
                "HTTP_PORT",
                "KEIBA_HTTP_PORT",
                "http-port",
                "http.port.",
                "kafka.min.insync.replicas"
            })
    void a_name_that_means_nothing_is_refused_in_a_file(String name) throws IOException {
        Path file = file(name + "=1\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.defaults().withFile(file))
                .withMessage(file + ": \"" + name + "\" means nothing");
    }

    @Test
    void a_file_that_cannot_be_read_is_said_so() throws IOException {
        Path missing = files.resolve("missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.defaults().withFile(missing))
                .withMessage("cannot read " + missing);
        Path damaged = file("http.port=\\u00zz\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.defaults().withFile(damaged))
                .withMessage("cannot read " + damaged);
    }

    /** The environment holds other programs' variables too, and the script's own. */
    @Test
    void unknown_variables_of_the_environment_are_left_alone() {
        assertThat(Configuration.defaults()
                        .withEnvironment(Map.of("KEIBA_IN_TEST", "yes", "HTTP_PORT", "1", "PATH", "/")))
                .isEqualTo(Configuration.defaults());
    }

    @Test
    void an_empty_value_is_as_good_as_none() {
        Configuration empty = Configuration.defaults().withEnvironment(Map.of("KEIBA_HTTP_PORT", " "));
        assertThat(empty.find(Setting.HTTP_PORT)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty.require(Setting.HTTP_PORT))
                .withMessage("nothing is configured for http.port (KEIBA_HTTP_PORT)");
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
    void what_is_no_number_within_the_bounds_is_refused(String text) {
        Configuration configuration = Configuration.defaults().with(Setting.HTTP_PORT, text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.number(Setting.HTTP_PORT, 1, 7))
                .withMessage("http.port is a number from 1 to 7: \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "7,7"})
    void the_bounds_are_within(String text, long number) {
        assertThat(Configuration.defaults().with(Setting.HTTP_PORT, text).number(Setting.HTTP_PORT, 1, 7))
                .isEqualTo(number);
    }

    @Test
    void addresses_of_started_servers_replace_what_was_configured() {
        Configuration configuration = Configuration.defaults()
                .with(Setting.REDIS_URL, "redis://elsewhere")
                .withAddresses(Map.of("redis.url", "redis://here", "http.url", "means nothing here"));
        assertThat(configuration.require(Setting.REDIS_URL)).isEqualTo("redis://here");
    }
}
