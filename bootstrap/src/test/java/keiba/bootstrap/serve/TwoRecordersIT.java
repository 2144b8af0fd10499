package keiba.bootstrap.serve;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import keiba.embedded.EmbeddedServers;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes share the topic, and one of them is frozen while the other takes over its partitions. */
class TwoRecordersIT {
    private static final String SESSION_TIMEOUT_MS = "3000";
    private static final String GROUP = "keiba-recorder";

    /** One in every partition. */
    private final RaceDay day = new RaceDay(13);

    private final EmbeddedServers servers = FreshServers.take();

    @Test
    void a_recorder_frozen_past_its_session_loses_and_repeats_no_purchase(@TempDir Path data) throws Exception {
        Configuration configuration =
                FreshServers.configuration(servers, data).with(Setting.KAFKA_SESSION_TIMEOUT_MS, SESSION_TIMEOUT_MS);
        Database database = Database.of(configuration);
        try (ServiceProcess first = ServiceProcess.launch("first", configuration);
                ServiceProcess second = ServiceProcess.launch("second", configuration);
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrap()))) {
            first.awaitReady();
            second.awaitReady();
            day.open(first.api());
            List<String> tokens = RaceDay.bettors(second.api(), 50, 20_000);
            RunningService.await("both to share the queue", () -> recorders(admin) == 2);

            Crowd crowd = Crowd.start(day, List.of(impatient(first), impatient(second)), tokens, 6);
            try (crowd) {
                awaitProgressOfEveryPartition(database);
                freezeInTheMiddleOfAChunk(first, database);
                RunningService.await("the session to end", () -> recorders(admin) == 1);
                awaitProgressOfEveryPartition(database);
                first.resume();
                RunningService.await("both to share the queue again", () -> recorders(admin) == 2);
                awaitProgressOfEveryPartition(database);
            }

            RunningService.await("the last records", () -> database.recorded() >= crowd.accepted());
            database.hasExactly(crowd.receipts());
            RunningService.awaitNone(
                    "odds that differ from those of the tickets",
                    () -> OddsByHand.differences(database, servers.redis().url(), first.api(), day.races()));
            Invariants.hold(configuration);
            for (ServiceProcess each : List.of(first, second)) {
                RunningService.await(
                        "readiness",
                        () -> each.api().get("/observe/health/ready", "").status() == 200);
            }
        }
    }

    /** Clients that get no answer soon use the other service. */
    private static Api impatient(ServiceProcess service) {
        return service.api().patientFor(Duration.ofSeconds(2));
    }

    /** How many members of the group have partitions. */
    private static long recorders(Admin admin) {
        try {
            return admin.describeConsumerGroups(List.of(GROUP)).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .count();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static void awaitProgressOfEveryPartition(Database database) {
        List<String> before = positions(database);
        RunningService.awaitNone("partitions that do not go on", () -> {
            List<String> now = positions(database);
            return before.stream().filter(now::contains).toList();
        });
    }

    private static List<String> positions(Database database) {
        return database.column("SELECT queue_partition || ' at ' || next_offset FROM queue_position");
    }

    /**
     * While every race is locked, both recorders wait in their transactions. One of them is frozen there and keeps its locks until
     * PostgreSQL ends its session.
     */
    private static void freezeInTheMiddleOfAChunk(ServiceProcess service, Database database) throws SQLException {
        try (Connection holdUp = database.connect();
                Statement lock = holdUp.createStatement()) {
            holdUp.setAutoCommit(false);
            lock.execute("SELECT * FROM race FOR UPDATE");
            RunningService.await(
                    "both recorders to wait for a race",
                    () -> database.count("SELECT count(*) FROM pg_stat_activity"
                                    + " WHERE application_name = 'keiba' AND wait_event_type = 'Lock'")
                            >= 2);
            service.pause();
        }
    }
}
