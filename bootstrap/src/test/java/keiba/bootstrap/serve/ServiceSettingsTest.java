package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keiba.adapter.http.ClaimNames;
import keiba.adapter.http.ClaimPath;
import keiba.adapter.http.ConnectionLimits;
import keiba.adapter.http.HttpSettings;
import keiba.adapter.http.LoginEndpoints;
import keiba.adapter.http.LoginSettings;
import keiba.adapter.http.OperatorSettings;
import keiba.adapter.http.PageSettings;
import keiba.adapter.http.TokenRules;
import keiba.adapter.http.Tokens;
import keiba.adapter.kafka.ClientProperties;
import keiba.adapter.kafka.KafkaSettings;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.RedisAccess;
import keiba.adapter.redis.RedisSettings;
import keiba.application.UseCases;
import keiba.application.purchase.Limits;
import keiba.bootstrap.LogFormat;
import keiba.bootstrap.LogLevel;
import keiba.domain.bet.BetType;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every setting reaches its part of the service. */
class ServiceSettingsTest {
    private static final Path CLIENT_PROPERTIES = clientProperties("linger.ms=7\nsecurity.protocol=SSL\n");

    private static Path clientProperties(String text) {
        try {
            Path file = Files.createTempFile("client", ".properties");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static final Path RULES = rules("name = OWN\nfrom = 2026-04-01\nWIN.payback = 780\n");

    private static Path rules(String text) {
        try {
            Path directory = Files.createTempDirectory("rules");
            directory.toFile().deleteOnExit();
            Path file = Files.writeString(directory.resolve("own.rules"), text);
            file.toFile().deleteOnExit();
            return directory;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A value for each setting that is not its default. */
    private static final Map<Setting, String> OTHERS = new EnumMap<>(Map.ofEntries(
            Map.entry(Setting.HTTP_HOST, "0.0.0.0"),
            Map.entry(Setting.HTTP_PORT, "1234"),
            Map.entry(Setting.HTTP_REQUESTS_PER_SECOND, "17"),
            Map.entry(Setting.HTTP_CONNECTIONS, "500"),
            Map.entry(Setting.HTTP_CONNECTIONS_PER_ADDRESS, "50"),
            Map.entry(Setting.HTTP_STREAMS_PER_ADDRESS, "5"),
            Map.entry(Setting.HTTP_REQUEST_TIMEOUT_MS, "5000"),
            Map.entry(Setting.HTTP_IDLE_TIMEOUT_MS, "7000"),
            Map.entry(Setting.HTTP_CLIENT_ADDRESS_HEADER, "X-Forwarded-For"),
            Map.entry(Setting.HTTP_ALLOWED_ORIGINS, "https://bets.example, http://localhost:3000"),
            Map.entry(Setting.HTTP_HEARTBEAT_MS, "12000"),
            Map.entry(Setting.HTTP_DRAIN_MS, "7000"),
            Map.entry(Setting.MANAGEMENT_HOST, "10.0.0.1"),
            Map.entry(Setting.MANAGEMENT_PORT, "9090"),
            Map.entry(Setting.PAGE_DIRECTORY, "page/files"),
            Map.entry(Setting.PAGE_ENVIRONMENT, "rehearsal"),
            Map.entry(Setting.PAGE_OIDC_CLIENT_ID, "keiba-page"),
            Map.entry(Setting.PAGE_OIDC_ISSUER, "https://login.example/racing"),
            Map.entry(Setting.PAGE_OIDC_SCOPE, "openid keiba"),
            Map.entry(Setting.PAGE_OIDC_AUDIENCE, "https://keiba.example/api"),
            Map.entry(Setting.PAGE_OIDC_AUTHORIZATION_ENDPOINT, "https://login.example/authorize"),
            Map.entry(Setting.PAGE_OIDC_TOKEN_ENDPOINT, "https://login.example/token"),
            Map.entry(Setting.PAGE_OIDC_END_SESSION_ENDPOINT, "https://login.example/logout"),
            Map.entry(Setting.POSTGRES_URL, "jdbc:postgresql://db:5432/books"),
            Map.entry(Setting.POSTGRES_USER, "recorder"),
            Map.entry(Setting.POSTGRES_PASSWORD, "secret"),
            Map.entry(Setting.POSTGRES_CONNECTIONS, "33"),
            Map.entry(Setting.POSTGRES_RECORDER_CONNECTIONS, "7"),
            Map.entry(Setting.POSTGRES_DUE_WORK_CONNECTIONS, "11"),
            Map.entry(Setting.POSTGRES_STATEMENT_TIMEOUT_MS, "20000"),
            Map.entry(Setting.POSTGRES_LONG_STATEMENT_TIMEOUT_MS, "120000"),
            Map.entry(Setting.POSTGRES_MIGRATE, "false"),
            Map.entry(Setting.POSTGRES_MIGRATE_LOCK_TIMEOUT_MS, "3000"),
            Map.entry(Setting.KAFKA_BOOTSTRAP, "k1:9092,k2:9092"),
            Map.entry(Setting.KAFKA_PARTITIONS, "31"),
            Map.entry(Setting.KAFKA_REPLICATION_FACTOR, "3"),
            Map.entry(Setting.KAFKA_MIN_INSYNC_REPLICAS, "2"),
            Map.entry(Setting.KAFKA_SESSION_TIMEOUT_MS, "33000"),
            Map.entry(Setting.KAFKA_CLIENT_PROPERTIES, CLIENT_PROPERTIES.toString()),
            Map.entry(Setting.REDIS_URL, "rediss://r:6380"),
            Map.entry(Setting.REDIS_USER, "service"),
            Map.entry(Setting.REDIS_PASSWORD, "secret"),
            Map.entry(Setting.REDIS_CA_FILE, "/etc/keiba/ca.pem"),
            Map.entry(Setting.REDIS_KEY_STORE, "/etc/keiba/client.p12"),
            Map.entry(Setting.REDIS_KEY_STORE_PASSWORD, "secret of the key"),
            Map.entry(Setting.REDIS_SENTINELS, "s1:26379, s2:26380"),
            Map.entry(Setting.REDIS_SENTINEL_MASTER, "boards"),
            Map.entry(Setting.REDIS_SENTINEL_USER, "watcher"),
            Map.entry(Setting.REDIS_SENTINEL_PASSWORD, "secret too"),
            Map.entry(Setting.ROLES, "race-management, db-writer"),
            Map.entry(Setting.JWT_JWKS, "https://id.example/jwks"),
            Map.entry(Setting.JWT_ISSUER, "https://id.example"),
            Map.entry(Setting.JWT_AUDIENCE, "betting"),
            Map.entry(Setting.JWT_USER_CLAIM, "employee.number"),
            Map.entry(Setting.JWT_ROLES_CLAIM, "https://id.example/roles"),
            Map.entry(Setting.JWT_ROLE_PREFIX, "keiba:"),
            Map.entry(Setting.JWT_LEEWAY_SECONDS, "17"),
            Map.entry(Setting.JWT_OUTAGE_TOLERANCE_MINUTES, "90"),
            Map.entry(Setting.DATA_DIR, "elsewhere"),
            Map.entry(Setting.LIMIT_PER_COMBINATION, "100000"),
            Map.entry(Setting.LIMIT_PER_PURCHASE, "500000"),
            Map.entry(Setting.LIMIT_COMBINATIONS, "600"),
            Map.entry(Setting.LIMIT_PER_USER_AND_DAY, "1000000"),
            Map.entry(Setting.RACE_GRACE_MS, "1500"),
            Map.entry(Setting.RACE_SECOND_PERSON, "false"),
            Map.entry(Setting.RACE_CHUNK, "77"),
            Map.entry(Setting.RULES_DIRECTORY, RULES.toString()),
            Map.entry(Setting.LOG_FORMAT, "json"),
            Map.entry(Setting.LOG_LEVEL, "debug"),
            Map.entry(Setting.LOG_ACCESS, "true")));

    private static Configuration needed() {
        return Configuration.defaults()
                .with(Setting.POSTGRES_URL, "jdbc:postgresql://localhost/keiba")
                .with(Setting.KAFKA_BOOTSTRAP, "localhost:9092")
                .with(Setting.REDIS_URL, "redis://localhost:6379");
    }

    private static Configuration other() {
        Configuration configuration = Configuration.defaults();
        for (Map.Entry<Setting, String> value : OTHERS.entrySet()) {
            configuration = configuration.with(value.getKey(), value.getValue());
        }
        return configuration;
    }

    @Test
    void uses_the_defaults_of_each_part() {
        ServiceSettings settings = ServiceSettings.of(needed(), Mode.DEVELOPMENT);
        assertThat(settings.roles()).isEqualTo(ServiceRole.ALL);
        HttpSettings local = HttpSettings.local(8080);
        assertThat(settings.http())
                .isEqualTo(new HttpSettings(
                        local.host(),
                        local.port(),
                        local.limits(),
                        local.requests(),
                        local.grace(),
                        local.requestsPerSecond(),
                        local.addressHeader(),
                        local.allowedOrigins(),
                        local.heartbeat(),
                        new PageSettings(true, Optional.empty(), Optional.of("development"), Optional.empty()),
                        OperatorSettings.DEFAULT));
        assertThat(settings.kafka()).isEqualTo(KafkaSettings.of("localhost:9092"));
        assertThat(settings.redis()).isEqualTo(RedisSettings.of(URI.create("redis://localhost:6379")));
        assertThat(settings.policy()).isEqualTo(UseCases.Policy.DEFAULT);
        assertThat(settings.postgres().user()).isEqualTo("keiba");
        assertThat(settings.postgres().password()).isEmpty();
        assertThat(settings.postgres().connections()).isEqualTo(new PostgresBooks.Connections(20, 6, 10));
        assertThat(settings.postgres().timeOuts()).isEqualTo(PostgresBooks.TimeOuts.DEFAULT);
        assertThat(settings.tokens())
                .isEqualTo(new ServiceSettings.DevelopmentTokens(Path.of(System.getProperty("keiba.home", ""))
                        .resolve("var")
                        .resolve("development-key.json")));
    }

    @Test
    void only_a_process_that_declares_races_reads_the_rule_books() {
        Configuration missing =
                needed().with(Setting.RULES_DIRECTORY, RULES.resolve("missing").toString());
        assertThat(ServiceSettings.of(missing.with(Setting.ROLES, "db-writer"), Mode.DEVELOPMENT)
                        .policy())
                .isEqualTo(UseCases.Policy.DEFAULT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(missing, Mode.DEVELOPMENT))
                .withMessage("rules.directory (KEIBA_RULES_DIRECTORY): " + RULES.resolve("missing")
                        + ": there is no such directory");
        assertThat(Checkup.of(missing, Mode.DEVELOPMENT, InstantSource.system()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.line())
                        .startsWith("fault    configuration: rules.directory (KEIBA_RULES_DIRECTORY): "));
    }

    @Test
    void only_a_production_service_has_a_drain_time_by_default() {
        Configuration production = other().with(Setting.HTTP_DRAIN_MS, "");
        assertThat(ServiceSettings.of(production, Mode.PRODUCTION).drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(ServiceSettings.of(production, Mode.DEVELOPMENT).drain()).isZero();
        assertThat(ServiceSettings.of(production, Mode.DEMONSTRATION).drain()).isZero();
    }

    @Test
    void passes_every_setting_to_its_part() {
        ServiceSettings settings = ServiceSettings.of(other(), Mode.DEVELOPMENT);
        HttpSettings http = HttpSettings.local(1234);
        KafkaSettings kafka = KafkaSettings.of("k1:9092,k2:9092");
        assertThat(settings)
                .isEqualTo(new ServiceSettings(
                        Set.of(ServiceRole.RACE_MANAGEMENT, ServiceRole.DB_WRITER),
                        new PostgresBooks.Login(
                                "jdbc:postgresql://db:5432/books",
                                "recorder",
                                "secret",
                                new PostgresBooks.Connections(33, 7, 11),
                                PostgresBooks.TimeOuts.DEFAULT.with(Duration.ofSeconds(20), Duration.ofMinutes(2)),
                                "unpackaged"),
                        new ServiceSettings.Migration(false, Duration.ofSeconds(3)),
                        new KafkaSettings(
                                kafka.bootstrap(),
                                31,
                                (short) 3,
                                (short) 2,
                                kafka.verdictWithin(),
                                Duration.ofSeconds(33),
                                new ClientProperties(Map.of("linger.ms", "7", "security.protocol", "SSL"))),
                        RedisSettings.of(URI.create("rediss://r:6380"))
                                .with(new RedisAccess(
                                        Optional.of("service"),
                                        Optional.of("secret"),
                                        Optional.of(Path.of("/etc/keiba/ca.pem")),
                                        Optional.of(new RedisAccess.ClientKey(
                                                Path.of("/etc/keiba/client.p12"), "secret of the key")),
                                        Optional.of(new RedisAccess.Sentinels(
                                                List.of(
                                                        new RedisAccess.Address("s1", 26_379),
                                                        new RedisAccess.Address("s2", 26_380)),
                                                "boards",
                                                Optional.of("watcher"),
                                                Optional.of("secret too"))))),
                        new HttpSettings(
                                "0.0.0.0",
                                1234,
                                new ConnectionLimits(500, 50, 5, Duration.ofSeconds(5), Duration.ofSeconds(7)),
                                http.requests(),
                                http.grace(),
                                17,
                                Optional.of("X-Forwarded-For"),
                                List.of("https://bets.example", "http://localhost:3000"),
                                Duration.ofSeconds(12),
                                new PageSettings(
                                        false,
                                        Optional.of(Path.of(System.getProperty("keiba.home", ""))
                                                .resolve("page/files")),
                                        Optional.of("rehearsal"),
                                        Optional.of(new LoginSettings(
                                                URI.create("https://login.example/racing"),
                                                "keiba-page",
                                                "openid keiba",
                                                Optional.of("https://keiba.example/api"),
                                                Optional.of(new LoginEndpoints(
                                                        URI.create("https://login.example/authorize"),
                                                        URI.create("https://login.example/token"),
                                                        Optional.of(URI.create("https://login.example/logout"))))))),
                                new OperatorSettings(
                                        Optional.of(new OperatorSettings.ListenAddress("10.0.0.1", 9_090)), true)),
                        Duration.ofSeconds(7),
                        new ServiceSettings.ProvidedTokens(
                                URI.create("https://id.example/jwks"),
                                new TokenRules(
                                        "https://id.example",
                                        "betting",
                                        Duration.ofSeconds(17),
                                        new ClaimNames(
                                                new ClaimPath(List.of("employee", "number")),
                                                new ClaimPath(List.of("https://id.example/roles")),
                                                "keiba:")),
                                Duration.ofMinutes(90)),
                        new UseCases.Policy(
                                new Limits(Yen.of(100_000), Yen.of(500_000), 600, Optional.of(Yen.of(1_000_000))),
                                Duration.ofMillis(1_500),
                                false,
                                77,
                                RuleBooks.registry()
                                        .with(
                                                RuleBook.builder("OWN")
                                                        .sell(BetType.WIN, PerMille.of(780))
                                                        .build(),
                                                LocalDate.of(2026, 4, 1))),
                        new LogSettings(LogFormat.JSON, LogLevel.DEBUG)));
    }

    /** Fails for a new setting that nothing reads or that this test does not know. */
    @ParameterizedTest
    @EnumSource(Setting.class)
    void every_setting_changes_the_settings_of_the_service(Setting setting) {
        assertThat(OTHERS).containsKey(setting);
        Configuration before = setting == Setting.DATA_DIR ? needed() : other();
        Configuration after = before.with(setting, setting == Setting.DATA_DIR ? "elsewhere" : standing(setting));
        assertThat(ServiceSettings.of(after, Mode.DEVELOPMENT))
                .isNotEqualTo(ServiceSettings.of(before, Mode.DEVELOPMENT));
    }

    /** A value other than that of {@link #OTHERS} with which the service would start as well. */
    private static String standing(Setting setting) {
        return switch (setting) {
            case JWT_ISSUER,
                    PAGE_OIDC_CLIENT_ID,
                    REDIS_PASSWORD,
                    REDIS_KEY_STORE,
                    REDIS_KEY_STORE_PASSWORD,
                    REDIS_SENTINEL_MASTER,
                    REDIS_SENTINEL_PASSWORD -> "another";
            case REDIS_URL -> "rediss://elsewhere:6380";
            case REDIS_SENTINELS -> "s3:26379";
            case JWT_JWKS, PAGE_OIDC_AUTHORIZATION_ENDPOINT, PAGE_OIDC_TOKEN_ENDPOINT -> "https://other.example/path";
            default -> needed().find(setting).orElse("");
        };
    }

    @Test
    void has_a_management_address_only_if_a_management_port_is_set() {
        assertThat(ServiceSettings.of(needed(), Mode.DEVELOPMENT).http().operation())
                .isEqualTo(OperatorSettings.DEFAULT);
        Configuration managed = needed().with(Setting.MANAGEMENT_PORT, "0");
        assertThat(ServiceSettings.of(managed, Mode.DEVELOPMENT).http().operation())
                .isEqualTo(
                        new OperatorSettings(Optional.of(new OperatorSettings.ListenAddress("127.0.0.1", 0)), false));
    }

    @Test
    void refuses_a_management_port_equal_to_the_http_port() {
        Configuration same = needed().with(Setting.MANAGEMENT_PORT, "8080");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(same, Mode.DEVELOPMENT))
                .withMessageContaining("management.port")
                .withMessageContaining("http.port");
    }

    @ParameterizedTest
    @CsvSource({"LOG_FORMAT,xml", "LOG_FORMAT,JSON", "LOG_LEVEL,trace", "LOG_ACCESS,yes", "MANAGEMENT_PORT,metrics"})
    void refuses_an_invalid_management_or_log_setting_and_names_it(Setting setting, String value) {
        Configuration wrong = needed().with(setting, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(wrong, Mode.DEVELOPMENT))
                .withMessageStartingWith(setting.property());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POSTGRES_URL", "POSTGRES_USER", "KAFKA_BOOTSTRAP", "REDIS_URL", "HTTP_HOST", "ROLES"})
    void refuses_a_missing_required_setting(Setting setting) {
        Configuration without = needed().with(setting, "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(without, Mode.DEVELOPMENT))
                .withMessageContaining(setting.property())
                .withMessageContaining(setting.variable());
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PORT,-1,65536",
        "MANAGEMENT_PORT,-1,65536",
        "HTTP_REQUESTS_PER_SECOND,-1,1000001",
        "HTTP_CONNECTIONS,0,1000001",
        "HTTP_CONNECTIONS_PER_ADDRESS,-1,1000001",
        "HTTP_STREAMS_PER_ADDRESS,-1,1000001",
        "HTTP_REQUEST_TIMEOUT_MS,99,600001",
        "HTTP_IDLE_TIMEOUT_MS,99,600001",
        "HTTP_HEARTBEAT_MS,999,60001",
        "HTTP_DRAIN_MS,-1,300001",
        "POSTGRES_CONNECTIONS,1,1001",
        "POSTGRES_RECORDER_CONNECTIONS,1,1001",
        "POSTGRES_DUE_WORK_CONNECTIONS,1,1001",
        "POSTGRES_STATEMENT_TIMEOUT_MS,999,3600001",
        "POSTGRES_LONG_STATEMENT_TIMEOUT_MS,999,3600001",
        "POSTGRES_MIGRATE_LOCK_TIMEOUT_MS,-1,3600001",
        "KAFKA_PARTITIONS,0,10001",
        "KAFKA_REPLICATION_FACTOR,0,11",
        "KAFKA_MIN_INSYNC_REPLICAS,0,11",
        "LIMIT_PER_COMBINATION,99,10000000000001",
        "LIMIT_PER_PURCHASE,99,10000000000001",
        "LIMIT_COMBINATIONS,0,10001",
        "RACE_GRACE_MS,-1,60001",
        "RACE_CHUNK,0,100001"
    })
    void refuses_a_number_outside_its_limits_and_names_the_setting(Setting setting, String less, String more) {
        for (String wrong : new String[] {less, more, "many", "1.5"}) {
            Configuration configuration = needed().with(setting, wrong);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ServiceSettings.of(configuration, Mode.DEVELOPMENT))
                    .withMessageStartingWith(setting.property() + " must be a whole number from ")
                    .withMessageEndingWith(", not \"" + wrong + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REDIS_URL,redis://user:s3cret@a b",
        "REDIS_URL,redis://:s3cret@host:port",
        "REDIS_URL,redis://user:s3cret@host",
        "REDIS_URL,redis://user:s3cret@host:70000",
        "REDIS_URL,http://user:s3cret@host:6379",
        "REDIS_URL,user:s3cret@host:6379",
        "REDIS_URL,redis://user:s3cret%@host:6379",
        "POSTGRES_URL,jdbc:postgresql://host:port/keiba?password=s3cret",
        "POSTGRES_URL,postgresql://user:s3cret@host/keiba",
        "POSTGRES_URL,jdbc:mysql://user:s3cret@host/keiba",
        "JWT_JWKS,https://user:s3cret@a b/jwks",
        "JWT_JWKS,ftp://user:s3cret@host/jwks",
        "JWT_JWKS,https:s3cret"
    })
    void refuses_an_invalid_address_without_showing_its_password(Setting setting, String wrong) {
        Configuration configuration =
                needed().with(Setting.JWT_ISSUER, "issuer").with(setting, wrong);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(configuration, Mode.DEVELOPMENT))
                .withMessageContaining(setting.property())
                .satisfies(refused -> {
                    StringWriter all = new StringWriter();
                    refused.printStackTrace(new PrintWriter(all));
                    assertThat(all.toString()).doesNotContain("s3cret");
                });
    }

    @Test
    void single_kafka_client_properties_precede_those_of_the_file() {
        Configuration configuration = other().withEnvironment(
                        Map.of("KEIBA_KAFKA_CLIENT_LINGER_MS", "9", "KEIBA_KAFKA_CLIENT_SECURITY_PROTOCOL", ""));
        assertThat(ServiceSettings.kafka(configuration).client())
                .isEqualTo(new ClientProperties(Map.of("linger.ms", "9", "security.protocol", "SSL")));
    }

    @ParameterizedTest
    @CsvSource({
        "securty.protocol=SSL,is not a property of Kafka's clients; did you mean security.protocol?",
        "kafka.client.security.protocol=SSL,is not a property of Kafka's clients",
        "qqqqqqqqqqqqqqqqqqqqqqq=SSL,is not a property of Kafka's clients; Kafka's documentation lists them",
        "acks=1,the property acks of Kafka's clients cannot be set",
        "ssl.key.password=\\u00zz,cannot read"
    })
    void refuses_a_file_of_kafka_client_properties_with_a_wrong_line(String line, String told) {
        Configuration configuration = needed().with(
                        Setting.KAFKA_CLIENT_PROPERTIES,
                        clientProperties(line + "\n").toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.kafka(configuration))
                .withMessageContaining(told);
    }

    @Test
    void refuses_a_kafka_property_from_the_environment_that_correctness_depends_on() {
        Configuration configuration =
                needed().withEnvironment(Map.of("KEIBA_KAFKA_CLIENT_ISOLATION_LEVEL", "read_uncommitted"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.kafka(configuration))
                .withMessage("the property isolation.level of Kafka's clients cannot be set: a purchase of an aborted"
                        + " transaction must not be recorded");
    }

    @ParameterizedTest
    @CsvSource({
        "REDIS_USER,service,redis.user requires redis.password (KEIBA_REDIS_PASSWORD)",
        "REDIS_SENTINELS,s1:26379,redis.sentinels requires redis.sentinel-master (KEIBA_REDIS_SENTINEL_MASTER)",
        "REDIS_SENTINEL_MASTER,boards,redis.sentinel-master requires redis.sentinels (KEIBA_REDIS_SENTINELS)",
        "REDIS_SENTINEL_PASSWORD,s3cret,redis.sentinel-password requires redis.sentinels (KEIBA_REDIS_SENTINELS)",
        "REDIS_CA_FILE,ca.pem,redis.ca-file requires an address rediss://… in redis.url",
        "REDIS_KEY_STORE,client.p12,redis.key-store requires an address rediss://… in redis.url",
        "REDIS_KEY_STORE_PASSWORD,s3cret,redis.key-store-password requires redis.key-store (KEIBA_REDIS_KEY_STORE)"
    })
    void refuses_a_redis_setting_without_the_one_that_it_requires(Setting setting, String value, String told) {
        Configuration configuration = needed().with(setting, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.redis(configuration))
                .withMessage(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s1", "s1:", ":26379", "s1:0", "s1:70000", "s1:26379,", ",", "redis://u:s3cret@s1:26379", "s1:x"
            })
    void refuses_a_malformed_list_of_sentinels_without_showing_it(String list) {
        Configuration configuration =
                needed().with(Setting.REDIS_SENTINEL_MASTER, "boards").with(Setting.REDIS_SENTINELS, list);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.redis(configuration))
                .withMessageStartingWith(
                        "redis.sentinels (KEIBA_REDIS_SENTINELS) must be a list such as host1:26379,host2:26379")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void a_production_service_requires_the_keys_of_a_provider() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(needed(), Mode.PRODUCTION))
                .withMessageContainingAll("jwt.jwks", "KEIBA_JWT_JWKS", "--development");
        assertThat(ServiceSettings.of(other(), Mode.PRODUCTION).tokens())
                .isInstanceOf(ServiceSettings.ProvidedTokens.class);
        assertThat(ServiceSettings.of(needed(), Mode.DEMONSTRATION).tokens())
                .isInstanceOf(ServiceSettings.DevelopmentTokens.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cook", "ODDS_API", "odds-api,", ",", "odds-api;db-writer"})
    void refuses_an_unknown_role(String roles) {
        Configuration configuration = needed().with(Setting.ROLES, roles);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(configuration, Mode.DEVELOPMENT))
                .withMessageStartingWith("there is no role \"");
    }

    @Test
    void keys_of_a_provider_require_its_issuer() {
        Configuration configuration = needed().with(Setting.JWT_JWKS, "keys.json");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(configuration, Mode.DEVELOPMENT))
                .withMessageContaining("jwt.issuer");
    }

    @ParameterizedTest
    @CsvSource({
        "JWT_LEEWAY_SECONDS,-1",
        "JWT_LEEWAY_SECONDS,301",
        "JWT_LEEWAY_SECONDS,1.5",
        "JWT_OUTAGE_TOLERANCE_MINUTES,-1",
        "JWT_OUTAGE_TOLERANCE_MINUTES,10081",
        "JWT_USER_CLAIM,.",
        "JWT_USER_CLAIM,sub.",
        "JWT_ROLES_CLAIM,realm_access..roles",
        "JWT_ROLES_CLAIM,\"roles"
    })
    void refuses_invalid_settings_for_tokens(Setting setting, String wrong) {
        Configuration configuration = other().with(setting, wrong);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(configuration, Mode.PRODUCTION))
                .withMessageStartingWith(setting.property());
    }

    private static Configuration login(String... settings) {
        Configuration configuration =
                needed().with(Setting.JWT_JWKS, "keys.json").with(Setting.JWT_ISSUER, "https://id.example/racing");
        for (int i = 0; i < settings.length; i += 2) {
            configuration = configuration.with(Setting.valueOf("PAGE_OIDC_" + settings[i]), settings[i + 1]);
        }
        return configuration;
    }

    @Test
    void the_login_of_the_page_uses_the_issuer_of_tokens_by_default() {
        LoginSettings login = ServiceSettings.of(login("CLIENT_ID", "page"), Mode.PRODUCTION)
                .http()
                .page()
                .login()
                .orElseThrow();
        assertThat(login)
                .isEqualTo(new LoginSettings(
                        URI.create("https://id.example/racing"), "page", "openid", Optional.empty(), Optional.empty()));
        assertThat(ServiceSettings.of(login(), Mode.PRODUCTION).http().page().login())
                .isEmpty();
    }

    @Test
    void the_page_shows_its_environment_except_in_production() {
        assertThat(ServiceSettings.of(login(), Mode.PRODUCTION).http().page().environment())
                .isEmpty();
        assertThat(ServiceSettings.of(needed(), Mode.DEMONSTRATION)
                        .http()
                        .page()
                        .environment())
                .hasValue("demo");
    }

    @ParameterizedTest
    @CsvSource({
        "page.oidc.issuer,ISSUER,https://id.example",
        "page.oidc.audience,AUDIENCE,keiba",
        "page.oidc.token-endpoint,TOKEN_ENDPOINT,https://id.example/token",
        "page.oidc.end-session-endpoint,END_SESSION_ENDPOINT,https://id.example/logout"
    })
    void refuses_a_login_setting_without_a_client_id(String property, String setting, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(login(setting, value), Mode.PRODUCTION))
                .withMessage(property + " requires page.oidc.client-id (KEIBA_PAGE_OIDC_CLIENT_ID)");
    }

    @Test
    void refuses_a_login_without_the_keys_of_the_provider() {
        Configuration configuration = needed().with(Setting.PAGE_OIDC_CLIENT_ID, "page");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(configuration, Mode.DEVELOPMENT))
                .withMessage("page.oidc.client-id requires jwt.jwks (KEIBA_JWT_JWKS)");
    }

    @ParameterizedTest
    @CsvSource({
        "ISSUER,id.example",
        "ISSUER,ftp://id.example",
        "ISSUER,https://user:s3cret@id.example",
        "ISSUER,https://id.example/?tenant=1",
        "ISSUER,https://id.example/#top",
        "SCOPE,profile",
        "SCOPE,openid2",
        "TOKEN_ENDPOINT,https://id.example/token",
        "AUTHORIZATION_ENDPOINT,https://id.example/authorize",
        "END_SESSION_ENDPOINT,https://id.example/logout"
    })
    void refuses_invalid_settings_for_the_login(String setting, String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(login("CLIENT_ID", "page", setting, wrong), Mode.PRODUCTION))
                .withMessageContaining("page.oidc")
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id.example",
                "https://",
                "https:/token",
                "https://id.example/token#top",
                "https://id.example; script-src *",
                "https://*",
                "https://*.example/token",
                "*",
                "'unsafe-inline'",
                "ws://id.example",
                "javascript://id.example/%0aalert(1)",
                "https://user@id.example/token",
                "https://id_example/token"
            })
    void refuses_login_endpoints_that_a_browser_cannot_open(String wrong) {
        String right = "https://id.example/right";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(
                        login("CLIENT_ID", "page", "AUTHORIZATION_ENDPOINT", right, "TOKEN_ENDPOINT", wrong),
                        Mode.PRODUCTION));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServiceSettings.of(
                        login("CLIENT_ID", "page", "AUTHORIZATION_ENDPOINT", wrong, "TOKEN_ENDPOINT", right),
                        Mode.PRODUCTION));
    }

    @Test
    void accepts_a_file_with_the_keys_of_a_provider() {
        Configuration configuration =
                needed().with(Setting.JWT_JWKS, "keys.json").with(Setting.JWT_ISSUER, "issuer");
        assertThat(ServiceSettings.of(configuration, Mode.DEVELOPMENT).tokens())
                .isEqualTo(new ServiceSettings.ProvidedTokens(
                        Path.of("keys.json").toUri(),
                        TokenRules.of("issuer", "keiba"),
                        Tokens.DEFAULT_OUTAGE_TOLERANCE));
    }

    @Test
    void the_text_form_shows_no_password() {
        Configuration configuration = other().with(Setting.POSTGRES_URL, "jdbc:postgresql://db/books?password=secret")
                .with(Setting.REDIS_URL, "rediss://user:secret@r:6380")
                .with(Setting.JWT_JWKS, "https://user:secret@id.example/jwks");
        assertThat(ServiceSettings.of(configuration, Mode.PRODUCTION).toString())
                .doesNotContain("secret");
        assertThat(configuration.toString()).doesNotContain("secret");
    }
}
