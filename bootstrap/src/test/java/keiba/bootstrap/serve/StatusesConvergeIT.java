package keiba.bootstrap.serve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** The status of every purchase in Redis becomes that in PostgreSQL without requests to the service. */
class StatusesConvergeIT {
    private static final int RECORDED_MEANWHILE = 50;

    private final RaceDay day = new RaceDay(5);

    @Test
    void redis_shows_statuses_again_after_it_was_frozen_or_emptied_without_requests(@TempDir Path data)
            throws ExecutionException, InterruptedException {
        try (RunningService service = RunningService.start(data);
                RedisClient redis = RedisClient.create(service.servers().redis().url())) {
            Database database = Database.of(service.configuration());
            day.open(service.api());
            List<String> tokens = RaceDay.bettors(service.api(), 8, 1_000_000);
            Crowd crowd = Crowd.start(day, List.of(service.api()), tokens, 8);
            try (crowd) {
                awaitRecorded(database, 20);
                service.servers().redis().pause();
                awaitRecorded(database, database.recorded() + RECORDED_MEANWHILE);
                service.servers().redis().resume();
                awaitRecorded(database, database.recorded() + 20);
            }
            RunningService.await("the last records", () -> database.recorded() >= crowd.accepted());
            RunningService.awaitNone("statuses that differ", () -> differences(database, redis));

            redis.flushAll();
            RunningService.awaitNone("statuses that differ", () -> differences(database, redis));

            database.hasExactly(crowd.receipts());
            database.isInOrder();
            Invariants.hold(service.configuration());
        }
    }

    private static void awaitRecorded(Database database, long many) {
        RunningService.await(many + " records", () -> database.recorded() >= many);
    }

    private static List<String> differences(Database database, RedisClient redis) {
        Map<String, String> due = new TreeMap<>();
        database.column("SELECT message_id FROM ticket").forEach(id -> due.put(id, "COMPLETED"));
        database.column("SELECT message_id FROM refusal").forEach(id -> due.put(id, "FAILED"));
        List<String> differences = new ArrayList<>();
        due.forEach((id, status) -> {
            String shown = redis.get("purchase:" + id + ":status");
            if (!status.equals(shown)) {
                differences.add(id + ": " + shown + " / " + status);
            }
        });
        return differences;
    }
}
