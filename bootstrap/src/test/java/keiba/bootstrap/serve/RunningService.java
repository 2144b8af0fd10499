package keiba.bootstrap.serve;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import keiba.adapter.postgres.PostgresBooks;
import keiba.bootstrap.serve.Api.Answer;
import keiba.embedded.EmbeddedServers;
import org.assertj.core.api.Assertions;

/** The whole service on real servers in this JVM, with a client. */
final class RunningService implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedServers servers;
    private final Configuration configuration;
    private final InstantSource clock;
    private final Api api;
    private Service service;

    private RunningService(EmbeddedServers servers, Configuration configuration, InstantSource clock) {
        this.servers = servers;
        this.configuration = configuration;
        this.clock = clock;
        this.service = Service.start(configuration, Mode.DEMONSTRATION, clock);
        this.api = Api.of(this::port, configuration.dataDirectory());
    }

    /** Starts the service on empty servers. */
    static RunningService start(Path data) {
        return start(data, InstantSource.system());
    }

    /** Starts the service on empty servers with its own clock. */
    static RunningService start(Path data, InstantSource clock) {
        EmbeddedServers servers = FreshServers.take();
        return new RunningService(servers, FreshServers.configuration(servers, data), clock);
    }

    /** Starts the service with these settings on servers with their current data. */
    static RunningService startOn(EmbeddedServers servers, Configuration configuration) {
        return new RunningService(servers, configuration, InstantSource.system());
    }

    EmbeddedServers servers() {
        return servers;
    }

    Configuration configuration() {
        return configuration;
    }

    int port() {
        return service.port();
    }

    /** The management port; 0 if there is none. */
    int managementPort() {
        return service.managementPort().orElse(0);
    }

    Api api() {
        return api;
    }

    void stop() {
        service.close();
    }

    /** Restarts the service without a value for this setting. */
    void startAgainWithout(Setting setting) {
        service = Service.start(configuration.with(setting, ""), Mode.DEMONSTRATION, clock);
    }

    void startAgain() {
        service = Service.start(configuration, Mode.DEMONSTRATION, clock);
    }

    /** Returns the PostgreSQL adapter of the running service for checks. */
    PostgresBooks openBooks() {
        return Database.of(configuration).openBooks();
    }

    String token(long user, Set<String> roles) {
        return api.token(user, roles);
    }

    Answer get(String path, String token) {
        return api.get(path, token);
    }

    Answer put(String path, String token, String body) {
        return api.put(path, token, body);
    }

    Answer post(String path, String token, String body) {
        return api.post(path, token, body);
    }

    Answer post(String path, String token, String key, String body) {
        return api.post(path, token, key, body);
    }

    /** Waits for a condition, with a limit. */
    static void await(String what, BooleanSupplier condition) {
        if (!becomesTrue(condition)) {
            Assertions.fail("waited in vain for " + what);
        }
    }

    /** Waits, with a limit, until nothing is found; the failure lists what is still found. */
    static void awaitNone(String what, Supplier<? extends Collection<?>> findings) {
        if (!becomesTrue(() -> findings.get().isEmpty())) {
            Assertions.assertThat(findings.get()).as(what).isEmpty();
        }
    }

    private static boolean becomesTrue(BooleanSupplier condition) {
        long start = System.nanoTime();
        boolean fulfilled = condition.getAsBoolean();
        while (!fulfilled && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(20_000_000);
            fulfilled = condition.getAsBoolean();
        }
        return fulfilled;
    }

    @Override
    public void close() {
        service.close();
        api.close();
    }
}
