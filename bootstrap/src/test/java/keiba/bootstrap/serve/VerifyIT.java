package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import keiba.bootstrap.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import redis.clients.jedis.RedisClient;

/** {@code keiba verify} on a system with a settled and an open race finds each kind of damage, and nothing without damage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyIT {
    private static final int TICKETS = 12;

    private final Path data;
    private final RunningService service;
    private final Database database;
    private String open = "";

    VerifyIT(@TempDir Path data) {
        this.data = data;
        this.service = RunningService.start(data);
        this.database = Database.of(service.configuration());
    }

    @BeforeAll
    void settleOneRaceOfTwo() {
        Api api = service.api();
        new RaceDay(2).open(api);
        RaceDay.deposit(api, 10, 10_000);
        String bettor = RaceDay.bettor(api, 10);
        String operator = RaceDay.operator(api);
        for (int i = 0; i < TICKETS; i++) {
            open = api.post("/v1/purchases", bettor, "v" + i, RaceDay.win(1 + i % 2, 1 + i % 3))
                    .messageId();
        }
        RunningService.await("the recorder", () -> database.count("SELECT count(*) FROM ticket") == TICKETS);
        api.post("/v1/races/1/close", operator, "");
        RaceDay.makeOfficial(api, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        RunningService.await("the payouts", () -> database.count("SELECT count(*) FROM payout") > 0);
        RunningService.await(
                "every payout to be paid",
                () -> api.post("/v1/races/1/payouts/execution", operator, "").status() == 200);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    /** Redis follows PostgreSQL within about a second after a fault has ended. */
    @BeforeEach
    void await_equal_values_in_redis() {
        RunningService.awaitNone("differences", this::differences);
    }

    private List<String> differences() {
        try {
            return VerifyCommand.differences(service.configuration());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** The exit code and the output. */
    private record Verified(int code, String out) {}

    private Verified verify() throws Exception {
        Path file = Files.createTempFile(data, "verify", ".properties");
        Properties settings = new Properties();
        service.configuration().values().forEach((setting, value) -> settings.put(setting.property(), value));
        try (var writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandLine command = new CommandLine(new VerifyCommand(new PrintStream(out, true, StandardCharsets.UTF_8)));
        command.setExecutionExceptionHandler((failure, line, parsed) -> 1);
        return new Verified(command.execute("--config", file.toString()), out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void finds_nothing_if_every_invariant_holds() throws Exception {
        assertThat(verify()).isEqualTo(new Verified(0, "every invariant holds\n"));
    }

    /** Damage in PostgreSQL, the SQL that undoes it, and a part of the message about it. */
    record Damage(String name, String plant, String mend, String said) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Damage overdue(String name, String race, String change, String said) {
        return new Damage(
                name,
                "CREATE TABLE before AS SELECT * FROM race WHERE race_id = 2; UPDATE race SET " + race
                        + " WHERE race_id = 2; " + change,
                "UPDATE race SET standing = b.standing, changed_at = b.changed_at FROM before b WHERE race.race_id = 2;"
                        + " DROP TABLE before; DELETE FROM refund_order WHERE race_id = 2",
                said);
    }

    private static String closing(String phase) {
        return "standing = jsonb_set(standing || '{\"state\":\"CLOSED\"}', '{closing}', '{\"id\":\"00000000-0000-0000-0000-000000000001\","
                + "\"at\":\"2026-01-01T00:00:00Z\",\"was_selling\":true,\"phase\":\"" + phase
                + "\"}'), changed_at = now() - interval '3 minutes'";
    }

    static List<Damage> overdueSteps() {
        return List.of(
                overdue(
                        "a close marker that is not recorded",
                        closing("CLOSING"),
                        "",
                        "overdue: race 2 is CLOSING since"),
                overdue(
                        "final odds that are missing",
                        closing("FENCED"),
                        "",
                        "overdue: race 2 has no final odds since"),
                overdue(
                        "refunds that are not made",
                        "version = version",
                        "INSERT INTO refund_order (race_id, ordered_at) VALUES (2, now() - interval '11 minutes')",
                        "overdue: race 2 has refunds that are due since"));
    }

    /** The service is stopped, because it would do the overdue steps. */
    @Test
    void finds_overdue_steps_and_a_stopped_partition() throws Exception {
        service.stop();
        try {
            for (Damage damage : overdueSteps()) {
                database.execute(damage.plant());
                try {
                    assertThat(verify().out()).as(damage.name()).contains(damage.said());
                } finally {
                    database.execute(damage.mend());
                }
            }
            String stands = "(SELECT queue_partition FROM queue_position ORDER BY next_offset DESC LIMIT 1)";
            database.execute(
                    "CREATE TABLE stood AS SELECT * FROM queue_position; UPDATE queue_position SET next_offset = 0"
                            + " WHERE queue_partition = " + stands);
            try {
                RunningService.await("the messages to grow old", () -> {
                    try {
                        return verify().out().contains("is at offset 0, and the message at offset 0");
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                });
            } finally {
                database.execute("UPDATE queue_position p SET next_offset = s.next_offset FROM stood s"
                        + " WHERE p.queue_partition = s.queue_partition; DROP TABLE stood");
            }
            assertThat(verify().code()).as("once it is mended").isZero();
        } finally {
            service.startAgain();
        }
    }

    static List<Damage> damages() {
        String first = " WHERE message_id = (SELECT message_id FROM ticket WHERE race_id = 2 ORDER BY 1 LIMIT 1)";
        return List.of(
                new Damage(
                        "a ticket for more than was paid",
                        "UPDATE ticket SET unit_yen = 200, total_yen = 200" + first,
                        "UPDATE ticket SET unit_yen = 100, total_yen = 100" + first,
                        "PostgreSQL"),
                new Damage(
                        "a ticket that vanished",
                        "CREATE TABLE vanished AS SELECT * FROM ticket" + first + "; DELETE FROM ticket" + first,
                        "INSERT INTO ticket SELECT * FROM vanished; DROP TABLE vanished",
                        "PostgreSQL"),
                new Damage(
                        "a balance",
                        "UPDATE account SET balance_yen = balance_yen + 1 WHERE user_id = 10",
                        "UPDATE account SET balance_yen = balance_yen - 1 WHERE user_id = 10",
                        "balance"),
                new Damage("a pool's total", pool(100), pool(-100), "pool"),
                new Damage(
                        "a payout that was paid twice",
                        "DROP INDEX payout_leaves_once; CREATE TABLE doubled AS SELECT transfer_id FROM transfer;"
                                + twice(),
                        "DELETE FROM transfer WHERE transfer_id NOT IN (SELECT transfer_id FROM doubled); DROP TABLE doubled",
                        "payout"));
    }

    /** Adds yen to a combination of each pool of a race. */
    private static String pool(int yen) {
        return "UPDATE pool SET total_yen = total_yen + " + yen + " WHERE race_id = 2;"
                + " UPDATE pool_stakes SET stakes[1] = stakes[1] + " + yen + " WHERE race_id = 2 AND segment = 0";
    }

    private static String twice() {
        return "INSERT INTO transfer (race_day, kind, debit, credit, yen, reference, user_id, balance_after_yen)"
                + " SELECT race_day, kind, debit, credit, yen, reference, user_id, balance_after_yen"
                + " FROM transfer WHERE kind = 'PAYOUT' LIMIT 1";
    }

    @ParameterizedTest
    @MethodSource("damages")
    void finds_each_kind_of_damage_in_postgresql(Damage damage) throws Exception {
        database.execute(damage.plant());
        Verified damaged;
        try {
            damaged = verify();
        } finally {
            database.execute(damage.mend());
        }
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.out()).contains(damage.said());
        assertThat(verify().code()).as("once it is mended").isZero();
    }

    @Test
    void finds_wrong_values_in_redis() throws Exception {
        service.stop(); // the service would soon write the right values again
        List<String> keys = List.of("odds:1:WIN", "purchase:" + open + ":status", "race:2:state");
        Map<String, String> right = new HashMap<>();
        try (RedisClient redis = RedisClient.create(service.servers().redis().url())) {
            for (String key : keys) {
                right.put(key, redis.get(key));
                redis.set(key, "damaged");
            }
            Verified damaged;
            try {
                damaged = verify();
            } finally {
                right.forEach(redis::set);
            }
            assertThat(damaged.code()).isEqualTo(1);
            assertThat(damaged.out().lines())
                    .zipSatisfy(keys, (line, key) -> assertThat(line).startsWith("Redis: " + key + ": damaged / "));
            assertThat(verify().code()).as("once it is mended").isZero();
        } finally {
            service.startAgain();
        }
    }

    @Test
    void reports_an_unreachable_server_as_a_failure_and_not_as_a_difference() throws Exception {
        service.servers().redis().pause();
        try {
            assertThat(verify()).isEqualTo(new Verified(1, ""));
            Program.Ended ended = new Commands(service.configuration(), data).run("verify");
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err())
                    .startsWith("keiba: Redis: ")
                    .endsWith("; checked before that: PostgreSQL, Kafka, with 0 differences" + System.lineSeparator());
        } finally {
            service.servers().redis().resume();
        }
    }
}
