package keiba.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.adapter.http.Role;
import keiba.adapter.http.Tokens;
import keiba.adapter.postgres.PostgresBooks;
import keiba.application.account.UserId;
import keiba.bootstrap.Logging;
import keiba.bootstrap.Main;
import keiba.embedded.EmbeddedServers;

/**
 * Loads the whole service on embedded servers, and says how fast it is next to the same work done plainly in the same run. All parts share
 * this machine: the figures are good for comparison with each other, not with those of other machines.
 */
final class LoadDriver {
    private static final int USERS = 500;
    private static final int ROUNDS = 3;
    private static final int MOST_PURCHASES = 400_000;
    private static final int MOST_INSERTED = 50_000;

    /** By number rather than by time: on a busy machine, a few seconds leave most of the code uncompiled. */
    private static final int WARM_UP = 30_000;

    private static final Duration WARM_UP_AT_MOST = Duration.ofSeconds(60);
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final int OFFERED = 1_000;
    private static final int OFFERED_FOR = 20;
    private static final String SELLING = "purchase-api,ticket-api,odds-api,race-management";
    private static final String RECORDING = "db-writer";

    private final Path directory;
    private final EmbeddedServers servers;
    private final Map<String, String> environment = new HashMap<>();
    private final Tokens tokens;
    private final Accepted accepted = new Accepted();
    private final Purchases purchases;

    private LoadDriver(Path directory, EmbeddedServers servers) {
        this.directory = directory;
        this.servers = servers;
        servers.addresses()
                .forEach((name, address) ->
                        environment.put("KEIBA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), address));
        environment.put("KEIBA_DATA_DIR", directory.toString());
        tokens = Tokens.development(directory.resolve("development-key.json"));
        purchases = new Purchases(IntStream.rangeClosed(1, USERS)
                .mapToObj(user -> token(user, Role.BETTOR))
                .toList());
    }

    public static void main(String[] arguments) throws Exception {
        Logging.setUp();
        Path directory = Files.createTempDirectory("keiba-load");
        try (EmbeddedServers servers =
                EmbeddedServers.start(directory.resolve("servers")).closeAtExit()) {
            List<String> faults = new LoadDriver(directory, servers).run();
            faults.forEach(System.err::println);
            if (!faults.isEmpty()) {
                System.exit(1);
            }
        } finally {
            delete(directory);
        }
    }

    private List<String> run() throws IOException, InterruptedException, SQLException {
        try (Books books = new Books(login())) {
            row("", "keiba", "plain", "ratio");
            accept();
            record(books);
            complete(books);
            books.awaitRecorded(accepted.ids().size());
            List<String> faults = books.faults(accepted.ids());
            System.out.printf(
                    "%-44s %s%n",
                    "books",
                    faults.isEmpty()
                            ? accepted.ids().size() + " purchases answered 202, each recorded once; all balanced"
                            : "NOT IN ORDER");
            return faults;
        }
    }

    private PostgresBooks.Login login() {
        return new PostgresBooks.Login(
                servers.postgres().url(),
                servers.postgres().user(),
                servers.postgres().password(),
                2,
                "load");
    }

    private String token(long user, Role... roles) {
        return tokens.issue(new UserId(user), List.of(roles), Instant.now(), Duration.ofHours(1));
    }

    private ChildProcess serve(String roles) throws IOException {
        return ChildProcess.start(
                Main.class,
                environment,
                directory.resolve("service.log"),
                "serve",
                "--development",
                "--port",
                "0",
                "--roles",
                roles);
    }

    private static void row(String what, String keiba, String plain, String ratio) {
        System.out.printf("%-44s %-30s %-30s %s%n", what, keiba, plain, ratio);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String ratio(double keiba, double plain) {
        return String.format(Locale.ROOT, "%.2f", keiba / plain);
    }

    /** Fills the topic, too: nobody records meanwhile. */
    private void accept() throws IOException, InterruptedException {
        Path log = directory.resolve("bare.log");
        try (ChildProcess service = serve(SELLING);
                ChildProcess bare = ChildProcess.start(BareServer.class, Map.of(), log)) {
            prepare(service.port());
            Target keiba = new Target(service, accepted);
            Target plain = new Target(bare, new Accepted());
            plain.warmUp();
            keiba.warmUp();
            for (int round = 0; round < ROUNDS; round++) {
                plain.load(ROUND);
                keiba.load(ROUND);
            }
            row(
                    "purchases accepted a second, " + ClosedLoop.CONNECTIONS + " connections",
                    number(keiba.median().perSecond()),
                    number(plain.median().perSecond()),
                    ratio(keiba.median().perSecond(), plain.median().perSecond()));
            row(
                    "  until the answer",
                    keiba.median().latencies().percentiles(),
                    plain.median().latencies().percentiles(),
                    "");
            row(
                    "  processor time of the server for one",
                    number(keiba.processorMicros()) + " µs",
                    number(plain.processorMicros()) + " µs",
                    ratio(keiba.processorMicros(), plain.processorMicros()));
        }
    }

    /** A server under load, in rounds. */
    private final class Target {
        private final ChildProcess server;
        private final Accepted answers;
        private final AtomicInteger numbers = new AtomicInteger();
        private final List<ClosedLoop.Result> rounds = new ArrayList<>();
        private double processorMicrosBefore;

        Target(ChildProcess server, Accepted answers) {
            this.server = server;
            this.answers = answers;
        }

        void warmUp() throws IOException, InterruptedException {
            ClosedLoop.run(server.port(), purchases, numbers, WARM_UP, WARM_UP_AT_MOST, answers);
            numbers.set(WARM_UP);
            processorMicrosBefore = server.processorMicros();
        }

        void load(Duration duration) throws IOException, InterruptedException {
            rounds.add(ClosedLoop.run(server.port(), purchases, numbers, MOST_PURCHASES, duration, answers));
        }

        ClosedLoop.Result median() {
            return rounds.stream()
                    .sorted(Comparator.comparing(ClosedLoop.Result::perSecond))
                    .toList()
                    .get(rounds.size() / 2);
        }

        double processorMicros() {
            int answered =
                    rounds.stream().mapToInt(round -> round.latencies().count()).sum();
            return (server.processorMicros() - processorMicrosBefore) / answered;
        }
    }

    private void prepare(int port) throws IOException {
        String operator = token(USERS + 1L, Role.OPERATOR, Role.CASHIER);
        try (HttpConnection connection = new HttpConnection(port)) {
            for (int race = 1; race <= Purchases.RACES; race++) {
                require(connection, HttpConnection.post("/v1/races", operator, "", race(race)));
                require(connection, HttpConnection.post("/v1/races/" + race + "/open", operator, "", ""));
            }
            for (int user = 1; user <= USERS; user++) {
                require(
                        connection,
                        HttpConnection.post(
                                "/v1/accounts/" + user + "/deposits",
                                operator,
                                "Idempotency-Key: load\r\n",
                                "{\"amount\":1000000000}"));
            }
        }
    }

    private static void require(HttpConnection connection, byte[] request) throws IOException {
        HttpConnection.Answer answer = connection.send(request);
        if (answer.status() / 100 != 2) {
            throw new IOException("answered " + answer.status() + ": " + answer.body());
        }
    }

    private static String race(int id) {
        Instant post = Instant.now().plus(Duration.ofDays(1));
        String day = post.plus(Duration.ofHours(9)).toString().substring(0, 10);
        String runners = IntStream.rangeClosed(1, Purchases.RUNNERS)
                .mapToObj(horse -> "{\"horse_number\":" + horse + ",\"name\":\"Horse " + horse + "\"}")
                .collect(Collectors.joining(","));
        return "{\"race_id\":" + id + ",\"date\":\"" + day + "\",\"venue\":\"Sapporo\",\"race_number\":" + id
                + ",\"name\":\"Load\",\"post_time\":\"" + post + "\",\"runners\":[" + runners + "]}";
    }

    private void record(Books books) throws IOException, SQLException {
        long all = accepted.ids().size();
        double recorded;
        double processorMicros;
        try (ChildProcess recorder = serve(RECORDING)) {
            Books.Progress warm = books.awaitRecorded(all / 4);
            double before = recorder.processorMicros();
            Books.Progress end = books.awaitRecorded(all);
            recorded = end.perSecondSince(warm);
            processorMicros = (recorder.processorMicros() - before) / (end.recorded() - warm.recorded());
        }
        double plain = books.plainInsert((int) Math.min(all, MOST_INSERTED));
        row("tickets recorded a second", number(recorded), number(plain), ratio(recorded, plain));
        row("  processor time of the recorder for one", number(processorMicros) + " µs", "", "");
    }

    private void complete(Books books) throws IOException, InterruptedException, SQLException {
        try (ChildProcess service = serve(SELLING + "," + RECORDING)) {
            new Target(service, accepted).warmUp();
            books.awaitRecorded(accepted.ids().size());
            Latencies latencies = new OpenLoop(OFFERED, OFFERED_FOR)
                    .run(
                            service.port(),
                            purchases,
                            accepted,
                            URI.create(servers.redis().url()));
            row("from 202 to COMPLETED, " + number(OFFERED) + " a second", latencies.percentiles(), "", "");
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
