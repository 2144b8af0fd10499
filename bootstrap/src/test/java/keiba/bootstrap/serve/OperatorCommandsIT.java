package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import keiba.adapter.redis.RedisBoards;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseMessage;
import keiba.bootstrap.Program;
import keiba.bootstrap.Program.Ended;
import keiba.wire.MessageWire;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands for operators on a running system, including the recovery of a stopped partition and a lost topic. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorCommandsIT {
    private static final String TOPIC = "betting.ticket.purchase";
    private static final int USER = 4_000;

    private final RunningService service;
    private final Database database;
    private final Commands keiba;
    private final String bettor;

    OperatorCommandsIT(@TempDir Path data) {
        service = RunningService.start(data);
        database = Database.of(service.configuration());
        keiba = new Commands(service.configuration(), data);
        bettor = RaceDay.bettor(service.api(), USER);
    }

    @BeforeAll
    void open_races() {
        new RaceDay(4).open(service.api());
        RaceDay.deposit(service.api(), USER, 100_000);
    }

    @AfterAll
    void stop() {
        try {
            Invariants.hold(service.configuration());
        } finally {
            service.close();
        }
    }

    private String buy(int race, int horse) {
        String id =
                service.post("/v1/purchases", bettor, RaceDay.win(race, horse)).messageId();
        awaitRecorded(id);
        return id;
    }

    private void awaitRecorded(String id) {
        RunningService.await(
                "purchase " + id,
                () -> database.count("SELECT count(*) FROM purchase_claim WHERE message_id = '" + id + "'") == 1);
    }

    private static String message(UUID id, int race, int horse) {
        return "{\"message_id\":\"" + id + "\",\"user_id\":" + USER + ",\"race_id\":" + race + ",\"horse_number\":"
                + horse + ",\"bet_type\":\"WIN\",\"amount\":100,\"timestamp\":\"2026-10-26T10:30:00Z\"}";
    }

    private long send(int partition, String message) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", service.servers().kafka().bootstrap(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(TOPIC, partition, null, message.getBytes(StandardCharsets.UTF_8)))
                    .get()
                    .offset();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** Sends a purchase to a wrong partition, where it becomes a dead letter and a refused purchase. */
    private String strayed(UUID id) {
        int partition = 2;
        long offset = send(partition, message(id, 1, 3));
        awaitRecorded(id.toString());
        return partition + ":" + offset;
    }

    private List<String> audited(String action) {
        return database.column(
                "SELECT concat_ws('|', actor, subject, after ->> 'reason') FROM operator_action WHERE action = '"
                        + action + "' ORDER BY action_id");
    }

    private static JsonNode json(String line) {
        return Api.read(line.getBytes(StandardCharsets.UTF_8));
    }

    private static void failed(Ended ended, String message) {
        assertThat(ended.err()).startsWith("keiba: ").contains(message).endsWith(System.lineSeparator());
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    // Races and purchases.

    @Test
    @Order(1)
    void races_lists_the_sales_and_the_due_steps_of_each_race() {
        buy(1, 1);
        buy(1, 2);
        Ended listed = keiba.run("races", "--json");
        assertThat(listed.exitCode()).isZero();
        List<JsonNode> races =
                listed.out().lines().map(OperatorCommandsIT::json).toList();
        assertThat(races).hasSize(4);
        JsonNode first = races.stream()
                .filter(race -> race.get("race_id").asInt() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(first.get("sales").asLong()).isEqualTo(200);
        assertThat(first.get("state").asText()).isEqualTo("OPEN");
        assertThat(first.get("due")).isEmpty();
        assertThat(keiba.run("races").out())
                .contains("RACE")
                .contains("Sapporo 1")
                .endsWith("4 races\n");
        assertThat(keiba.run("races", "--day", "2001-01-01").out()).endsWith("0 races\n");
        assertThat(keiba.run("races", "--day", first.get("date").asText(), "--limit", "2")
                        .out())
                .endsWith("2 races\n");
        database.execute("INSERT INTO refund_order (race_id, done) VALUES (4, false)");
        RunningService.await(
                "the refund that is due to be done",
                () -> !keiba.run("races").out().contains("refund"));
    }

    @Test
    @Order(2)
    void purchases_shows_the_position_and_the_outcome_of_a_purchase() {
        String id = buy(1, 4);
        Ended told = keiba.run("purchases", id, "--json");
        assertThat(told.exitCode()).isZero();
        JsonNode story = json(told.out());
        assertThat(story.get("outcome").asText()).isEqualTo("COMPLETED");
        assertThat(story.at("/recorded/ticket/total_yen").asLong()).isEqualTo(100);
        assertThat(story.at("/recorded/transfers/0/kind").asText()).isEqualTo("STAKE");
        assertThat(story.at("/queue/partition").asInt()).isEqualTo(1);
        assertThat(story.at("/queue/recorded_to_offset").asLong())
                .isGreaterThan(story.at("/queue/number").asLong());
        RunningService.await(
                "the status in Redis",
                () -> json(keiba.run("purchases", id, "--json").out())
                        .at("/redis/status")
                        .asText()
                        .equals("COMPLETED"));
        assertThat(keiba.run("purchases", id).out())
                .startsWith("purchase " + id + ": COMPLETED\n")
                .contains("recorded.ticket.user_id: " + USER);

        String unknown = UUID.randomUUID().toString();
        Ended none = keiba.run("purchases", unknown);
        failed(none, "neither PostgreSQL nor Redis contains purchase " + unknown);

        String refused = UUID.randomUUID().toString();
        send(1, message(UUID.fromString(refused), 1, 17));
        awaitRecorded(refused);
        assertThat(keiba.run("purchases", refused).out()).contains("FAILED").contains("INVALID_SELECTION");
    }

    @Test
    @Order(3)
    void purchases_shows_the_partition_of_a_purchase_that_only_redis_knows() {
        MessageId id = new MessageId(UUID.randomUUID());
        claim(id, 3, Instant.now());
        Ended told = keiba.run("purchases", id.toString());
        assertThat(told.exitCode()).isZero();
        assertThat(told.out())
                .contains(": PENDING")
                .contains("queue.partition: 3")
                .contains("redis.status: PENDING");
        send(3, message(id.value(), 3, 1));
        awaitRecorded(id.toString());
    }

    /** Shows a purchase as PENDING, as a purchase API does when it sends it. */
    private void claim(MessageId id, int race, Instant since) {
        if (!(MessageWire.read(message(id.value(), race, 1).getBytes(StandardCharsets.UTF_8))
                instanceof MessageWire.Valid valid)) {
            throw new IllegalStateException("not a purchase");
        }
        PurchaseMessage message = valid.message();
        assertThat(message.user()).isEqualTo(new UserId(USER));
        try (RedisBoards boards = RedisBoards.open(ServiceSettings.redis(service.configuration()))) {
            assertThat(boards.boards().purchases().claim(new Purchase.Pending(message, 1, since, true)))
                    .isEmpty();
        }
    }

    // Dead letters.

    @Test
    @Order(4)
    void a_dead_letter_is_retried_once_even_by_concurrent_commands() throws Exception {
        UUID id = UUID.randomUUID();
        String letter = strayed(id);
        assertThat(keiba.run("dead-letters", "list").out()).contains(letter).contains("belong in partition 1");
        assertThat(keiba.run("dead-letters", "show", letter).out()).contains("\"race_id\":1");
        assertThat(keiba.run("dead-letters", "show", letter, "--raw").out()).isEqualTo(message(id, 1, 3));
        failed(
                keiba.run("dead-letters", "retry", letter, "--operator", "77"),
                "purchase " + id + " is FAILED (MALFORMED), and that is final");
        long tickets = database.count("SELECT count(*) FROM ticket");
        List<Ended> ended =
                atOnce(4, () -> keiba.run("dead-letters", "retry", letter, "--as-new-purchase", "--operator", "77"));
        assertThat(ended).extracting(Ended::exitCode).contains(0).containsOnlyOnce(0);
        RunningService.await("the ticket", () -> database.count("SELECT count(*) FROM ticket") == tickets + 1);
        failed(
                keiba.run("dead-letters", "retry", letter, "--as-new-purchase", "--operator", "77"),
                "is already settled: RETRIED");
        String retried = database.text("SELECT retried_as FROM dead_letter WHERE message_id = '" + id + "'");
        send(1, message(UUID.fromString(retried), 1, 3));
        String last = buy(1, 1);
        assertThat(last).isNotEmpty();
        assertThat(database.count("SELECT count(*) FROM ticket")).isEqualTo(tickets + 2);
        assertThat(audited("RetryDeadLetter")).containsExactly("77|dead-letter:" + letter);
        assertThat(keiba.run("dead-letters", "list").out()).doesNotContain(letter);
        assertThat(keiba.run("dead-letters", "list", "--all").out()).contains(letter);
    }

    private static List<Ended> atOnce(int times, Callable<Ended> run) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Future<Ended>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(run));
            }
            List<Ended> ended = new ArrayList<>();
            for (Future<Ended> each : running) {
                ended.add(each.get());
            }
            return ended;
        }
    }

    @Test
    @Order(5)
    void refuses_to_retry_a_dead_letter_that_is_not_a_purchase() {
        long offset = send(5, "{\"a\":\u001b[2J");
        String letter = "5:" + offset;
        RunningService.await(
                "the dead letter", () -> keiba.run("dead-letters", "list").out().contains(letter));
        assertThat(keiba.run("dead-letters", "show", letter).out()).doesNotContain("\u001b");
        failed(keiba.run("dead-letters", "retry", letter, "--operator", "77"), "cannot become a purchase: not JSON");
        assertThat(keiba.run("dead-letters", "discard", letter, "--operator", "77")
                        .exitCode())
                .isEqualTo(2);
        assertThat(keiba.run("dead-letters", "discard", letter, "--operator", "77", "--reason", " ")
                        .exitCode())
                .isEqualTo(2);
        assertThat(keiba.run("dead-letters", "discard", letter, "--operator", "77", "--reason", "x".repeat(1_001))
                        .exitCode())
                .isEqualTo(2);
        String hostile = "a test'; DROP TABLE dead_letter; --\u0000馬";
        assertThat(keiba.run("dead-letters", "discard", letter, "--operator", "77", "--reason", hostile)
                        .out())
                .isEqualTo("dead letter " + letter + " is discarded\n");
        failed(
                keiba.run("dead-letters", "discard", letter, "--operator", "78", "--reason", "again"),
                "is already settled: DISCARDED");
        assertThat(audited("DiscardDeadLetter"))
                .singleElement()
                .asString()
                .startsWith("77|dead-letter:" + letter + "|a test'; DROP TABLE");
        failed(keiba.run("dead-letters", "show", "5:999999"), "dead letter 5:999999 does not exist");
    }

    // Arguments.

    @ParameterizedTest
    @Order(6)
    @CsvSource(
            delimiter = '|',
            value = {
                "races --day 2026-02-30            | --day must be a date such as",
                "races --limit 0                   | --limit must be from 1 to 100000",
                "races --limit 99999999999         | Invalid value for option '--limit'",
                "races extra                       | unexpected argument extra; see keiba races --help",
                "purchases                         | Missing required parameter: 'ID'",
                "purchases 17                      | a message id must be a UUID of 36 characters, not 17",
                "purchases 1-1-1-1-1               | a message id must be a UUID of 36 characters",
                "dead-letters                      | dead-letters requires list, show, retry or discard",
                "dead-letters bogus                | unknown command bogus; see keiba dead-letters --help",
                "dead-letters retri 3:4            | unknown command retri; did you mean retry? See keiba dead-letters --help",
                "dead-letters show 3               | a dead letter must be given as partition and number",
                "dead-letters show 3:              | a dead letter must be given as partition and number",
                "dead-letters show -1:4            | 'LETTER'",
                "dead-letters show 99999999999:4   | a dead letter must be given as partition and number",
                "dead-letters show 3:4 --raw --json| --json and --raw cannot be used together",
                "dead-letters retry 3:4            | Missing required option: '--operator=ID'",
                "dead-letters retry 3:4 --operator 0 | --operator must be a user id",
                "dead-letters retry 3:4 --operator me | --operator must be a user id",
                "resume                            | Missing required",
                "resume x --operator 7             | PARTITION must be the number of a partition",
                "resume 3                          | Missing required option: '--operator=ID'",
                "retention --apply                 | --apply requires --operator=ID",
                "retention --months-ahead 25       | --months-ahead must be from 1 to 24",
                "retention --older-than-days -1    | --older-than-days must be from 1 to",
                "retention --detach 2026-13        | --detach must be a month such as 2026-09, not \"2026-13\"",
                "retention --detach x --apply --operator 7 | --detach must be a month such as 2026-09, not \"x\"",
                "retention --apply --operator x     | --operator must be a user id",
                "replay                            | Missing required option: '--into=URL'",
                "replay --into x --limit 0         | --limit must be from 1 to 1000",
                "adopt-topic                       | Missing required option: '--operator=ID'",
                "adopt-topic --operator 9007199254740992 | --operator must be a user id",
            })
    void wrong_arguments_end_with_exit_code_2_and_one_line(String arguments, String message) {
        Ended ended = Program.run(arguments.split(" "));
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("keiba: ").contains(message);
        assertThat(ended.err().lines()).hasSize(1);
    }

    // Retention.

    @Test
    @Order(6)
    void retention_changes_nothing_without_apply_and_keeps_odds_of_unexpired_races() {
        RunningService.await("the history of odds", () -> database.count("SELECT count(*) FROM odds_history") > 0);
        Ended dry = keiba.run("retention", "--months-ahead", "5", "--older-than-days", "1");
        assertThat(dry.out())
                .startsWith("nothing was changed; with --apply the history of odds of 0 races")
                .contains(" 4 races, 4 of them not");
        long months = dry.out().lines().count();
        Ended applied = keiba.run("retention", "--months-ahead", "5", "--apply", "--operator", "7");
        assertThat(applied.exitCode()).isZero();
        assertThat(applied.out().lines().count()).isGreaterThan(months);
        assertThat(audited("PurgeOddsHistory")).isEmpty();
        database.execute(
                "INSERT INTO race (race_id, race_day, post_time, deadline, declared, standing, version, expires_on)"
                        + " SELECT 900, '2025-01-05', '2025-01-05T06:40:00Z', '2025-01-05T06:40:00Z', declared, standing || '{\"state\":\"EXPIRED\"}', 1,"
                        + " '2025-03-06' FROM race WHERE race_id = 1;"
                        + " INSERT INTO odds_history (race_id, bet_type, step_seconds) VALUES (900, 'WIN', 10)");
        try {
            assertThat(keiba.run("retention").out()).contains("of odds of 1 races");
            assertThat(keiba.run("retention", "--apply", "--operator", "7").out())
                    .contains("of odds of 1 races")
                    .contains("was deleted");
            assertThat(audited("PurgeOddsHistory")).singleElement().asString().startsWith("7|races-before:");
            assertThat(database.count("SELECT count(*) FROM odds_history")).isPositive();
        } finally {
            database.execute("DELETE FROM odds_history WHERE race_id = 900; DELETE FROM race WHERE race_id = 900");
        }
    }

    @Test
    @Order(6)
    void retention_detaches_an_old_month_and_refuses_a_recent_one() {
        String current = YearMonth.now(ZoneId.of("Asia/Tokyo")).toString();
        assertThat(keiba.run("retention", "--detach", current).out())
                .contains(current + " cannot be detached: it ends less than 31 days ago; 4 of its races are not");
        failed(
                keiba.run("retention", "--detach", current, "--apply", "--operator", "7"),
                current + " cannot be detached: it ends less than 31 days ago");
        database.execute("SELECT ensure_partitions('2025-01-01')");
        assertThat(keiba.run("retention", "--detach", "2025-01").out())
                .contains("with --apply 2025-01 would be detached")
                .contains("2025-01: ");
        database.execute("UPDATE account SET balance_yen = balance_yen + 1 WHERE account_id = 'house'");
        failed(
                keiba.run("retention", "--detach", "2025-01", "--apply", "--operator", "7"),
                "2025-01 is not detached, because the invariants of the database do not hold");
        database.execute("UPDATE account SET balance_yen = balance_yen - 1 WHERE account_id = 'house'");
        Ended detached = keiba.run("retention", "--detach", "2025-01", "--apply", "--operator", "7");
        assertThat(detached.exitCode()).isZero();
        assertThat(detached.out())
                .contains("2025-01 is detached: 0 purchases and 0 transfers")
                .contains("ticket_2025_01, refusal_2025_01, refund_2025_01, payout_2025_01, transfer_2025_01")
                .contains("2025-01: detached, 0 purchases and 0 transfers; its tables have ");
        assertThat(audited("DetachMonth")).singleElement().asString().startsWith("7|month:2025-01");
        database.execute(
                "DROP TABLE ticket_2025_01, refusal_2025_01, refund_2025_01, payout_2025_01, transfer_2025_01");
        assertThat(keiba.run("retention").out())
                .contains("2025-01: detached, 0 purchases and 0 transfers; its tables are dropped");
    }

    // Rebuilding.

    private Ended replay(String name) {
        database.execute("CREATE DATABASE " + name);
        return keiba.run(
                "replay",
                "--into",
                service.configuration()
                        .require(Setting.POSTGRES_URL)
                        .replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1"));
    }

    @Test
    @Order(7)
    void rebuild_finds_every_planted_difference_between_topic_and_postgresql() {
        RaceDay.deposit(service.api(), 4_001, 150);
        String poor = RaceDay.bettor(service.api(), 4_001);
        for (int i = 0; i < 2; i++) {
            awaitRecorded(service.post("/v1/purchases", poor, RaceDay.win(4, 1)).messageId());
        }
        for (int number = 0; number < 20; number++) {
            awaitRecorded(service.post("/v1/purchases", bettor, new RaceDay(4).purchase(number))
                    .messageId());
        }
        String operator = RaceDay.operator(service.api());
        service.post("/v1/races/4/scratches", operator, "{\"horse_number\":1,\"kind\":\"SCRATCHED\"}");
        String scratched = UUID.randomUUID().toString();
        send(4, message(UUID.fromString(scratched), 4, 1));
        awaitRecorded(scratched);
        service.post("/v1/races/4/close", operator, "");
        RunningService.await("final odds", () -> RaceDay.isFinal(service.api(), 4));
        String late = UUID.randomUUID().toString();
        send(4, message(UUID.fromString(late), 4, 2));
        awaitRecorded(late);
        Ended same = replay("rebuilt");
        assertThat(same.out()).contains("no difference").contains("rebuilt ");
        assertThat(same.exitCode()).isZero();
        failed(keiba.run("replay", "--into", service.configuration().require(Setting.POSTGRES_URL)), "contains tables");
        String first = "(SELECT message_id FROM ticket WHERE race_id = 3 ORDER BY 1 LIMIT 1)";
        plant(
                "other_stake",
                "UPDATE ticket SET unit_yen = unit_yen * 2, total_yen = total_yen * 2 WHERE message_id = " + first,
                "UPDATE ticket SET unit_yen = unit_yen / 2, total_yen = total_yen / 2 WHERE message_id = " + first,
                "ticket ");
        plant(
                "lost",
                "CREATE TABLE lost AS SELECT * FROM refusal WHERE message_id = '" + late
                        + "'; DELETE FROM refusal WHERE message_id = '" + late
                        + "'; DELETE FROM purchase_claim WHERE message_id = '" + late + "'",
                "INSERT INTO refusal SELECT * FROM lost; INSERT INTO purchase_claim SELECT message_id, race_day FROM lost; DROP TABLE lost",
                "refusal " + late + ": database nothing / rebuilt RACE_CLOSED");
        plant(
                "pools",
                "UPDATE pool SET total_yen = total_yen + 100 WHERE race_id = 3",
                "UPDATE pool SET total_yen = total_yen - 100 WHERE race_id = 3",
                "pool 3 ");
        assertThat(replay("again").exitCode()).isZero();
        database.execute("INSERT INTO detached_month (first_day, purchases, transfers)"
                + " SELECT DISTINCT date_trunc('month', race_day), 0, 0 FROM ticket");
        Ended withoutMonth = replay("without_the_month");
        database.execute("DELETE FROM detached_month WHERE first_day > '2025-01-01'");
        assertThat(withoutMonth.out()).contains("no difference");
    }

    private void plant(String name, String change, String mend, String said) {
        database.execute(change);
        try {
            Ended ended = replay("rebuilt_" + name);
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.out()).contains(said);
            assertThat(ended.err()).contains("the rebuilt purchases differ from the database");
        } finally {
            database.execute(mend);
        }
    }

    // The queue.

    @Test
    @Order(8)
    void resume_does_not_move_the_position_of_a_partition_that_is_not_stopped() {
        buy(3, 1);
        long before = database.count("SELECT next_offset FROM queue_position WHERE queue_partition = 3");
        failed(keiba.run("resume", "13", "--operator", "7"), "partition 13 does not exist");
        assertThat(keiba.run("resume", "3", "--operator", "7", "--dry-run").out())
                .contains("nothing was changed; recording would continue at offset " + before);
        assertThat(keiba.run("resume", "3", "--operator", "7").out())
                .contains("its log contains every message that PostgreSQL expects")
                .contains("recording continues at offset " + before);
        buy(3, 2);
        database.isInOrder();
    }

    /** The messages of a partition are deleted before they are recorded. */
    @Test
    @Order(9)
    void resume_restarts_a_stopped_partition_in_the_running_service() {
        buy(2, 1);
        service.stop();
        MessageId gone = new MessageId(UUID.randomUUID());
        MessageId kept = new MessageId(UUID.randomUUID());
        MessageId young = new MessageId(UUID.randomUUID());
        Instant longAgo = Instant.now().minus(Duration.ofMinutes(5));
        claim(gone, 2, longAgo);
        claim(kept, 2, longAgo);
        claim(young, 2, Instant.now().plus(Duration.ofMinutes(1)));
        send(2, message(gone.value(), 2, 1));
        long last = send(2, message(kept.value(), 2, 1));
        deleteBefore(2, last);
        service.startAgain();
        RunningService.await("the partition to be stopped", () -> health().contains("\"recording partition 2\""));
        Ended resumed = keiba.run("resume", "2", "--operator", "7");
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.out())
                .contains("its log begins at offset " + last)
                .contains("recording continues at offset " + last)
                .contains("1 are gone and were refused as NOT_RECEIVED");
        awaitRecorded(kept.toString());
        RunningService.await("readiness", () -> !health().contains("recording partition 2"));
        buy(2, 3);
        assertThat(reason(gone)).isEqualTo("NOT_RECEIVED");
        assertThat(keiba.run("purchases", kept.toString()).out()).contains("COMPLETED");
        assertThat(keiba.run("purchases", young.toString()).out()).contains("PENDING");
        send(2, message(young.value(), 2, 1));
        awaitRecorded(young.toString());
        assertThat(audited("ResumePartition")).last().asString().startsWith("7|partition:2|its log begins at");
        Invariants.hold(service.configuration());
    }

    private String health() {
        return service.api().text("/observe/health/ready");
    }

    private String reason(MessageId id) {
        return database.text("SELECT reason FROM refusal WHERE message_id = '" + id + "'");
    }

    private void deleteBefore(int partition, long offset) {
        admin(admin -> admin.deleteRecords(
                        Map.of(new TopicPartition(TOPIC, partition), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get());
    }

    /** A call to the brokers. */
    private interface Asked {
        Object of(Admin admin) throws ExecutionException, InterruptedException;
    }

    private void admin(Asked asked) {
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", service.servers().kafka().bootstrap()))) {
            asked.of(admin);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** The topic is lost with a purchase that was not recorded, while a race is on sale whose tickets are counted ahead. */
    @Test
    @Order(10)
    void adopt_topic_replaces_a_lost_topic_and_every_race_continues() {
        List<String> tickets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tickets.add(buy(1, 1 + i));
        }
        failed(keiba.run("adopt-topic", "--operator", "7"), "1 recorders are running");
        service.stop();
        MessageId gone = new MessageId(UUID.randomUUID());
        claim(gone, 1, Instant.now().minus(Duration.ofMinutes(5)));
        send(1, message(gone.value(), 1, 1));
        admin(admin -> admin.deleteTopics(List.of(TOPIC)).all().get());
        RunningService.await("the topic to be gone", () -> isGone());
        long last = database.count("SELECT max(queue_offset) FROM ticket");
        Ended adopted = keiba.run("adopt-topic", "--operator", "7");
        assertThat(adopted.err()).isEmpty();
        assertThat(adopted.out())
                .contains("from its beginning")
                .contains("1 are gone and were refused as NOT_RECEIVED");
        assertThat(reason(gone)).isEqualTo("NOT_RECEIVED");
        assertThat(keiba.run("adopt-topic", "--operator", "7").out()).contains("nothing was changed");
        service.startAgain();
        for (int i = 0; i < 3; i++) {
            tickets.add(buy(1, 1 + i));
        }
        assertThat(database.count("SELECT count(*) FROM ticket WHERE queue_offset > " + last))
                .isEqualTo(3);
        assertThat(tickets).doesNotHaveDuplicates();
        send(4, "no purchase");
        RunningService.await(
                "the dead letter of the new topic",
                () -> keiba.run("dead-letters", "list").out().contains("not JSON"));
        assertThat(audited("AdoptTopic")).hasSize(1);
        String operator = RaceDay.operator(service.api());
        service.post("/v1/races/1/close", operator, "");
        RaceDay.makeOfficial(service.api(), 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        RunningService.await(
                "every payout to be paid",
                () -> service.post("/v1/races/1/payouts/execution", operator, "")
                                .status()
                        == 200);
        assertThat(service.get("/v1/races/1/report", operator)
                        .body()
                        .get("balanced")
                        .asBoolean())
                .isTrue();
        Invariants.hold(service.configuration());
    }

    private boolean isGone() {
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", service.servers().kafka().bootstrap()))) {
            return !admin.listTopics().names().get().contains(TOPIC);
        } catch (ExecutionException failed) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Test
    @Order(11)
    void reports_unreachable_redis_and_refuses_a_missing_configuration_file() {
        service.servers().redis().pause();
        try {
            assertThat(keiba.run("purchases", tickets()).out())
                    .contains("COMPLETED")
                    .contains("redis.unavailable");
        } finally {
            service.servers().redis().resume();
        }
        Ended nothing = Program.run("races", "--config", "/no/such/file");
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.err()).contains("/no/such/file");
    }

    private String tickets() {
        return database.text("SELECT message_id FROM ticket LIMIT 1");
    }
}
