package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import keiba.bootstrap.serve.Api.Answer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/**
 * The documented flow of a purchase on real servers: REST, Kafka, PostgreSQL, Redis, and the answer.
 *
 * <p>{@code -Dkeiba.purchases=20000} sets the number of purchases.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PurchaseFlowIT {
    private static final int RACES = 12;
    private static final int BETTORS = 500;
    private static final int MONEY = 50_000;
    private static final int PURCHASES = Integer.getInteger("keiba.purchases", 5_000);
    private static final int PARTITIONS = 13;

    /** The rows that are equal after recording the topic again; numbers and times of transfers differ. */
    private static final List<String> REPLAYED = List.of(
            "SELECT (to_jsonb(ticket) - 'recorded_at')::text FROM ticket ORDER BY message_id",
            "SELECT (to_jsonb(refusal) - 'recorded_at')::text FROM refusal ORDER BY message_id",
            "SELECT concat_ws('|', topic, queue_partition, queue_offset, appended_at, message_id, reason, value)"
                    + " FROM dead_letter ORDER BY queue_partition, queue_offset",
            "SELECT concat_ws('|', race_id, bet_type, total_yen) FROM pool ORDER BY race_id, bet_type",
            "SELECT concat_ws('|', race_id, bet_type, segment, stakes) FROM pool_stakes ORDER BY race_id, bet_type, segment",
            "SELECT concat_ws('|', race_day, kind, debit, credit, yen, reference, user_id) FROM transfer"
                    + " WHERE kind = 'STAKE' ORDER BY reference",
            "SELECT concat_ws('|', account_id, balance_yen) FROM account ORDER BY account_id");

    @SuppressWarnings("NullAway.Init")
    private RunningService service;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    private final RaceDay day = new RaceDay(RACES);

    @BeforeAll
    void start(@TempDir Path data) {
        service = RunningService.start(data);
        database = Database.of(service.configuration());
        day.open(service.api());
    }

    @AfterAll
    void stop() {
        try {
            Invariants.hold(service.configuration());
        } finally {
            service.close();
        }
    }

    @AfterEach
    void totals_balance_and_redis_and_the_api_show_the_odds_of_the_tickets() {
        database.isInOrder();
        RunningService.awaitNone(
                "odds that differ from those of the tickets",
                () -> OddsByHand.differences(database, service.servers().redis().url(), service.api(), day.races()));
    }

    @Test
    @Order(1)
    void the_message_of_the_documentation_buys_a_ticket() throws ExecutionException, InterruptedException {
        RaceDay.deposit(service.api(), 12_345, 10_000);
        String id = UUID.randomUUID().toString();
        produce(
                7,
                "{\"message_id\":\"" + id + "\",\"user_id\":12345,\"race_id\":7,\"horse_number\":5,"
                        + "\"bet_type\":\"WIN\",\"amount\":1000,\"timestamp\":\"2025-10-26T10:30:00Z\"}");
        try (RedisClient redis = RedisClient.create(service.servers().redis().url())) {
            RunningService.await("the purchase", () -> "COMPLETED".equals(redis.get("purchase:" + id + ":status")));
        }
        String token = RaceDay.bettor(service.api(), 12_345);
        JsonNode purchase = service.get("/v1/purchases/" + id, token).body();
        assertThat(purchase.at("/ticket/horse_number").asInt()).isEqualTo(5);
        assertThat(purchase.at("/ticket/total_amount").asLong()).isEqualTo(1_000);
        assertThat(service.get("/v1/account", token).body().get("balance").asLong())
                .isEqualTo(9_000);
        RunningService.await(
                "the odds",
                () -> service.get("/v1/races/7/odds/WIN", "")
                                .body()
                                .path("sales")
                                .asLong()
                        == 1_000);
        String stranger = RaceDay.bettor(service.api(), 99);
        assertThat(service.get("/v1/purchases/" + id, stranger).status()).isIn(404, 503);
    }

    private void produce(long race, String message) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", service.servers().kafka().bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            "betting.ticket.purchase",
                            (int) (race % PARTITIONS),
                            Long.toString(race).getBytes(StandardCharsets.UTF_8),
                            message.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    @Test
    @Order(2)
    void a_message_that_is_not_a_purchase_becomes_a_dead_letter() throws Exception {
        String id = UUID.randomUUID().toString();
        produce(3, "}{");
        produce(3, "{\"message_id\":\"" + id + "\",\"user_id\":12345,\"race_id\":3,\"amount\":100.5}");
        try (RedisClient redis = RedisClient.create(service.servers().redis().url())) {
            RunningService.await("the refusal", () -> "FAILED".equals(redis.get("purchase:" + id + ":status")));
        }
        RunningService.await("the copies", () -> database.count("SELECT count(*) FROM dead_letter WHERE copied") == 2);
    }

    @Test
    @Order(3)
    void many_purchases_are_each_recorded_exactly_once() throws Exception {
        List<String> tokens = RaceDay.bettors(service.api(), BETTORS, MONEY);
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        ConcurrentLinkedQueue<Answer> refused = new ConcurrentLinkedQueue<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(32)) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < PURCHASES; i++) {
                int number = i;
                sent.add(clients.submit(() -> buy(number, tokens, accepted, refused)));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        }
        assertThat(refused).isEmpty();
        assertThat(accepted).hasSize(PURCHASES);
        RunningService.await("the recorder", () -> recorded() >= PURCHASES + 1);
        assertThat(recorded()).isEqualTo(PURCHASES + 1);
    }

    /** Mixed types and methods; every tenth request is repeated under its key. */
    private void buy(int number, List<String> tokens, Set<String> accepted, ConcurrentLinkedQueue<Answer> refused) {
        String token = tokens.get(number % tokens.size());
        String body = day.purchase(number);
        for (int repeat = number % 10 == 0 ? 0 : 1; repeat < 2; repeat++) {
            Answer answer = service.post("/v1/purchases", token, "k" + number, body);
            if (answer.status() == 202) {
                accepted.add(answer.messageId());
            } else {
                refused.add(answer);
            }
        }
    }

    @Test
    @Order(4)
    void recording_the_whole_topic_again_changes_no_row() {
        String before = fingerprint();
        long end = position();
        service.stop();
        database.execute("UPDATE queue_position SET next_offset = 0");
        service.startAgain();
        RunningService.await("the replay", () -> position() == end);
        assertThat(fingerprint()).isEqualTo(before);
    }

    private long position() {
        return position(database);
    }

    private static long position(Database books) {
        return books.count("SELECT coalesce(sum(next_offset), 0) FROM queue_position");
    }

    private long recorded() {
        return database.count("SELECT (SELECT count(*) FROM ticket)"
                + " + (SELECT count(*) FROM refusal WHERE reason <> 'MALFORMED')");
    }

    private String fingerprint() {
        return database.text("SELECT md5(string_agg(line, ',' ORDER BY line)) FROM ("
                + " SELECT ticket::text AS line FROM ticket UNION ALL SELECT refusal::text FROM refusal"
                + " UNION ALL SELECT transfer::text FROM transfer UNION ALL SELECT pool::text FROM pool"
                + " UNION ALL SELECT pool_stakes::text FROM pool_stakes"
                + " UNION ALL SELECT account::text FROM account) AS books");
    }

    @Test
    @Order(5)
    void recording_the_topic_into_another_database_gives_the_same_tickets() {
        service.stop();
        database.execute("CREATE DATABASE replayed");
        Configuration elsewhere = service.configuration()
                .with(Setting.POSTGRES_URL, service.servers().postgres().url("replayed"))
                .with(Setting.REDIS_URL, service.servers().redis().url() + "/1");
        prepareTheSameRaces(elsewhere);
        Database replayed = Database.of(elsewhere);
        try (RunningService replaying = RunningService.startOn(service.servers(), elsewhere)) {
            RunningService.await("the replay", () -> position(replayed) == position(database));
            RunningService.awaitNone(
                    "odds that differ from those of the tickets",
                    () -> OddsByHand.differences(
                            replayed, elsewhere.require(Setting.REDIS_URL), replaying.api(), day.races()));
        }
        replayed.isInOrder();
        for (String rows : REPLAYED) {
            assertThat(replayed.column(rows)).isNotEmpty().isEqualTo(database.column(rows));
        }
        service.startAgain();
    }

    /** Declares the races and deposits the money before the topic is read. */
    private void prepareTheSameRaces(Configuration elsewhere) {
        Configuration withoutRecorder = elsewhere.with(Setting.ROLES, ServiceRole.RACE_MANAGEMENT.configured());
        try (RunningService desk = RunningService.startOn(service.servers(), withoutRecorder)) {
            day.open(desk.api());
            RaceDay.deposit(desk.api(), 12_345, 10_000);
            RaceDay.bettors(desk.api(), BETTORS, MONEY);
        }
    }
}
