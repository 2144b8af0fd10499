package keiba.bootstrap.serve;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import keiba.adapter.http.Capability;
import keiba.adapter.http.HttpServer;
import keiba.adapter.http.PageLogin;
import keiba.adapter.http.Tokens;
import keiba.adapter.kafka.KafkaQueues;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.RedisBoards;
import keiba.application.UseCases;
import keiba.application.purchase.QueueBook;

/** The running service. Parts are started in order, beginning with the database, and stopped in the reverse order. */
public final class Service implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Service.class.getName());
    private static final Duration BETWEEN_CLOCK_CHECKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_PROVIDER_READS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LAG_CHECKS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_QUEUE_COUNTS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_FIGURES = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TOPIC_CHECKS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_BOARD_CHECKS = Duration.ofSeconds(1);

    /** The longest time in which a server must show that it is available. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ServiceSettings settings;
    private final Mode mode;
    private final InstantSource clock;
    private final Drain drain;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private int port;
    private OptionalInt managementPort = OptionalInt.empty();

    private Service(ServiceSettings settings, Mode mode, InstantSource clock) {
        this.settings = settings;
        this.mode = mode;
        this.clock = clock;
        this.drain = new Drain(settings.drain());
    }

    /**
     * Starts the parts that the configuration requires.
     *
     * @param mode determines which tokens it accepts
     * @throws IllegalArgumentException if the configuration is wrong
     * @throws keiba.application.failure.InfrastructureFailure if a server cannot be reached
     */
    public static Service start(Configuration configuration, Mode mode, InstantSource clock) {
        Service service = new Service(ServiceSettings.of(configuration, mode), mode, clock);
        try {
            service.start();
            return service;
        } catch (RuntimeException failed) {
            service.close();
            throw failed;
        }
    }

    private void start() {
        PrometheusMeterRegistry meters =
                keep(new ProcessMeters(settings.postgres().software())).registry();
        PostgresBooks books = keep(PostgresBooks.open(settings.postgres(), meters));
        bringUpToDate(books);
        RedisBoards boards = keep(RedisBoards.open(settings.redis()));
        KafkaQueues queues = keep(KafkaQueues.open(settings.kafka(), clock));
        tellOfRuleBooks();
        FailureReport failures = new FailureReport(clock);
        Function<PostgresBooks.Use, UseCases> useCases = useCases(books, boards, queues, failures);
        Timers timers = keep(new Timers(clock));
        ProcessState state = new ProcessState(timers, failures, meters);
        watchServers(state, books, boards, queues);
        watchClocks(state, books, queues);
        watchQueue(state, books, queues);
        DueWork work = new DueWork(useCases.apply(PostgresBooks.Use.DUE_WORK), books.clock(), meters);
        settings.roles().forEach(role -> work.schedule(role, timers));
        work.gauges().forEach(state::gauge);
        watchForRoles(state, books, boards, meters);
        if (settings.roles().contains(ServiceRole.DB_WRITER)) {
            record(state, useCases.apply(PostgresBooks.Use.RECORDER), books, queues, meters);
        }
        serve(state, useCases.apply(PostgresBooks.Use.REQUESTS));
    }

    /** Returns the use cases by what they use PostgreSQL for. */
    private Function<PostgresBooks.Use, UseCases> useCases(
            PostgresBooks books, RedisBoards boards, KafkaQueues queues, FailureReport failures) {
        UseCases.World world = new UseCases.World(clock, new TimeOrderedIds(clock), failures);
        UseCases.Signals signals = new UseCases.Signals();
        return use -> UseCases.assemble(
                books.books(use), boards.boards(), queues.queues(), settings.policy(), world, signals);
    }

    private void watchServers(ProcessState state, PostgresBooks books, RedisBoards boards, KafkaQueues queues) {
        state.condition("draining", () -> !drain.hasBegun());
        state.condition("postgres", new PatientCheck(books::isReady, PATIENCE));
        state.condition("kafka", new PatientCheck(queues::isReady, PATIENCE));
        state.condition("redis", new PatientCheck(boards::isReady, PATIENCE));
    }

    private void watchClocks(ProcessState state, PostgresBooks books, KafkaQueues queues) {
        ClockWatch postgres = new ClockWatch(clock, books.clock());
        state.condition("clock", BETWEEN_CLOCK_CHECKS, "comparing clocks", postgres);
        state.gauge("keiba_clock_offset_seconds", postgres::offsetSeconds);
        ClockWatch brokers = new ClockWatch("Kafka's brokers", queues::clockOffset);
        state.condition("kafka-clock", BETWEEN_CLOCK_CHECKS, "comparing the clock with Kafka", brokers);
        state.gauge("keiba_kafka_clock_offset_seconds", brokers::offsetSeconds);
    }

    private void watchQueue(ProcessState state, PostgresBooks books, KafkaQueues queues) {
        QueueBook positions = books.books(PostgresBooks.Use.DUE_WORK).queue();
        state.condition(
                "topic",
                BETWEEN_TOPIC_CHECKS,
                "looking at the topic",
                new TopicWatch(queues.topic(), queues::topicNow, positions));
        LagWatch lag = new LagWatch(clock, positions);
        state.every(BETWEEN_LAG_CHECKS, "looking how far the queue is recorded", lag::look);
        state.figure("recording_lag_seconds", lag::seconds);
        state.gauge("keiba_recording_lag_seconds", lag::seconds);
        QueueLag messages = new QueueLag(queues.topic().id(), books::positions, queues::ends);
        state.every(BETWEEN_QUEUE_COUNTS, "counting messages that are not recorded", messages::look);
        state.gauge("keiba_recording_lag_messages", messages::messages);
    }

    private void watchForRoles(
            ProcessState state, PostgresBooks books, RedisBoards boards, PrometheusMeterRegistry meters) {
        if (settings.roles().contains(ServiceRole.RACE_MANAGEMENT)) {
            BookMeters figures = new BookMeters(meters, books::figures, System::nanoTime);
            state.every(BETWEEN_FIGURES, "reading figures about due work", figures::look);
        }
        if (settings.roles().contains(ServiceRole.PURCHASE_API)) {
            // this detects a loss of data in Redis soon after it happened, and not only at the next purchase
            state.every(
                    BETWEEN_BOARD_CHECKS,
                    "looking whether Redis lost its memory",
                    boards.boards().purchases()::intactSince);
        }
    }

    private void record(
            ProcessState state,
            UseCases useCases,
            PostgresBooks books,
            KafkaQueues queues,
            PrometheusMeterRegistry meters) {
        KafkaQueues.Recording recording = keep(queues.record(
                useCases.purchases().record(),
                books.books(PostgresBooks.Use.RECORDER).queue(),
                meters,
                clock));
        state.gauge(
                "keiba_recording_stopped_partitions", () -> recording.stopped().size());
        state.condition("recorder", recording::isReady);
        state.stoppedPartitions(recording::stopped);
    }

    private void serve(ProcessState state, UseCases useCases) {
        Tokens tokens = settings.tokens().open(clock);
        if (tokens.areRefreshed()) {
            state.keepFresh(BETWEEN_PROVIDER_READS, "reading the identity provider's keys", tokens::refresh);
            state.condition("identity-provider", tokens::isReady);
            state.gauge("keiba_identity_provider_keys_age_seconds", tokens::keysAgeSeconds);
        }
        PageLogin login = new PageLogin(settings.http().page(), clock);
        if (login.isRefreshed()) {
            state.keepFresh(BETWEEN_PROVIDER_READS, "reading the identity provider's endpoints", login::refresh);
        }
        state.counts(tokens.counts());
        state.counts(login.counts());
        HttpServer server = keep(HttpServer.start(
                settings.http(),
                useCases,
                capabilities(settings.roles()),
                tokens,
                mode == Mode.DEMONSTRATION,
                login,
                state.observed(),
                clock));
        keep(() -> {
            server.endConnections();
            drain.run();
        });
        tellOfPorts(server);
    }

    private void tellOfPorts(HttpServer server) {
        port = server.port();
        LOG.log(
                System.Logger.Level.INFO,
                "The service listens on {0}:{1}.",
                settings.http().host(),
                Integer.toString(port));
        managementPort = server.managementPort();
        managementPort.ifPresent(number -> LOG.log(
                System.Logger.Level.INFO,
                "Metrics and health are served on {0}:{1}.",
                settings.http().operation().management().orElseThrow().host(),
                Integer.toString(number)));
    }

    private void tellOfRuleBooks() {
        List<String> own = settings.ownRuleBooks();
        if (!own.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Races can be declared under {0} own rule books: {1}.",
                    own.size(),
                    String.join(", ", own));
        }
    }

    private void bringUpToDate(PostgresBooks books) {
        if (!settings.migration().atStart()) {
            books.schema().require();
            books.makePartitions();
            return;
        }
        books.migrate(settings.migration().lock())
                .forEach(applied -> LOG.log(System.Logger.Level.INFO, "Applied migration {0}.", applied));
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
                case PAYOUT_CALCULATION -> offered.add(Capability.PAYOUT_CALCULATION);
                case PAYOUT_EXECUTION -> offered.add(Capability.PAYOUT_EXECUTION);
                case DB_WRITER, WEB -> {}
            }
        }
        return offered;
    }

    /** Returns the management port; empty if there is no separate one. */
    OptionalInt managementPort() {
        return managementPort;
    }

    /** Returns the port on which it listens. */
    public int port() {
        return port;
    }

    /**
     * Stops: readiness fails for the time of {@code http.drain-ms}, then HTTP ends, then the recorder and the timers, then the queue, the
     * boards and the books.
     */
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
