package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keiba.embedded.EmbeddedServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/**
 * Backups of PostgreSQL are restored, and the service continues on them: a base backup with the archived WAL up to an earlier time, while
 * Kafka and Redis have later data; and a logical copy in another server. The procedures are those of docs/backup.md.
 */
@Timeout(240)
class BackupIT {
    private static final int KNOWN = 5_000;
    private static final int LATER = 5_001;

    private final Path directory;
    private final EmbeddedServers servers = FreshServers.take();

    BackupIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private Configuration on(Database database) {
        return FreshServers.configuration(servers, directory)
                .with(Setting.POSTGRES_URL, database.url())
                .with(Setting.POSTGRES_USER, database.user())
                .with(Setting.POSTGRES_PASSWORD, database.password());
    }

    private static String buy(RunningService service, Database database, long user, int race) {
        String id = service.post("/v1/purchases", RaceDay.bettor(service.api(), user), RaceDay.win(race, 1))
                .messageId();
        RunningService.await(
                "purchase " + id,
                () -> database.count("SELECT count(*) FROM purchase_claim WHERE message_id = '" + id + "'") == 1);
        return id;
    }

    private static List<String> differences(Configuration configuration) {
        try {
            return VerifyCommand.differences(configuration);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Test
    void the_service_continues_on_a_database_restored_to_an_earlier_time() throws IOException {
        Path backup = Files.createDirectories(directory.resolve("restored"));
        Set<String> bought = new HashSet<>();
        String tooLate;
        String restoredTo;
        try (ArchivedPostgres lost = ArchivedPostgres.start(directory.resolve("lost"))) {
            Database database = lost.database();
            try (RunningService service = RunningService.startOn(servers, on(database))) {
                new RaceDay(3).open(service.api());
                RaceDay.deposit(service.api(), KNOWN, 10_000);
                bought.add(buy(service, database, KNOWN, 1));
                lost.backUp(backup);
                bought.add(buy(service, database, KNOWN, 1));
                restoredTo = database.text("SELECT clock_timestamp()");
                bought.add(buy(service, database, KNOWN, 1));
                bought.add(buy(service, database, KNOWN, 2));
                RaceDay.deposit(service.api(), LATER, 10_000);
                tooLate = buy(service, database, LATER, 2);
                service.post("/v1/races/2/close", RaceDay.operator(service.api()), "");
                RunningService.await("final odds", () -> RaceDay.isFinal(service.api(), 2));
                RunningService.await(
                        "the status in Redis", () -> "COMPLETED".equals(redis("purchase:" + tooLate + ":status")));
                lost.archiveAll();
            }
            try (ArchivedPostgres restored = lost.restore(backup, restoredTo)) {
                goesOn(restored.database(), bought, tooLate);
                isCopied(restored.database());
            }
        }
    }

    private void goesOn(Database database, Set<String> bought, String tooLate) {
        assertThat(database.count("SELECT count(*) FROM ticket")).isEqualTo(2);
        assertThat(database.text("SELECT state FROM race WHERE race_id = 2")).isEqualTo("OPEN");
        Configuration configuration = on(database);
        try (RunningService service = RunningService.startOn(servers, configuration)) {
            RunningService.await("what the topic still holds", () -> database.recorded() == bought.size() + 1);
            assertThat(new HashSet<>(database.column("SELECT message_id FROM ticket")))
                    .isEqualTo(bought);
            assertThat(database.column("SELECT message_id || ' ' || reason FROM refusal"))
                    .containsExactly(tooLate + " INSUFFICIENT_FUNDS");
            RunningService.await(
                    "the status in Redis to follow", () -> "FAILED".equals(redis("purchase:" + tooLate + ":status")));
            assertThat(differences(configuration))
                    .anyMatch(difference -> difference.startsWith("Redis: race:2:state: CLOSED / OPEN"));

            flushRedis();

            Invariants.hold(configuration);
            String again = buy(service, database, KNOWN, 3);
            assertThat(service.get("/v1/account", RaceDay.bettor(service.api(), KNOWN))
                            .body()
                            .get("balance")
                            .asLong())
                    .isEqualTo(10_000 - 100 * (bought.size() + 1));
            String operator = RaceDay.operator(service.api());
            service.post("/v1/races/2/close", operator, "");
            RunningService.await("final odds", () -> RaceDay.isFinal(service.api(), 2));
            assertThat(database.column("SELECT message_id FROM ticket"))
                    .hasSize(bought.size() + 1)
                    .contains(again);
            Invariants.hold(configuration);
        }
    }

    /** Restores a logical copy in another server, on which the service continues without manual steps. */
    private void isCopied(Database original) throws IOException {
        LogicalCopy copy = LogicalCopy.dump(original, Files.createDirectories(directory.resolve("dump")));
        Database other = Database.of(FreshServers.configuration(servers, directory));
        copy.restore(other);
        for (String table : List.of(
                "ticket", "refusal", "transfer", "account", "purchase_claim", "queue_position", "operator_action")) {
            String rows = "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM "
                    + table + " t";
            assertThat(other.text(rows)).as(table).isEqualTo(original.text(rows));
        }
        other.isInOrder();
        Configuration configuration = on(other);
        try (RunningService service = RunningService.startOn(servers, configuration)) {
            buy(service, other, KNOWN, 3);
            Invariants.hold(configuration);
        }
    }

    private String redis(String key) {
        try (RedisClient redis = RedisClient.create(servers.redis().url())) {
            return String.valueOf(redis.get(key));
        }
    }

    private void flushRedis() {
        try (RedisClient redis = RedisClient.create(servers.redis().url())) {
            redis.flushAll();
        }
    }
}
