package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import keiba.bootstrap.CommandFailedException;
import keiba.embedded.EmbeddedServers;
import keiba.embedded.Ports;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import redis.clients.jedis.RedisClient;

/** {@code keiba serve --check} and {@code keiba migrate} on real servers: each fault is provoked and must be reported. */
class CheckupIT {
    private static final String TOPIC = "betting.ticket.purchase";

    @TempDir
    private Path data;

    private EmbeddedServers servers;
    private Configuration configuration;
    private Database database;

    @BeforeEach
    void empty() {
        servers = FreshServers.take();
        configuration = FreshServers.configuration(servers, data);
        database = Database.of(configuration);
    }

    private List<Finding> findings(Configuration changed) {
        return Checkup.of(changed, Mode.DEVELOPMENT, InstantSource.system());
    }

    private static Stream<String> of(Collection<Finding> findings, Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).map(Finding::line);
    }

    private void hasFault(List<Finding> findings, String about, String... told) {
        assertThat(of(findings, Finding.Level.FAULT))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("fault    " + about + ": ")
                        .satisfies(found -> assertThat(told).allMatch(found::contains)));
    }

    private void hasWarning(List<Finding> findings, String about, String... told) {
        assertThat(of(findings, Finding.Level.WARNING))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("warning  " + about + ": ")
                        .satisfies(found -> assertThat(told).allMatch(found::contains)));
    }

    private void migrate() {
        try (var books = database.openBooks()) {
            books.migrate();
        }
    }

    private void makeTopic(int partitions, Map<String, String> settings)
            throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrap()))) {
            admin.createTopics(
                            List.of(new NewTopic(TOPIC, Optional.of(partitions), Optional.empty()).configs(settings)))
                    .all()
                    .get();
        }
    }

    @Test
    void accepts_empty_servers_and_leaves_them_empty(@TempDir Path rules) throws CommandFailedException, IOException {
        Files.writeString(rules.resolve("own.rules"), "name = OWN\nfrom = 2026-04-01\nWIN.payback = 780\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ServeCommand command = new ServeCommand(new PrintStream(out, true, StandardCharsets.UTF_8));
        new CommandLine(command).parseArgs("--development", "--check");

        assertThat(command.check(configuration.with(Setting.RULES_DIRECTORY, rules.toString())))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.startsWith("ok       configuration: "))
                .anyMatch(line -> line.equals("ok       rule books: own: OWN"))
                .anyMatch(line -> line.startsWith("ok       PostgreSQL: version 18"))
                .anyMatch(line -> line.startsWith("warning  PostgreSQL: schema: the tables lack V1 (books), "))
                .anyMatch(line -> line.startsWith("ok       PostgreSQL: clock: "))
                .anyMatch(line -> line.equals("ok       Kafka: brokers: 1"))
                .anyMatch(line -> line.startsWith("warning  Kafka: replication: "))
                .anyMatch(line -> line.startsWith("warning  Kafka: topic: topic " + TOPIC + " does not exist"))
                .anyMatch(line -> line.startsWith("ok       Redis: version "))
                .anyMatch(line -> line.equals("ok       Redis: writes: the server accepts writes"))
                .anyMatch(line -> line.equals("ok       Redis: eviction: noeviction"))
                .anyMatch(line -> line.startsWith("warning  identity provider: tokens of the local development key"))
                .anyMatch(line -> line.startsWith("ok       HTTP: "))
                .noneMatch(line -> line.startsWith("fault"));
        assertThat(
                        database.count(
                                "SELECT count(*) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public'"))
                .isZero();
        try (RedisClient redis = RedisClient.create(servers.redis().url());
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrap()))) {
            assertThat(redis.dbSize()).isZero();
            assertThat(admin.listTopics().names().get()).doesNotContain(TOPIC);
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void accepts_the_servers_of_a_running_service() {
        try (RunningService service = RunningService.startOn(servers, configuration)) {
            RaceDay day = new RaceDay(1);
            day.open(service.api());
            assertThat(of(findings(service.configuration()), Finding.Level.FAULT))
                    .isEmpty();
            assertThat(findings(service.configuration()))
                    .anySatisfy(finding -> assertThat(finding.line())
                            .isEqualTo("ok       Kafka: topic: " + TOPIC
                                    + " has 13 partitions with 1 replicas, and LogAppendTime"));
        }
    }

    @Test
    void an_invalid_setting_is_a_fault_and_the_command_fails() {
        Configuration wrong = configuration.with(Setting.KAFKA_PARTITIONS, "many");
        assertThat(findings(wrong).stream().map(Finding::line))
                .containsExactly(
                        "fault    configuration: kafka.partitions must be a whole number from 1 to 10000, not \"many\"");
        ServeCommand command =
                new ServeCommand(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        new CommandLine(command).parseArgs("--check");
        assertThatThrownBy(() -> command.check(wrong))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("1 of 1 checks found a fault");
    }

    @Test
    void reports_each_unreachable_server_and_shows_no_password() throws IOException {
        int closed = Ports.free();
        List<Finding> findings = findings(configuration
                .with(Setting.POSTGRES_URL, "jdbc:postgresql://127.0.0.1:" + closed + "/keiba")
                .with(Setting.POSTGRES_PASSWORD, "s3cret")
                .with(Setting.KAFKA_BOOTSTRAP, "127.0.0.1:" + closed)
                .with(Setting.REDIS_URL, "redis://:s3cret@127.0.0.1:" + closed)
                .with(Setting.JWT_JWKS, "http://user:s3cret@127.0.0.1:" + closed + "/jwks")
                .with(Setting.JWT_ISSUER, "issuer"));
        hasFault(findings, "PostgreSQL");
        hasFault(findings, "Kafka");
        hasFault(findings, "Redis");
        hasFault(findings, "identity provider");
        assertThat(findings.toString()).doesNotContain("s3cret");
    }

    @Test
    void reports_faults_of_postgresql() {
        hasFault(
                findings(configuration.with(Setting.POSTGRES_PASSWORD, "wrong")),
                "PostgreSQL",
                "password authentication failed");
        hasWarning(
                findings(configuration.with(Setting.POSTGRES_CONNECTIONS, "1000")),
                "PostgreSQL: connections",
                "this process uses up to 1020 connections and the server allows 200");
        database.execute("ALTER DATABASE postgres SET synchronous_commit = off");
        try {
            hasFault(findings(configuration), "PostgreSQL: durability", "synchronous_commit is off");
        } finally {
            database.execute("ALTER DATABASE postgres RESET synchronous_commit");
        }
    }

    @Test
    void reports_tables_of_other_versions_and_refuses_to_start_on_them() {
        Configuration byHand = configuration.with(Setting.POSTGRES_MIGRATE, "false");
        hasFault(findings(byHand), "PostgreSQL: schema", "the tables lack V1 (books), ", "run ./keiba migrate");
        assertThatThrownBy(() -> Service.start(byHand, Mode.DEVELOPMENT, InstantSource.system()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Run ./keiba migrate");
        migrate();
        assertThat(of(findings(byHand), Finding.Level.FAULT)).isEmpty();
        try (Service service = Service.start(byHand, Mode.DEVELOPMENT, InstantSource.system())) {
            assertThat(service.port()).isPositive();
        }
        database.execute("INSERT INTO flyway_schema_history SELECT 9999, '9999', 'of tomorrow', type,"
                + " 'V9999__of_tomorrow.sql', checksum, installed_by, installed_on, execution_time, success"
                + " FROM flyway_schema_history WHERE version = '1'");
        for (Configuration each : List.of(configuration, byHand)) {
            hasFault(findings(each), "PostgreSQL: schema", "V9999 (of tomorrow)", "start that version");
            assertThatThrownBy(() -> Service.start(each, Mode.DEVELOPMENT, InstantSource.system()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "a later version of this program has changed the tables: V9999 (of tomorrow)");
        }
    }

    @ParameterizedTest
    @CsvSource({"3000,fault", "-3000,fault", "1000,warning", "-1000,warning"})
    void reports_a_clock_that_differs_from_postgresqls(long millis, String level) {
        InstantSource off = () -> InstantSource.system().instant().plusMillis(millis);
        assertThat(Checkup.of(configuration, Mode.DEVELOPMENT, off))
                .anySatisfy(finding -> assertThat(finding.line())
                        .startsWith(level)
                        .contains("PostgreSQL: clock: this machine's clock is ", "synchronise both"));
    }

    @Test
    void reports_a_broker_clock_that_is_ahead_by_the_time_of_the_newest_message()
            throws ExecutionException, InterruptedException {
        makeTopic(13, Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1"));
        try (Partner partner = new Partner(servers.kafka().bootstrap())) {
            partner.send(7, "{}");
        }
        InstantSource behind = () -> InstantSource.system().instant().minus(Duration.ofMinutes(10));
        hasFault(Checkup.of(configuration, Mode.DEVELOPMENT, behind), "Kafka: clock", "ahead of Kafka's");
        assertThat(findings(configuration))
                .anySatisfy(finding -> assertThat(finding.line()).startsWith("ok       Kafka: clock: "));
    }

    @Test
    void reports_faults_of_the_topic() throws ExecutionException, InterruptedException {
        makeTopic(4, Map.of("message.timestamp.type", "CreateTime", "retention.ms", "60000"));
        List<Finding> findings = findings(
                configuration.with(Setting.KAFKA_REPLICATION_FACTOR, "3").with(Setting.KAFKA_MIN_INSYNC_REPLICAS, "2"));
        hasFault(findings, "Kafka", "there are 1 brokers and kafka.replication-factor is 3");
        hasFault(findings, "Kafka: topic", "message.timestamp.type=CreateTime", "kafka-configs.sh");
        hasFault(findings, "Kafka: topic", "retention.ms=60000");
        hasFault(findings, "Kafka: topic", "min.insync.replicas=1", "kafka.min-insync-replicas, which is 2");
        hasFault(findings, "Kafka: topic", "a partition with 1 replicas");
        hasWarning(findings, "Kafka: topic", "has 4 partitions and kafka.partitions is 13");
        hasWarning(findings, "Kafka: dead letters", "betting.ticket.purchase.dlt does not exist");
        hasFault(
                findings(configuration.with(Setting.KAFKA_MIN_INSYNC_REPLICAS, "2")),
                "Kafka: replication",
                "no purchase could be written");
    }

    @Test
    void reports_a_topic_that_is_missing_or_not_the_recorded_one() throws ExecutionException, InterruptedException {
        migrate();
        try (RunningService service = RunningService.startOn(servers, configuration)) {
            RunningService.await(
                    "readiness", () -> service.get("/observe/health/ready", "").status() == 200);
        }
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrap()))) {
            admin.deleteTopics(List.of(TOPIC)).all().get();
            RunningService.await(
                    "no topic",
                    () -> findings(configuration).stream()
                            .anyMatch(finding -> finding.line()
                                    .startsWith("fault    Kafka: topic: topic " + TOPIC + " does not exist, and")));
        }
        makeTopic(13, Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1"));
        hasFault(findings(configuration), "Kafka: topic", "PostgreSQL records topic ", "adopt-topic");
    }

    @Test
    void reports_faults_of_redis() {
        try (RedisClient redis = RedisClient.create(servers.redis().url())) {
            redis.configSet("min-replicas-to-write", "1");
            hasFault(findings(configuration), "Redis: writes", "the server refuses a write: ");
            redis.configSet("min-replicas-to-write", "0");
            redis.configSet("maxmemory", "1");
            hasFault(findings(configuration), "Redis: writes", "OOM");
            redis.configSet("maxmemory", "1000000000");
            redis.configSet("maxmemory-policy", "allkeys-lru");
            hasFault(findings(configuration), "Redis: eviction", "allkeys-lru", "set it to noeviction");
            redis.configSet("maxmemory", "0");
            hasWarning(findings(configuration), "Redis: eviction", "allkeys-lru", "before you limit maxmemory");
        } finally {
            try (RedisClient redis = RedisClient.create(servers.redis().url())) {
                redis.configSet("min-replicas-to-write", "0");
                redis.configSet("maxmemory", "0");
                redis.configSet("maxmemory-policy", "noeviction");
            }
        }
    }

    @Test
    void reads_the_keys_of_the_identity_provider() throws IOException {
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/jwks", exchange -> {
            byte[] keys = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        provider.start();
        try {
            Configuration provided = configuration
                    .with(Setting.JWT_ISSUER, "issuer")
                    .with(
                            Setting.JWT_JWKS,
                            "http://127.0.0.1:" + provider.getAddress().getPort() + "/jwks");
            assertThat(Checkup.of(provided, Mode.PRODUCTION, InstantSource.system()))
                    .anySatisfy(finding -> assertThat(finding.line()).startsWith("ok       identity provider: "));
            hasFault(
                    Checkup.of(
                            provided.with(
                                    Setting.JWT_JWKS,
                                    data.resolve("missing.json").toString()),
                            Mode.PRODUCTION,
                            InstantSource.system()),
                    "identity provider");
        } finally {
            provider.stop(0);
        }
    }

    @Test
    void reports_a_port_that_is_in_use() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            hasWarning(
                    findings(configuration.with(Setting.HTTP_PORT, Integer.toString(taken.getLocalPort()))),
                    "HTTP",
                    "cannot listen on 127.0.0.1:" + taken.getLocalPort() + " now");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--check --embedded", "--check --port", "--chek"})
    void refuses_invalid_combinations_of_options_with_exit_code_2(String arguments) {
        ServeCommand command =
                new ServeCommand(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        PrintWriter nowhere = new PrintWriter(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(new CommandLine(command).setErr(nowhere).execute(arguments.split(" ", -1)))
                .isEqualTo(2);
    }

    @Test
    void migrate_lists_the_applied_versions_and_then_reports_nothing_to_apply() throws IOException {
        Path config = Files.writeString(
                data.resolve("keiba.properties"),
                "postgres.url=" + servers.postgres().url() + "\npostgres.user="
                        + servers.postgres().user() + "\npostgres.password="
                        + servers.postgres().password() + "\n");
        assertThat(migrated(config)).startsWith("applied V1 (books)\napplied V2 (race day)\n");
        assertThat(migrated(config)).startsWith("nothing to apply; the tables are at V");
        assertThat(of(findings(configuration), Finding.Level.OK)).anyMatch(line -> line.contains("PostgreSQL: schema"));
    }

    private static String migrated(Path config) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLine line = new CommandLine(new MigrateCommand(new PrintStream(out, true, StandardCharsets.UTF_8)));
        assertThat(line.execute("--config", config.toString())).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void migrate_fails_without_an_address_and_with_a_wrong_setting() throws IOException {
        Path misspelt = Files.writeString(data.resolve("misspelt.properties"), "postgres.ulr=x\n");
        Path bad = Files.writeString(
                data.resolve("bad.properties"),
                "postgres.url=jdbc:postgresql://h/k\npostgres.migrate-lock-timeout-ms=-1\n");
        for (Path config : List.of(misspelt, bad, data.resolve("missing"))) {
            MigrateCommand command =
                    new MigrateCommand(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
            new CommandLine(command).parseArgs("--config", config.toString());
            assertThatThrownBy(command::call).isInstanceOf(CommandFailedException.class);
        }
    }
}
