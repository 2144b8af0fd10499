package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import keiba.embedded.EmbeddedServers;
import keiba.embedded.ProcessStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the service with {@code kill -9} several times: every purchase with a receipt ends as a ticket or a refusal with the same id.
 *
 * <p>{@code -Dkeiba.kills=10} kills the service ten times.
 */
class KilledIT {
    private static final int KILLS = Integer.getInteger("keiba.kills", 4);

    /** Short, so that a new recorder soon gets the partitions of the killed one and is killed while it records. */
    private static final String SESSION_TIMEOUT_MS = "1500";

    @Test
    void killing_the_service_under_load_loses_and_repeats_no_purchase(@TempDir Path data) throws Exception {
        EmbeddedServers servers = FreshServers.take();
        RaceDay day = new RaceDay(12);
        Configuration configuration =
                FreshServers.configuration(servers, data).with(Setting.KAFKA_SESSION_TIMEOUT_MS, SESSION_TIMEOUT_MS);
        Database database = Database.of(configuration);
        try (ServiceProcess service = ServiceProcess.launch("killed", configuration)) {
            service.awaitReady();
            service.stop(); // a normal stop, which leaves a class archive for faster starts
            service.startAgain();
            day.open(service.api());
            List<String> tokens = new ArrayList<>(RaceDay.bettors(service.api(), 40, 1_000_000));
            tokens.add(RaceDay.bettor(service.api(), 9));

            Crowd crowd = Crowd.start(day, List.of(service.api().patientFor(Duration.ofSeconds(5))), tokens, 4);
            try (crowd) {
                killAtRandomMoments(service, crowd, database);
            }

            RunningService.await("the last records", () -> database.recorded() >= crowd.accepted());
            database.hasExactly(crowd.receipts());
            assertThat(database.count("SELECT count(*) FROM refusal"))
                    .as("purchases of the bettor without money")
                    .isPositive();
            RunningService.awaitNone("purchases that seem to be pending", () -> crowd.pending(service.api(), 50));
            RunningService.awaitNone(
                    "odds that differ from those of the tickets",
                    () -> OddsByHand.differences(database, servers.redis().url(), service.api(), day.races()));
            Invariants.hold(configuration);
        }
    }

    /** Every second time the recorder is known to record; otherwise it may still wait for its partitions. */
    private static void killAtRandomMoments(ServiceProcess service, Crowd crowd, Database database) throws IOException {
        SplittableRandom random = new SplittableRandom();
        for (int kill = 1; kill <= KILLS; kill++) {
            if (kill % 2 == 0) {
                long recorded = database.recorded();
                RunningService.await("the recorder to be at work", () -> database.recorded() > recorded);
            }
            int enough = crowd.accepted() + 1 + random.nextInt(100);
            RunningService.await("purchases", () -> crowd.accepted() >= enough);
            service.kill();
            service.startAgain();
        }
    }

    @Test
    void stops_embedded_servers_of_a_killed_service_and_keeps_their_data(@TempDir Path data) throws Exception {
        RaceDay day = new RaceDay(2);
        Configuration configuration = Configuration.defaults().with(Setting.DATA_DIR, data.toString());
        try (ServiceProcess service = ServiceProcess.launch("embedded", configuration, "--embedded")) {
            service.awaitReady();
            Api api = service.api();
            day.open(api);
            RaceDay.deposit(api, 10, 1_000);
            String token = RaceDay.bettor(api, 10);
            String before = awaitCompleted(api, token, "before");
            List<ProcessHandle> leftBehind = embeddedServers(data);
            assertThat(leftBehind).hasSize(3);

            service.kill();
            assertThat(leftBehind).allMatch(ProcessStatus::isAlive);
            service.startAgain();

            assertThat(leftBehind).noneMatch(ProcessStatus::isAlive);
            List<ProcessHandle> started = embeddedServers(data);
            assertThat(started).hasSize(3).allMatch(ProcessStatus::isAlive);
            assertThat(awaitCompleted(api, token, "before")).isEqualTo(before);
            String after = awaitCompleted(api, token, "after");
            assertThat(api.get("/v1/account", token).body().path("balance").asLong())
                    .isEqualTo(800);
            Database database = database(data);
            database.hasExactly(Set.of(before, after));
            Invariants.hold(configuration.withRunningServers());

            service.stop();
            assertThat(started).noneMatch(ProcessStatus::isAlive);
        } finally {
            embeddedServers(data).forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void restarts_killed_embedded_servers_and_accepts_purchases_again(@TempDir Path data) throws Exception {
        RaceDay day = new RaceDay(1);
        Configuration configuration = Configuration.defaults().with(Setting.DATA_DIR, data.toString());
        Set<String> purchases = new HashSet<>();
        try (ServiceProcess service = ServiceProcess.launch("embedded", configuration, "--embedded")) {
            service.awaitReady();
            Api api = service.api();
            day.open(api);
            RaceDay.deposit(api, 10, 1_000);
            String token = RaceDay.bettor(api, 10);
            purchases.add(awaitCompleted(api, token, "before"));
            for (ProcessHandle killed : embeddedServers(data)) {
                killed.destroyForcibly();
                RunningService.await(
                        "three living servers, " + killed.pid() + " not among them", () -> isReplaced(data, killed));
                purchases.add(awaitCompleted(api, token, "after the end of " + killed.pid()));
                RunningService.await(
                        "readiness", () -> api.get("/observe/health/ready", "").status() == 200);
            }
            assertThat(purchases).hasSize(4);
            database(data).hasExactly(purchases);
            Invariants.hold(configuration.withRunningServers());
            List<ProcessHandle> last = embeddedServers(data);
            service.stop();
            assertThat(last).hasSize(3).noneMatch(ProcessStatus::isAlive);
        } finally {
            embeddedServers(data).forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void stopping_while_embedded_servers_start_leaves_none_of_them_running(@TempDir Path data) throws Exception {
        Configuration configuration = Configuration.defaults().with(Setting.DATA_DIR, data.toString());
        List<ProcessHandle> seen = new ArrayList<>();
        try (ServiceProcess service = ServiceProcess.launch("embedded", configuration, "--embedded")) {
            RunningService.await("a server that is starting", () -> {
                seen.addAll(embeddedServers(data));
                return !seen.isEmpty();
            });
            service.stop();
            assertThat(seen).noneMatch(ProcessStatus::isAlive);
            assertThat(embeddedServers(data)).isEmpty();
        } finally {
            embeddedServers(data).forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static boolean isReplaced(Path data, ProcessHandle killed) {
        List<ProcessHandle> now = embeddedServers(data);
        return now.size() == 3 && !now.contains(killed) && now.stream().allMatch(ProcessStatus::isAlive);
    }

    private static String awaitCompleted(Api api, String token, String key) {
        RunningService.await(
                "the purchase to be recorded",
                () -> api.post("/v1/purchases", token, key, RaceDay.win(1, 1))
                        .body()
                        .path("status")
                        .asText()
                        .equals("COMPLETED"));
        return api.post("/v1/purchases", token, key, RaceDay.win(1, 1)).messageId();
    }

    /** Returns the processes that are listed in the data directory. */
    private static List<ProcessHandle> embeddedServers(Path data) {
        List<ProcessHandle> found = new ArrayList<>();
        for (String server : List.of("postgres", "kafka", "redis")) {
            try {
                Path pid = data.resolve(server).resolve("pid");
                if (Files.exists(pid)) {
                    ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst()))
                            .ifPresent(found::add);
                }
            } catch (IOException rewritten) {
                // the file is being written or deleted
            }
        }
        return found;
    }

    /** Returns the address of the database from the file of addresses. */
    private static Database database(Path data) throws IOException {
        Properties addresses = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("embedded.properties"))) {
            addresses.load(reader);
        }
        return new Database(
                addresses.getProperty("postgres.url"),
                addresses.getProperty("postgres.user"),
                addresses.getProperty("postgres.password"));
    }
}
