package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import keiba.embedded.EmbeddedServers;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that answer requests and two recorders behind the real HAProxy, each killed, restarted and stopped in turn under load. */
class GatewayIT {
    private static final String ANSWERING =
            "purchase-api,ticket-api,odds-api,race-management,payout-calculation,payout-execution,web";
    private static final String TOPIC = "betting.ticket.purchase";
    private static final int PARTITIONS = 13;

    /** The race whose deadline passes during the run. */
    private static final int CLOSING = 1;

    private final RaceDay day = new RaceDay(PARTITIONS);

    @BeforeAll
    static void needsHaProxy() {
        HaProxy.assumeInstalled();
    }

    @Test
    void loses_no_accepted_purchase_while_processes_are_killed_and_stopped_in_turn(@TempDir Path data)
            throws Exception {
        EmbeddedServers servers = FreshServers.take();
        Configuration configuration = FreshServers.configuration(servers, data)
                .with(Setting.KAFKA_SESSION_TIMEOUT_MS, "2000")
                .with(Setting.HTTP_CLIENT_ADDRESS_HEADER, "X-Forwarded-For")
                .with(Setting.HTTP_REQUESTS_PER_SECOND, "0") // all bettors of the test have one address
                .with(Setting.HTTP_DRAIN_MS, "4000");
        Configuration answering = configuration.with(Setting.ROLES, ANSWERING);
        Configuration recording = configuration.with(Setting.ROLES, "db-writer");
        Database database = Database.of(configuration);
        try (ServiceProcess api1 = started("api1", answering);
                ServiceProcess recorder1 = started("recorder1", recording);
                ServiceProcess api2 = started("api2", answering);
                ServiceProcess recorder2 = started("recorder2", recording)) {
            List<ServiceProcess> all = List.of(api1, recorder1, api2, recorder2);
            try (HaProxy gateway = HaProxy.start(
                            data,
                            Map.of(
                                    "KEIBA_API_1", "127.0.0.1:" + api1.port(),
                                    "KEIBA_API_2", "127.0.0.1:" + api2.port(),
                                    "KEIBA_DB_WRITER_1", "127.0.0.1:" + recorder1.port(),
                                    "KEIBA_DB_WRITER_2", "127.0.0.1:" + recorder2.port()));
                    Api api = Api.of(gateway::port, data)) {
                day.open(api);
                List<String> tokens = RaceDay.bettors(api, 20, 1_000_000);
                Crowd crowd = Crowd.start(day, List.of(api.patientFor(Duration.ofSeconds(10))), tokens, 3);
                SortedMap<String, Long> afterKills;
                SortedMap<String, Long> afterAll;
                try (crowd) {
                    crowd.expectClosedRaces();
                    endSalesSoon(api);
                    for (ServiceProcess process : all) {
                        process.kill();
                        awaitPurchases(crowd, database);
                        process.startAgain();
                        awaitReady(process);
                        listens(gateway);
                    }
                    afterKills = crowd.failures();
                    api1.stop();
                    awaitPurchases(crowd, database);
                    api1.startAgain();
                    awaitReady(api1);
                    restartInOrder(recorder2, recorder1, () -> awaitPurchases(crowd, database));
                    afterAll = crowd.failures();
                    RunningService.await("the final odds", () -> RaceDay.isFinal(api, CLOSING));
                }
                System.out.println(crowd.accepted()
                        + " purchases accepted through the gateway; attempts that clients had to repeat: " + afterKills
                        + " while each process was killed and started again, " + afterAll
                        + " after two ordered restarts as well");
                RunningService.await("the last records", () -> database.recorded() >= crowd.accepted());
                database.hasExactly(crowd.receipts());
                assertThat(afterAll).as("ordered restarts fail no request").isEqualTo(afterKills);
                assertThat(closings(servers))
                        .as("ids under which sales of the race were closed")
                        .hasSize(1);
                assertThat(api.text("/")).contains("<html");
            }
            Invariants.hold(configuration);
        }
    }

    /** One after the other: four JVMs that start at once on two processors wait too long for Kafka. */
    private static ServiceProcess started(String name, Configuration configuration) throws IOException {
        ServiceProcess process = ServiceProcess.launch(name, configuration);
        process.awaitReady();
        return process;
    }

    /** The other recorder keeps its partitions and gets the rest; later it hands over as many as the first one gets. */
    private static void restartInOrder(ServiceProcess restarted, ServiceProcess other, Runnable meanwhile)
            throws IOException {
        awaitShared(restarted, other);
        RecorderPartitions before = RecorderPartitions.of(other);
        restarted.stop();
        RunningService.await(
                "all partitions of the recorder that stopped to be taken over",
                () -> RecorderPartitions.of(other).owned().size() == PARTITIONS);
        meanwhile.run();
        RecorderPartitions alone = RecorderPartitions.of(other);
        assertThat(alone.revokedSince(before))
                .as("revoked when another recorder stopped")
                .isEmpty();
        restarted.startAgain();
        awaitReady(restarted);
        awaitShared(restarted, other);
        RecorderPartitions after = RecorderPartitions.of(other);
        assertThat(after.revokedSince(alone))
                .as("revoked when another recorder started")
                .hasSize(PARTITIONS - after.owned().size())
                .doesNotContainAnyElementsOf(after.owned());
        assertThat(after.owned()).hasSizeBetween(PARTITIONS / 2, PARTITIONS / 2 + 1);
        System.out.println("of " + PARTITIONS + " partitions " + before.owned().size()
                + " were those of the recorder that went on; revoked from it when the other one stopped: 0, when it started: "
                + after.revokedSince(alone).size());
    }

    private static void awaitShared(ServiceProcess one, ServiceProcess other) {
        RunningService.await(
                "both recorders to share the partitions",
                () -> RecorderPartitions.of(one).shares(RecorderPartitions.of(other), PARTITIONS));
    }

    private static void endSalesSoon(Api api) {
        String post =
                api.get("/v1/races/" + CLOSING, "").body().path("post_time").asText();
        Instant deadline = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(10);
        assertThat(api.put(
                                "/v1/races/" + CLOSING + "/schedule",
                                RaceDay.operator(api),
                                "{\"post_time\":\"" + post + "\",\"deadline\":\"" + deadline + "\"}")
                        .status())
                .isEqualTo(200);
    }

    private static void awaitPurchases(Crowd crowd, Database database) {
        int accepted = crowd.accepted();
        long recorded = database.recorded();
        RunningService.await(
                "purchases to go on", () -> crowd.accepted() > accepted + 30 && database.recorded() > recorded + 30);
    }

    private static void awaitReady(ServiceProcess process) {
        RunningService.await(
                "readiness",
                () -> process.api().get("/observe/health/ready", "").status() == 200);
    }

    /** A stream through the gateway sends the race and then changes of the odds, from either process. */
    private static void listens(HaProxy gateway) throws IOException, InterruptedException {
        List<StreamListener> listeners = new ArrayList<>();
        try {
            for (int number = 0; number < 2; number++) { // the gateway gives them to different processes
                listeners.add(StreamListener.of(gateway.port(), "/v1/races/2/odds/stream"));
            }
            for (StreamListener listener : listeners) {
                listener.awaitEvent("race");
                listener.awaitEvent("odds");
                long before = listener.count("odds");
                RunningService.await("changes of the odds", () -> listener.count("odds") > before);
            }
        } finally {
            listeners.forEach(StreamListener::close);
        }
    }

    /** Returns the ids in the close markers of the race. A marker may be sent again and must then have the same id. */
    private static Set<String> closings(EmbeddedServers servers) {
        TopicPartition partition = new TopicPartition(TOPIC, CLOSING % PARTITIONS);
        Set<String> closings = new HashSet<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.kafka().bootstrap()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> entry : consumer.poll(Duration.ofMillis(200))) {
                    if (entry.headers().lastHeader("keiba-kind") != null) {
                        closings.add(entry.value());
                    }
                }
            }
        }
        return closings;
    }
}
