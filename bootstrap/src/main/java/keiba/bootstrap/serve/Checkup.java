package keiba.bootstrap.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keiba.adapter.http.HttpSettings;
import keiba.adapter.http.PageLogin;
import keiba.adapter.http.Tokens;
import keiba.adapter.kafka.KafkaInspection;
import keiba.adapter.kafka.KafkaSettings;
import keiba.adapter.kafka.TopicFacts;
import keiba.adapter.postgres.PostgresBooks;
import keiba.adapter.postgres.Schema;
import keiba.adapter.redis.RedisBoards;
import keiba.adapter.redis.RedisFacts;
import keiba.application.failure.InfrastructureFailure;

/**
 * Checks whether a service could run with a configuration: connects to everything, and changes nothing. Each check is independent of the
 * others, so that one look tells of every fault.
 */
final class Checkup {
    private static final int OLDEST_POSTGRES = 14;
    private static final int OLDEST_REDIS = 5;

    /** Reports and probes have two connections each. */
    private static final int FIXED_CONNECTIONS = 4;

    private final ServiceSettings settings;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    private Checkup(ServiceSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns the outcome of every check, in a fixed order; only the first one if the configuration itself is at fault. */
    static List<Finding> of(Configuration configuration, Mode mode, InstantSource clock) {
        ServiceSettings settings;
        try {
            settings = ServiceSettings.of(configuration, mode);
        } catch (IllegalArgumentException wrong) {
            return List.of(Finding.fault("configuration", String.valueOf(wrong.getMessage())));
        }
        Checkup checkup = new Checkup(settings, clock);
        checkup.run();
        return List.copyOf(checkup.findings);
    }

    private void run() {
        findings.add(Finding.ok(
                "configuration",
                "every setting can be read; roles "
                        + String.join(
                                ",",
                                settings.roles().stream()
                                        .map(ServiceRole::configured)
                                        .sorted()
                                        .toList())));
        ruleBooks();
        Optional<PostgresBooks.Positions> positions = postgres();
        kafka(positions);
        redis();
        identityProvider();
        http(settings.http());
    }

    private void ruleBooks() {
        List<String> own = settings.ownRuleBooks();
        if (!own.isEmpty()) {
            findings.add(Finding.ok("rule books", "own: " + String.join(", ", own)));
        }
    }

    /** Runs a check; a failure is its outcome. */
    private void attempt(String about, Runnable check) {
        try {
            check.run();
        } catch (InfrastructureFailure | IllegalStateException | IllegalArgumentException failed) {
            findings.add(Finding.fault(about, String.valueOf(failed.getMessage())));
        }
    }

    private Optional<PostgresBooks.Positions> postgres() {
        List<PostgresBooks.Positions> positions = new ArrayList<>();
        try (PostgresBooks books = PostgresBooks.open(settings.postgres())) {
            int before = findings.size();
            attempt("PostgreSQL", () -> server(books.facts()));
            if (findings.get(before).level() == Finding.Level.FAULT && findings.size() == before + 1) {
                return Optional.empty();
            }
            attempt("PostgreSQL: schema", () -> schema(books.schema().state()));
            attempt("PostgreSQL: clock", () -> clock("PostgreSQL", new ClockWatch(clock, books.clock())));
            attempt("PostgreSQL: positions", () -> {
                if (!books.schema().state().applied().isEmpty()) {
                    books.positions().ifPresent(positions::add);
                }
            });
        }
        return positions.stream().findFirst();
    }

    private void server(PostgresBooks.ServerFacts server) {
        int own = settings.postgres().connections().requests()
                + settings.postgres().connections().recorder()
                + settings.postgres().connections().dueWork()
                + FIXED_CONNECTIONS;
        if (server.readOnly()) {
            findings.add(
                    Finding.fault("PostgreSQL", "the server is a read-only replica; set postgres.url to the primary"));
        } else if (major(server.version()) < OLDEST_POSTGRES) {
            findings.add(Finding.fault(
                    "PostgreSQL",
                    "version " + server.version() + " is too old; " + OLDEST_POSTGRES + " or later is needed"));
        } else {
            findings.add(Finding.ok(
                    "PostgreSQL",
                    "version " + server.version() + (server.encrypted() ? ", encrypted" : ", not encrypted")));
        }
        if (!server.synchronousCommit().equals("on")
                && !server.synchronousCommit().startsWith("remote_")) {
            findings.add(Finding.fault(
                    "PostgreSQL: durability",
                    "synchronous_commit is " + server.synchronousCommit()
                            + "; a crash can lose purchases that were already answered; set it to on"));
        }
        if (!server.fsync().equals("on")) {
            findings.add(Finding.warning(
                    "PostgreSQL: durability",
                    "fsync is " + server.fsync() + "; a power failure can destroy the database; set it to on"));
        }
        if (own > server.mostConnections()) {
            findings.add(Finding.warning(
                    "PostgreSQL: connections",
                    "this process uses up to " + own + " connections and the server allows " + server.mostConnections()
                            + " to all clients; raise max_connections, or lower postgres.connections"));
        }
    }

    private static int major(String version) {
        try {
            return Integer.parseInt(version.split("[.]", 2)[0].replaceFirst("\\D.*", ""));
        } catch (NumberFormatException unknown) {
            return Integer.MAX_VALUE;
        }
    }

    private void schema(Schema.State found) {
        if (!found.unknown().isEmpty()) {
            findings.add(Finding.fault(
                    "PostgreSQL: schema",
                    "a later version of this program has changed the tables: " + String.join(", ", found.unknown())
                            + "; start that version"));
        } else if (found.missing().isEmpty()) {
            findings.add(Finding.ok("PostgreSQL: schema", found.applied().getLast()));
        } else if (settings.migration().atStart()) {
            findings.add(Finding.warning(
                    "PostgreSQL: schema",
                    "the tables lack " + String.join(", ", found.missing())
                            + "; the service applies them when it starts, or run ./keiba migrate now"));
        } else {
            findings.add(Finding.fault(
                    "PostgreSQL: schema",
                    "the tables lack " + String.join(", ", found.missing()) + "; run ./keiba migrate"));
        }
    }

    private void clock(String whose, ClockWatch watch) {
        watch.look();
        String told =
                "this machine's clock is " + watch.offsetSeconds() + " s ahead of " + whose + "'s (negative: behind)";
        String mend = "; synchronise both with the same time servers (chrony, ntpd)";
        if (!watch.holds()) {
            findings.add(Finding.fault(whose + ": clock", told + mend));
        } else if (watch.isOff()) {
            findings.add(Finding.warning(whose + ": clock", told + mend));
        } else {
            findings.add(Finding.ok(whose + ": clock", told));
        }
    }

    private void kafka(Optional<PostgresBooks.Positions> positions) {
        attempt("Kafka", () -> {
            try (KafkaInspection cluster = KafkaInspection.open(settings.kafka())) {
                brokers(cluster.brokers());
                Optional<TopicFacts> purchases = cluster.purchases();
                if (purchases.isEmpty()) {
                    noTopic(positions);
                    return;
                }
                topic(purchases.get(), positions);
                if (!cluster.hasDeadLetters()) {
                    findings.add(Finding.warning(
                            "Kafka: dead letters",
                            "topic " + KafkaSettings.DEAD_LETTER_TOPIC
                                    + " does not exist; the service creates it when it starts, if its user may"));
                }
                brokerClock(cluster.newest(purchases.get()));
            }
        });
    }

    private void brokers(int brokers) {
        int needed = settings.kafka().replicationFactor();
        findings.add(
                brokers < needed
                        ? Finding.fault(
                                "Kafka",
                                "there are " + brokers + " brokers and kafka.replication-factor is " + needed
                                        + "; start more brokers, or lower kafka.replication-factor")
                        : Finding.ok("Kafka", "brokers: " + brokers));
        if (settings.kafka().minInSyncReplicas() > needed) {
            findings.add(Finding.fault(
                    "Kafka: replication",
                    "kafka.min-insync-replicas is " + settings.kafka().minInSyncReplicas()
                            + " and kafka.replication-factor " + needed + ": no purchase could be written"));
        } else if (needed < 3 || settings.kafka().minInSyncReplicas() < 2) {
            findings.add(Finding.warning(
                    "Kafka: replication",
                    "kafka.replication-factor is " + needed + " and kafka.min-insync-replicas "
                            + settings.kafka().minInSyncReplicas()
                            + ": the failure of one broker can lose or stop purchases; set 3 and 2 in production"));
        }
    }

    private void noTopic(Optional<PostgresBooks.Positions> positions) {
        findings.add(
                positions.isPresent()
                        ? Finding.fault(
                                "Kafka: topic",
                                "topic " + KafkaSettings.TOPIC
                                        + " does not exist, and PostgreSQL has recorded one of that"
                                        + " name; connect to the cluster that has that topic, or see ./keiba adopt-topic --help")
                        : Finding.warning(
                                "Kafka: topic",
                                "topic " + KafkaSettings.TOPIC + " does not exist; the service creates it with "
                                        + settings.kafka().partitions()
                                        + " partitions when it starts, if its user may"));
    }

    private void topic(TopicFacts topic, Optional<PostgresBooks.Positions> positions) {
        topic.faults().forEach(fault -> findings.add(Finding.fault("Kafka: topic", fault)));
        if (!topic.settingsAreKnown()) {
            findings.add(
                    Finding.warning(
                            "Kafka: topic",
                            "this user may not read the settings of topic " + KafkaSettings.TOPIC
                                    + "; grant DescribeConfigs to the user, or check message.timestamp.type=LogAppendTime yourself"));
        }
        if (!topic.lagging().isEmpty()) {
            findings.add(Finding.warning(
                    "Kafka: topic",
                    "not all replicas of partitions " + topic.lagging() + " are in sync; check the brokers"));
        }
        if (topic.partitions() != settings.kafka().partitions()) {
            findings.add(Finding.warning(
                    "Kafka: topic",
                    "topic " + KafkaSettings.TOPIC + " has " + topic.partitions()
                            + " partitions and kafka.partitions is "
                            + settings.kafka().partitions() + "; the topic stays as it is: set kafka.partitions to "
                            + topic.partitions()));
        }
        if (positions.isPresent()
                && (!positions.get().topic().equals(topic.id())
                        || positions.get().next().size() != topic.partitions())) {
            findings.add(Finding.fault(
                    "Kafka: topic",
                    "PostgreSQL records topic " + positions.get().topic() + " with "
                            + positions.get().next().size() + " partitions, and the brokers have topic " + topic.id()
                            + " with " + topic.partitions()
                            + "; connect to the cluster that has this topic, or see ./keiba adopt-topic --help"));
        } else if (topic.faults().isEmpty() && topic.settingsAreKnown()) {
            findings.add(Finding.ok(
                    "Kafka: topic",
                    KafkaSettings.TOPIC + " has " + topic.partitions() + " partitions with " + topic.replicas()
                            + " replicas, and LogAppendTime"));
        }
    }

    /**
     * Compares this machine's clock with the time of the newest message, which cannot have been received in the future. Only an acknowledgement shows the
     * clock of a broker, and a check sends no message.
     */
    private void brokerClock(Optional<Instant> newest) {
        Duration behind = newest.map(received -> Duration.between(clock.instant(), received))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
        if (behind.isZero()) {
            findings.add(
                    Finding.ok(
                            "Kafka: clock",
                            "no message in Kafka is newer than this machine's time; the running service measures the difference"));
        } else {
            clock("Kafka", new ClockWatch("Kafka", () -> Optional.of(behind.negated())));
        }
    }

    private void redis() {
        attempt("Redis", () -> {
            try (RedisBoards boards = RedisBoards.open(settings.redis())) {
                server(boards.facts());
            }
        });
    }

    private void server(RedisFacts server) {
        if (major(server.version()) < OLDEST_REDIS) {
            findings.add(Finding.fault(
                    "Redis", "version " + server.version() + " is too old; " + OLDEST_REDIS + " or later is needed"));
        } else {
            findings.add(Finding.ok("Redis", "version " + server.version()));
        }
        findings.add(server.refusedWrite()
                .map(reason -> Finding.fault(
                        "Redis: writes",
                        "the server refuses a write: " + reason
                                + "; set redis.url to the primary, increase its memory, or allow the user to write"))
                .orElseGet(() -> Finding.ok("Redis: writes", "the server accepts writes")));
        findings.add(eviction(server));
    }

    private static Finding eviction(RedisFacts server) {
        String about = "Redis: eviction";
        if (server.evictionPolicy().isEmpty()) {
            return Finding.warning(
                    about,
                    "this user may not read maxmemory-policy; allow +config|get, or check yourself that it is noeviction");
        }
        String policy = server.evictionPolicy().get();
        if (policy.equals("noeviction")) {
            return Finding.ok(about, "noeviction");
        }
        String told = "maxmemory-policy is " + policy + ": the service cannot detect that a claim was evicted";
        return server.mostMemory() == 0
                ? Finding.warning(about, told + "; set it to noeviction before you limit maxmemory")
                : Finding.fault(about, told + "; set it to noeviction");
    }

    private void identityProvider() {
        switch (settings.tokens()) {
            case ServiceSettings.DevelopmentTokens development ->
                findings.add(Finding.warning(
                        "identity provider",
                        "tokens of the local development key are accepted; anyone who can read " + development.key()
                                + " can act as any user; set jwt.jwks in production"));
            case ServiceSettings.ProvidedTokens provided ->
                attempt("identity provider", () -> {
                    Tokens tokens = provided.open(clock);
                    tokens.refresh();
                    findings.add(
                            tokens.isReady()
                                    ? Finding.ok("identity provider", "its keys can be read")
                                    : Finding.fault(
                                            "identity provider",
                                            "its keys cannot be read; check jwt.jwks and the network"));
                });
        }
        attempt("login of the page", () -> {
            PageLogin login = new PageLogin(settings.http().page(), clock);
            if (login.isRefreshed()) {
                login.refresh();
                findings.add(Finding.ok("login of the page", "the provider's endpoints can be read"));
            }
        });
    }

    private void http(HttpSettings http) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(http.host(), http.port()));
            findings.add(Finding.ok("HTTP", "the service can listen on " + http.host() + ":" + http.port()));
        } catch (IOException | IllegalArgumentException taken) {
            findings.add(Finding.warning(
                    "HTTP",
                    "the service cannot listen on " + http.host() + ":" + http.port() + " now (" + taken.getMessage()
                            + "); unless it is running already, set http.port or http.host"));
        }
    }
}
