package keiba.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.adapter.http.Role;
import keiba.adapter.http.Tokens;
import keiba.adapter.postgres.PostgresBooks;
import keiba.application.caller.UserId;
import keiba.bootstrap.AtExit;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.Main;
import keiba.embedded.EmbeddedServers;
import org.jspecify.annotations.Nullable;

/** The servers and the service on them, as processes of their own, and what all phases share. */
final class Testbed implements AutoCloseable {
    static final int CONNECTIONS = 64;
    static final String SELLING = "purchase-api,ticket-api,odds-api,race-management";
    static final String RECORDING = "db-writer";
    static final String ALL = SELLING + "," + RECORDING + ",payout-calculation,payout-execution";
    private static final String SERVICE = "the service";
    private static final String BARE = "the bare handler";
    private static final int USERS = 500;
    private static final int PARTITIONS = 13;
    private static final int CPU_TIME_SAMPLES_SINCE = 25;

    /**
     * How long Redis runs before races open, which in service is days: a service asks PostgreSQL for each key of a race that opened within
     * some seconds after Redis began to run.
     */
    private static final Duration OLD_REDIS = Duration.ofSeconds(7);

    private static final Duration VALIDITY = Duration.ofHours(12);

    private final Path directory;
    private final EmbeddedServers servers;
    private final List<String> jvmOptions;
    private final Optional<Path> profiles;
    private final Map<String, String> environment = new HashMap<>();
    private final Tokens tokens;
    private final Accepted accepted = new Accepted();
    private final List<ChildProcess> started = new ArrayList<>();
    private final Map<String, DoubleSupplier> measured = new LinkedHashMap<>();
    private final Backlog backlog;
    private @Nullable Books books;
    private boolean racesAreOpen;
    private int requests;

    /**
     * Starts the servers.
     *
     * @param directory for their data and the logs
     * @param jvmOptions of the service's JVM
     * @param profiles where recordings of the service are written
     * @throws IOException if the process is already ending
     */
    Testbed(Path directory, List<String> jvmOptions, Optional<Path> profiles) throws IOException {
        this.directory = directory;
        this.jvmOptions = jvmOptions;
        this.profiles = profiles;
        this.servers = servers(directory.resolve("servers"));
        servers.addresses()
                .forEach((name, address) ->
                        environment.put("KEIBA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), address));
        environment.put("KEIBA_DATA_DIR", directory.toString());
        // Users and readers share an address here; the limits are counted, but not reached.
        environment.put("KEIBA_HTTP_REQUESTS_PER_SECOND", "100000");
        environment.put("KEIBA_HTTP_STREAMS_PER_ADDRESS", "100000");
        tokens = Tokens.development(directory.resolve("development-key.json"));
        backlog = new Backlog(servers.kafka().bootstrap(), PARTITIONS, accepted);
        measured.put("driver", () -> Machine.seconds(ProcessHandle.current()));
        measured.put("PostgreSQL", secondsOf(servers.postgres().pid()));
        measured.put("Kafka", secondsOf(servers.kafka().pid()));
        measured.put("Redis", secondsOf(servers.redis().pid()));
        measured.put("service", () -> secondsOfChildren(SERVICE));
        measured.put("bare handler", () -> secondsOfChildren(BARE));
    }

    private static EmbeddedServers servers(Path data) throws IOException {
        try {
            return AtExit.start("stop the servers", ending -> EmbeddedServers.start(data), EmbeddedServers::close);
        } catch (CommandFailedException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    private static DoubleSupplier secondsOf(long pid) {
        ProcessHandle process =
                ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
        return () -> Machine.secondsWithChildren(process);
    }

    private double secondsOfChildren(String name) {
        return started.stream()
                .filter(child -> child.name().equals(name))
                .mapToDouble(child -> child.processorMicros() / 1e6)
                .sum();
    }

    EmbeddedServers servers() {
        return servers;
    }

    Accepted accepted() {
        return accepted;
    }

    Backlog backlog() {
        return backlog;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** Purchases of all users on some races. */
    Purchases purchases(List<Integer> races) {
        return new Purchases(
                races,
                IntStream.rangeClosed(1, USERS)
                        .mapToObj(user -> token(user, Role.BETTOR))
                        .toList());
    }

    private String token(long user, Role... roles) {
        return tokens.issue(new UserId(user), List.of(roles), Instant.now(), VALIDITY);
    }

    Operator operator(int port) throws IOException {
        return new Operator(
                port, token(USERS + 1L, Role.OPERATOR, Role.CASHIER), token(USERS + 2L, Role.OPERATOR, Role.CASHIER));
    }

    PostgresBooks.Login login() {
        return new PostgresBooks.Login(
                servers.postgres().url(),
                servers.postgres().user(),
                servers.postgres().password(),
                2,
                "load");
    }

    /** Returns the tables, on a connection that is opened when it is asked for. */
    Books books() throws SQLException {
        Books open = books;
        if (open == null) {
            open = new Books(login());
            books = open;
        }
        return open;
    }

    /** Waits until everything that is in the topic now is recorded: purchases, and markers, which may come more than once. */
    Books.Progress awaitRecorded(ChildProcess recorder) throws SQLException, IOException {
        return books().awaitRecorded(backlog.end(), recorder);
    }

    void closeBooks() throws SQLException {
        if (books != null) {
            books.close();
            books = null;
        }
    }

    /**
     * Starts the service with these roles.
     *
     * @param phase names the recording
     */
    ChildProcess serve(String roles, Phase phase) throws IOException {
        return serve(roles, recording(phase));
    }

    /** Starts the service with these roles and without a recording, for what is not measured. */
    ChildProcess serve(String roles) throws IOException {
        return serve(roles, Optional.empty());
    }

    private ChildProcess serve(String roles, Optional<String> recording) throws IOException {
        ChildProcess service = ChildProcess.start(
                SERVICE,
                Main.class,
                Stream.concat(jvmOptions.stream(), recording.stream()).toList(),
                environment,
                directory.resolve("service.log"),
                "serve",
                "--development",
                "--port",
                "0",
                "--roles",
                roles);
        started.add(service);
        return service;
    }

    private Optional<String> recording(Phase phase) {
        return profiles.map(directory -> "-XX:StartFlightRecording:settings=profile,"
                + (Runtime.version().feature() >= CPU_TIME_SAMPLES_SINCE ? "jdk.CPUTimeSample#enabled=true," : "")
                + "filename=" + directory.resolve(phase.label() + ".jfr").toAbsolutePath());
    }

    ChildProcess bare(String... files) throws IOException {
        ChildProcess bare =
                ChildProcess.start(BARE, BareServer.class, List.of(), Map.of(), directory.resolve("bare.log"), files);
        started.add(bare);
        return bare;
    }

    /** Runs a command of the service to its end, and returns its exit code. */
    int command(String... arguments) throws IOException, InterruptedException {
        return ChildProcess.run(Main.class, environment, directory.resolve("command.log"), arguments);
    }

    /** Declares and opens all races, and gives all users their money; once. */
    void openRaces(ChildProcess service) throws IOException {
        if (racesAreOpen) {
            return;
        }
        LockSupport.parkNanos(OLD_REDIS.toNanos());
        try (Operator operator = operator(service.port())) {
            operator.open(Races.SOLD);
            operator.open(Races.SETTLED);
            operator.deposit(USERS);
        }
        racesAreOpen = true;
    }

    /** The same in a service that only does that. */
    void openRaces() throws IOException {
        if (!racesAreOpen) {
            try (ChildProcess service = serve(SELLING)) {
                openRaces(service);
            }
        }
    }

    /** Returns the number of the next request; over all phases, so that no idempotency key comes twice. */
    int nextRequest() {
        return requests;
    }

    void sentUntil(int next) {
        requests = next;
    }

    Usage usage() {
        return Usage.now(measured);
    }

    /**
     * Returns what may explain a failure: processes that ended without being told to, or else the end of the service's
     * log.
     */
    List<String> evidence() throws IOException {
        List<String> deaths = new ArrayList<>();
        for (ChildProcess child : started) {
            child.death().ifPresent(deaths::add);
        }
        for (var server : Arrays.asList(servers.postgres(), servers.kafka(), servers.redis())) {
            if (!server.isRunning()) {
                deaths.add(server + " has ended; the end of its log:\n" + ChildProcess.tail(server.log()));
            }
        }
        return deaths.isEmpty()
                ? List.of("the end of the service's log:\n" + ChildProcess.tail(directory.resolve("service.log")))
                : deaths;
    }

    @Override
    public void close() throws IOException {
        started.forEach(ChildProcess::close);
        servers.close();
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
