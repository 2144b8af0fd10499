package keiba.bootstrap.serve;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import keiba.adapter.http.Capability;
import keiba.adapter.http.HttpServer;
import keiba.adapter.http.Observed;
import keiba.adapter.http.PageLogin;
import keiba.adapter.http.Tokens;
import keiba.adapter.kafka.KafkaQueues;
import keiba.adapter.kafka.StoppedPartition;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.redis.RedisBoards;
import keiba.application.UseCases;

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
        UseCases.World world = new UseCases.World(clock, new TimeOrderedIds(clock), failures);
        UseCases.Signals signals = new UseCases.Signals();
        Function<PostgresBooks.Use, UseCases> on = use -> UseCases.assemble(
                books.books(use), boards.boards(), queues.queues(), settings.policy(), world, signals);
        UseCases requests = on.apply(PostgresBooks.Use.REQUESTS);
        Map<String, BooleanSupplier> conditions = new LinkedHashMap<>();
        conditions.put("draining", () -> !drain.hasBegun());
        conditions.put("postgres", new PatientCheck(books::isReady, PATIENCE));
        conditions.put("kafka", new PatientCheck(queues::isReady, PATIENCE));
        conditions.put("redis", new PatientCheck(boards::isReady, PATIENCE));
        Timers timers = keep(new Timers(clock));
        ClockWatch clocks = new ClockWatch(clock, books.clock());
        conditions.put("clock", watched(timers, BETWEEN_CLOCK_CHECKS, "comparing clocks", clocks));
        ClockWatch brokerClocks = new ClockWatch("Kafka's brokers", queues::clockOffset);
        conditions.put(
                "kafka-clock", watched(timers, BETWEEN_CLOCK_CHECKS, "comparing the clock with Kafka", brokerClocks));
        TopicWatch topic = new TopicWatch(
                queues.topic(),
                queues::topicNow,
                books.books(PostgresBooks.Use.DUE_WORK).queue());
        conditions.put("topic", watched(timers, BETWEEN_TOPIC_CHECKS, "looking at the topic", topic));
        LagWatch lag =
                new LagWatch(clock, books.books(PostgresBooks.Use.DUE_WORK).queue());
        timers.every(BETWEEN_LAG_CHECKS, "looking how far the queue is recorded", lag::look);
        QueueLag queueLag = new QueueLag(queues.topic().id(), books::positions, queues::ends);
        timers.every(BETWEEN_QUEUE_COUNTS, "counting messages that are not recorded", queueLag::look);
        if (settings.roles().contains(ServiceRole.RACE_MANAGEMENT)) {
            BookMeters figures = new BookMeters(meters, books::figures, System::nanoTime);
            timers.every(BETWEEN_FIGURES, "reading figures about due work", figures::look);
        }
        DueWork work = new DueWork(on.apply(PostgresBooks.Use.DUE_WORK), books.clock(), meters);
        settings.roles().forEach(role -> work.schedule(role, timers));
        if (settings.roles().contains(ServiceRole.PURCHASE_API)) {
            // this detects a loss of data in Redis soon after it happened, and not only at the next purchase
            timers.every(
                    BETWEEN_BOARD_CHECKS,
                    "looking whether Redis lost its memory",
                    boards.boards().purchases()::intactSince);
        }
        Map<String, DoubleSupplier> gauges = new TreeMap<>(work.gauges());
        gauges.put("keiba_recording_lag_seconds", lag::seconds);
        gauges.put("keiba_recording_lag_messages", queueLag::messages);
        gauges.put("keiba_clock_offset_seconds", clocks::offsetSeconds);
        gauges.put("keiba_kafka_clock_offset_seconds", brokerClocks::offsetSeconds);
        Supplier<List<StoppedPartition>> stopped = List::of;
        if (settings.roles().contains(ServiceRole.DB_WRITER)) {
            KafkaQueues.Recording recording = record(on.apply(PostgresBooks.Use.RECORDER), books, queues, meters);
            gauges.put(
                    "keiba_recording_stopped_partitions",
                    () -> recording.stopped().size());
            conditions.put("recorder", recording::isReady);
            stopped = recording::stopped;
        }
        Tokens tokens = settings.tokens().open(clock);
        if (tokens.areRefreshed()) {
            keepFresh(timers, "reading the identity provider's keys", tokens::refresh);
            conditions.put("identity-provider", tokens::isReady);
            gauges.put("keiba_identity_provider_keys_age_seconds", tokens::keysAgeSeconds);
        }
        PageLogin login = new PageLogin(settings.http().page(), clock);
        if (login.isRefreshed()) {
            keepFresh(timers, "reading the identity provider's endpoints", login::refresh);
        }
        HttpServer server = keep(HttpServer.start(
                settings.http(),
                requests,
                capabilities(settings.roles()),
                tokens,
                mode == Mode.DEMONSTRATION,
                login,
                observed(
                        conditions,
                        Map.of("recording_lag_seconds", lag::seconds),
                        gauges,
                        failures,
                        timers,
                        counts(tokens, login),
                        stopped,
                        meters),
                clock));
        keep(() -> {
            server.endConnections();
            drain.run();
        });
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

    private static Observed observed(
            Map<String, BooleanSupplier> conditions,
            Map<String, DoubleSupplier> figures,
            Map<String, DoubleSupplier> gauges,
            FailureReport failures,
            Timers timers,
            List<Observed.Count> counted,
            Supplier<List<StoppedPartition>> stopped,
            PrometheusMeterRegistry meters) {
        Supplier<SortedMap<String, String>> degraded = () -> {
            SortedMap<String, String> failing = new TreeMap<>(timers.failing());
            failing.putAll(failures.failing());
            stopped.get()
                    .forEach(partition -> failing.put("recording partition " + partition.partition(), told(partition)));
            return failing;
        };
        gauges.put("keiba_degraded", () -> degraded.get().size());
        List<Observed.Count> counts = new ArrayList<>(failures.counts());
        counts.addAll(timers.counts());
        counts.addAll(counted);
        return new Observed(conditions, degraded, figures, gauges, counts, meters);
    }

    private static String told(StoppedPartition partition) {
        String next = switch (partition.next()) {
            case RETRIED -> "paused, and tried again by itself";
            case RESUMED_BY_OPERATOR ->
                "stopped until an operator resumes it with ./keiba resume " + partition.partition();
        };
        return "at offset " + partition.offset() + " since " + partition.since() + ": " + partition.reason() + "; "
                + next;
    }

    private static List<Observed.Count> counts(Tokens tokens, PageLogin login) {
        return Stream.concat(tokens.counts().stream(), login.counts().stream()).toList();
    }

    /**
     * Refreshes periodically. The timer is started first, so that the message of a failed first turn contains the time
     * of the next.
     */
    private static void keepFresh(Timers timers, String what, Runnable refresh) {
        timers.every(BETWEEN_PROVIDER_READS, what, refresh);
        timers.now(what, refresh);
    }

    private static BooleanSupplier watched(Timers timers, Duration pause, String what, Watch watch) {
        timers.now(what, watch::look);
        timers.every(pause, what, watch::look);
        return watch::holds;
    }

    private KafkaQueues.Recording record(
            UseCases useCases, PostgresBooks books, KafkaQueues queues, PrometheusMeterRegistry meters) {
        return keep(queues.record(
                useCases.purchases().record(),
                books.books(PostgresBooks.Use.RECORDER).queue(),
                meters,
                clock));
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
