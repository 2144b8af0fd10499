package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import keiba.bootstrap.Project;
import keiba.embedded.EmbeddedServers;
import keiba.wire.LogContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Checks the metrics of a service after a race day against the documentation, the dashboard and the alert rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservabilityIT {
    private static final int RACE = 1;
    private static final int ON_SALE = 2;
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    /** The name of a series in an expression of PromQL, with its selector. */
    private static final Pattern SERIES =
            Pattern.compile("\\b((?:keiba|jvm|process|system|hikaricp|disk)_[a-z0-9_]+)\\b(?:\\{([^}]*)})?");

    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"");

    /** Labels that Prometheus adds to every series. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private final List<LogContext> recorded = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private RunningService service;

    @SuppressWarnings("NullAway.Init")
    private Exposition metrics;

    @BeforeAll
    void run_a_race_day(@TempDir Path data) throws Exception {
        EmbeddedServers servers = FreshServers.take();
        service = RunningService.startOn(
                servers, FreshServers.configuration(servers, data).with(Setting.MANAGEMENT_PORT, "0"));
        Logger logger = Logger.getLogger("keiba.adapter.kafka.RecordedMessages");
        Handler handler = new Contexts();
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        try {
            runRaceDay();
        } finally {
            logger.setLevel(null);
            logger.removeHandler(handler);
        }
        RunningService.await(
                "figures of the pool on sale that are newer than the last purchase", () -> stakes(read()) == 100);
        RunningService.await(
                "a complete comparison of the boards", () -> read().value("keiba_board_sync_lag_seconds") >= 0);
        metrics = read();
    }

    @AfterAll
    void stop() {
        try {
            Invariants.hold(service.configuration());
        } finally {
            service.close();
        }
    }

    /** Collects the contexts of log lines about messages. */
    private final class Contexts extends Handler {
        @Override
        public void publish(LogRecord entry) {
            recorded.add(LogContext.current());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private void runRaceDay() throws IOException, InterruptedException {
        Api api = service.api();
        new RaceDay(2).open(api);
        List<String> bettors = RaceDay.bettors(api, 3, 10_000);
        HttpResponse<String> placed = traced(bettors.getFirst());
        assertThat(placed.statusCode()).isEqualTo(202);
        assertThat(placed.headers().firstValue("X-Request-Id")).contains("day-1");
        for (String bettor : bettors) {
            for (int horse = 1; horse <= RaceDay.RUNNERS; horse++) {
                assertThat(api.post("/v1/purchases", bettor, "k" + horse, RaceDay.win(RACE, horse))
                                .status())
                        .isEqualTo(202);
            }
        }
        assertThat(api.post("/v1/purchases", bettors.getFirst(), RaceDay.win(RACE, 99))
                        .status())
                .isEqualTo(422);
        assertThat(api.post("/v1/purchases", bettors.getFirst(), RaceDay.win(ON_SALE, 1))
                        .status())
                .isEqualTo(202);
        try (Partner partner = new Partner(service.servers().kafka().bootstrap())) {
            partner.send(RACE, "not JSON");
        }
        RunningService.await("32 tickets", () -> read().value("keiba_purchases_recorded_total", "TICKET") == 32);
        RunningService.await("the dead letter", () -> read().value("keiba_dead_letters_total") == 1);
        api.post("/v1/races/" + RACE + "/close", RaceDay.operator(api), "");
        RaceDay.makeOfficial(api, RACE, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        RunningService.await(
                "the payouts",
                () -> api.post("/v1/races/" + RACE + "/payouts/execution", RaceDay.operator(api), "")
                                .status()
                        == 200);
    }

    private HttpResponse<String> traced(String bettor) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/v1/purchases"))
                            .header("Authorization", "Bearer " + bettor)
                            .header("Content-Type", "application/json")
                            .header("X-Request-Id", "day-1")
                            .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                            .POST(BodyPublishers.ofString(RaceDay.win(RACE, 1)))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    /** The stake of the one purchase on the race that is still on sale. */
    private static double stakes(Exposition metrics) {
        return metrics.value("keiba_pool_stakes_yen", "race=\"2\"", "WIN");
    }

    private Exposition read() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Exposition.read(client.send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + service.managementPort() + "/observe/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Test
    void the_log_of_the_recorder_names_the_request_and_trace_of_a_message() {
        assertThat(recorded).anySatisfy(about -> {
            assertThat(about.requestId()).isEqualTo("day-1");
            assertThat(about.traceId()).isEqualTo(TRACE);
            assertThat(about.raceId()).isEqualTo("1");
            assertThat(about.messageId()).hasSize(36);
        });
    }

    @Test
    void the_metrics_count_the_events_of_the_race_day() {
        assertThat(metrics.value("keiba_purchases_accepted_total", "key=\"keyed\""))
                .isEqualTo(30);
        assertThat(metrics.value("keiba_purchases_accepted_total", "key=\"unkeyed\""))
                .isEqualTo(2);
        assertThat(metrics.value("keiba_purchases_refused_total")).isEqualTo(1);
        assertThat(metrics.value("keiba_purchases_recorded_total", "TICKET")).isEqualTo(32);
        assertThat(metrics.value("keiba_queue_to_book_seconds_count")).isGreaterThanOrEqualTo(33);
        assertThat(metrics.value("keiba_final_odds_seconds_count")).isEqualTo(1);
        assertThat(metrics.value("keiba_recording_lag_messages")).isNotNegative();
        assertThat(stakes(metrics)).isEqualTo(100);
        assertThat(metrics.value("keiba_http_request_seconds_count", "path=\"/v1/purchases\"", "2xx"))
                .isEqualTo(32);
        assertThat(metrics.value("hikaricp_connections", "REQUESTS")).isPositive();
        assertThat(metrics.value("jvm_memory_used_bytes", "heap")).isPositive();
    }

    @Test
    void histogram_buckets_are_cumulative_and_agree_with_their_counts() {
        assertThat(metrics.faultsOfHistograms()).isEmpty();
    }

    /** A row of a table: name, type, labels, unit, meaning. */
    private record Documented(String type, SortedSet<String> labels) {}

    private static Map<String, Documented> documented() throws IOException {
        Map<String, Documented> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Project.root().resolve("docs/observability.md"))) {
            List<String> cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            if (cells.size() == 7
                    && cells.get(1).startsWith("`")
                    && !cells.get(5).isEmpty()) {
                SortedSet<String> labels = Arrays.stream(cells.get(3).split(",", -1))
                        .map(label -> label.strip().replace("`", ""))
                        .filter(label -> !label.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new));
                documented.put(cells.get(1).replace("`", ""), new Documented(cells.get(2), labels));
            }
        }
        return documented;
    }

    @Test
    void every_documented_metric_exists_with_its_type_and_labels() throws IOException {
        Map<String, Documented> documented = documented();
        assertThat(documented).hasSizeGreaterThan(40);
        List<String> faults = new ArrayList<>();
        documented.forEach((name, told) -> {
            String type = metrics.types().getOrDefault(name, "none");
            if (!type.equals(told.type())) {
                faults.add(name + " is documented as " + told.type() + " and is " + type);
            }
            SortedSet<String> labels = new TreeSet<>(labelsOf(name));
            labels.remove("le");
            if (!labels.equals(told.labels())) {
                faults.add(name + " is documented with the labels " + told.labels() + " and has " + labels);
            }
        });
        assertThat(faults).isEmpty();
    }

    private Set<String> labelsOf(String family) {
        return metrics.labels()
                .getOrDefault(family, metrics.labels().getOrDefault(family + "_count", Collections.emptySortedSet()));
    }

    @Test
    void every_metric_of_this_service_is_documented() throws IOException {
        Set<String> own = metrics.types().keySet().stream()
                .filter(name -> name.startsWith("keiba_"))
                .filter(name -> !name.endsWith("_seconds_max"))
                .collect(Collectors.toCollection(TreeSet::new));
        own.removeAll(documented().keySet());
        assertThat(own).isEmpty();
    }

    private void exist(String where, String expression) {
        Matcher series = SERIES.matcher(expression);
        boolean some = false;
        while (series.find()) {
            some = true;
            String name = series.group(1);
            assertThat(metrics.labels()).as(where + ": " + expression).containsKey(name);
            if (series.group(2) != null) {
                Matcher label = MATCHER.matcher(series.group(2));
                while (label.find()) {
                    if (!OF_PROMETHEUS.contains(label.group(1))) {
                        assertThat(metrics.labels().get(name))
                                .as(where + ": " + expression)
                                .contains(label.group(1));
                    }
                }
            }
        }
        assertThat(some || expression.contains("up{"))
                .as(where + ": " + expression)
                .isTrue();
    }

    @Test
    void every_metric_of_the_dashboard_exists() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Files.readString(Project.root().resolve("docs/observability/dashboard.json")));
        List<JsonNode> expressions = dashboard.findValues("expr");
        assertThat(expressions).hasSizeGreaterThan(20);
        expressions.forEach(expression -> exist("dashboard", expression.asText()));
        dashboard.path("templating").path("list").forEach(variable -> {
            Matcher query = Pattern.compile("label_values\\(([a-z_]+),")
                    .matcher(variable.path("query").asText());
            if (query.find()) {
                assertThat(metrics.labels()).containsKey(query.group(1));
            }
        });
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(panel.path("title").asText()).isNotEmpty();
            assertThat(panel.path("gridPos").path("w").asInt()).isBetween(1, 24);
        }
    }

    @Test
    void every_metric_of_the_alert_rules_exists_and_each_alert_is_documented() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(Files.readString(Project.root().resolve("docs/observability/alerts.yaml")));
        String guide = Files.readString(Project.root().resolve("docs/observability.md"));
        Set<String> names = new TreeSet<>();
        for (JsonNode group : rules.path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                String name = rule.path("alert").asText();
                assertThat(names.add(name)).as(name).isTrue();
                exist(name, rule.path("expr").asText());
                assertThat(rule.path("labels").path("severity").asText()).isIn("page", "ticket");
                assertThat(rule.path("annotations").path("summary").asText()).isNotEmpty();
                assertThat(rule.path("annotations").path("runbook").asText())
                        .isEqualTo("docs/observability.md#" + name.toLowerCase(Locale.ROOT));
                assertThat(guide).contains("\n### " + name + "\n");
            }
        }
        assertThat(names).hasSizeGreaterThan(10);
        Matcher heading = Pattern.compile("(?m)^### (Keiba\\w+)$").matcher(guide);
        while (heading.find()) {
            assertThat(names).contains(heading.group(1));
        }
    }
}
