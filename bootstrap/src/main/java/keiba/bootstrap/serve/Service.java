package keiba.bootstrap.serve;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import keiba.adapter.http.Capability;
import keiba.adapter.http.HttpServer;
import keiba.adapter.http.HttpSettings;
import keiba.adapter.http.Tokens;
import keiba.adapter.kafka.KafkaQueues;
import keiba.adapter.kafka.KafkaSettings;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.RedisBoards;
import keiba.adapter.redis.RedisSettings;
import keiba.application.UseCases;

/** The running service. Parts are started from the database outwards, and stopped the other way round. */
public final class Service implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Service.class.getName());
    private static final Duration BETWEEN_PUBLICATIONS = Duration.ofMillis(250);
    private static final Duration BETWEEN_SYNCS = Duration.ofSeconds(1);

    /** How long a server may take to show that it is there. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Configuration configuration;
    private final boolean demo;
    private final InstantSource clock;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private int port;

    private Service(Configuration configuration, boolean demo, InstantSource clock) {
        this.configuration = configuration;
        this.demo = demo;
        this.clock = clock;
    }

    /**
     * Starts what the configuration says.
     *
     * @param demo whether anybody may ask for tokens
     * @throws IllegalArgumentException if the configuration is at fault
     * @throws keiba.application.failure.InfrastructureFailure if a server cannot be reached
     */
    public static Service start(Configuration configuration, boolean demo, InstantSource clock) {
        Service service = new Service(configuration, demo, clock);
        try {
            service.start();
            return service;
        } catch (RuntimeException failed) {
            service.close();
            throw failed;
        }
    }

    private void start() {
        Set<ServiceRole> roles = configuration.roles();
        PostgresBooks books = keep(PostgresBooks.open(login()));
        books.migrate();
        RedisBoards boards = keep(RedisBoards.open(RedisSettings.of(configuration.uri(Setting.REDIS_URL))));
        KafkaQueues queues = keep(KafkaQueues.open(kafka()));
        UseCases useCases = UseCases.assemble(
                books.books(),
                boards.boards(),
                queues.queues(),
                configuration.limits(),
                new UseCases.World(clock, new TimeOrderedIds(clock)));
        Map<String, BooleanSupplier> servers = new LinkedHashMap<>();
        servers.put("postgres", new PatientCheck(books::isReady, PATIENCE));
        servers.put("kafka", new PatientCheck(queues::isReady, PATIENCE));
        servers.put("redis", new PatientCheck(boards::isReady, PATIENCE));
        if (roles.contains(ServiceRole.DB_WRITER)) {
            servers.put("recorder", record(useCases, books, queues)::isReady);
        }
        HttpSettings http = http();
        Tokens tokens = tokens();
        HttpServer server = keep(HttpServer.start(http, useCases, capabilities(roles), tokens, demo, servers, clock));
        port = server.port();
        LOG.log(System.Logger.Level.INFO, "listening on {0}:{1}", http.host(), Integer.toString(port));
    }

    private KafkaQueues.Recording record(UseCases useCases, PostgresBooks books, KafkaQueues queues) {
        Timers timers = keep(new Timers());
        timers.every(
                BETWEEN_PUBLICATIONS, "showing changed odds", useCases.odds().publish()::publishChanged);
        timers.every(BETWEEN_SYNCS, "showing the books", useCases.odds().publish()::sync);
        timers.every(BETWEEN_SYNCS, "copying dead letters", useCases.purchases().copyDeadLetters()::copy);
        return keep(queues.record(useCases.purchases().record(), books.books().tickets(), clock));
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.push(part);
        return part;
    }

    private static Set<Capability> capabilities(Set<ServiceRole> roles) {
        Set<Capability> offered = EnumSet.noneOf(Capability.class);
        for (ServiceRole role : roles) {
            switch (role) {
                case PURCHASE_API -> offered.add(Capability.PURCHASES);
                case TICKET_API -> offered.add(Capability.TICKETS);
                case ODDS_API -> offered.add(Capability.ODDS);
                case RACE_MANAGEMENT -> offered.add(Capability.RACES);
                case DB_WRITER -> {}
            }
        }
        return offered;
    }

    private PostgresBooks.Login login() {
        return new PostgresBooks.Login(
                configuration.require(Setting.POSTGRES_URL),
                configuration.require(Setting.POSTGRES_USER),
                configuration.find(Setting.POSTGRES_PASSWORD).orElse(""),
                (int) configuration.number(Setting.POSTGRES_CONNECTIONS, 2, 1_000),
                version());
    }

    private static String version() {
        String version = Service.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    private KafkaSettings kafka() {
        KafkaSettings usual = KafkaSettings.of(configuration.require(Setting.KAFKA_BOOTSTRAP));
        return new KafkaSettings(
                usual.bootstrap(),
                (int) configuration.number(Setting.KAFKA_PARTITIONS, 1, 10_000),
                (short) configuration.number(Setting.KAFKA_REPLICATION_FACTOR, 1, 10),
                (short) configuration.number(Setting.KAFKA_MIN_INSYNC_REPLICAS, 1, 10),
                usual.verdictWithin(),
                Duration.ofMillis(configuration.number(Setting.KAFKA_SESSION_TIMEOUT_MS, 1_000, 300_000)));
    }

    private HttpSettings http() {
        HttpSettings usual = HttpSettings.local(configuration.port());
        return new HttpSettings(
                configuration.require(Setting.HTTP_HOST),
                usual.port(),
                usual.connections(),
                usual.requests(),
                usual.grace());
    }

    /** Whose tokens are accepted: the configured provider's, or the local development key's. */
    private Tokens tokens() {
        if (configuration.find(Setting.JWT_JWKS).isEmpty()) {
            return Tokens.development(developmentKey(configuration));
        }
        return Tokens.of(
                jwks(), configuration.require(Setting.JWT_ISSUER), configuration.require(Setting.JWT_AUDIENCE));
    }

    private URI jwks() {
        URI given = configuration.uri(Setting.JWT_JWKS);
        return given.isAbsolute() ? given : Path.of(given.getPath()).toUri();
    }

    static Path developmentKey(Configuration configuration) {
        return configuration.dataDirectory().resolve("development-key.json");
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Stops: HTTP first, then the recorder and the timers, then the queue, the boards and the books. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception failed) {
                LOG.log(System.Logger.Level.WARNING, "stopping", failed);
            }
        }
    }
}
