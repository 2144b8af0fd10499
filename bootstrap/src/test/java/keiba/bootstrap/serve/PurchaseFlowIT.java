package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import keiba.adapter.postgres.PostgresBooks;
import keiba.bootstrap.serve.RunningService.Answer;
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

/** The document's purchase flow on real servers: REST, Kafka, PostgreSQL, Redis, and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PurchaseFlowIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RACES = 12;
    private static final int BETTORS = 500;
    private static final int PURCHASES = 20_000;
    private static final int PARTITIONS = 13;

    @SuppressWarnings("NullAway.Init")
    private RunningService service;

    @SuppressWarnings("NullAway.Init")
    private String operator;

    @BeforeAll
    void start(@TempDir Path data) {
        service = RunningService.start(data);
        operator = service.token(1, Set.of("operator", "cashier"));
        for (int race = 1; race <= RACES; race++) {
            declareAndOpen(race);
        }
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @AfterEach
    void the_books_balance_and_redis_shows_them() {
        try (PostgresBooks books = service.openBooks()) {
            assertThat(books.audit()).isEmpty();
        }
        RunningService.await("Redis to show the books", this::redisEqualsTheBooks);
    }

    private void declareAndOpen(int race) {
        Instant post = Instant.now().plus(Duration.ofHours(2));
        String runners = "";
        for (int horse = 1; horse <= 10; horse++) {
            runners += (horse > 1 ? "," : "") + "{\"horse_number\":" + horse + ",\"name\":\"Horse " + horse + "\"}";
        }
        String body = "{\"race_id\":" + race + ",\"date\":\""
                + post.atOffset(ZoneOffset.ofHours(9)).toLocalDate()
                + "\",\"venue\":\"Sapporo\",\"race_number\":" + race + ",\"name\":\"Race " + race
                + "\",\"post_time\":\"" + post + "\",\"runners\":[" + runners + "]}";
        assertThat(service.post("/v1/races", operator, body).status()).isEqualTo(201);
        assertThat(service.post("/v1/races", operator, body).status()).isEqualTo(200);
        Answer opened = service.post("/v1/races/" + race + "/open", operator, "");
        assertThat(opened.body().path("state").asText()).isEqualTo("OPEN");
    }

    private void deposit(long user, long amount) {
        assertThat(service.post(
                                "/v1/accounts/" + user + "/deposits",
                                operator,
                                "d" + user,
                                "{\"amount\":" + amount + "}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    @Order(1)
    void the_documents_own_message_buys_a_ticket() throws ExecutionException, InterruptedException {
        deposit(12_345, 10_000);
        String id = UUID.randomUUID().toString();
        produce(
                7,
                "{\"message_id\":\"" + id + "\",\"user_id\":12345,\"race_id\":7,\"horse_number\":5,"
                        + "\"bet_type\":\"WIN\",\"amount\":1000,\"timestamp\":\"2025-10-26T10:30:00Z\"}");
        try (RedisClient redis = RedisClient.create(service.servers().redis().url())) {
            RunningService.await("the purchase", () -> "COMPLETED".equals(redis.get("purchase:" + id + ":status")));
        }
        String token = service.token(12_345, Set.of("bettor"));
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
        String stranger = service.token(99, Set.of("bettor"));
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
    void what_is_no_purchase_becomes_a_dead_letter_and_harms_nothing() throws Exception {
        String id = UUID.randomUUID().toString();
        produce(3, "}{");
        produce(3, "{\"message_id\":\"" + id + "\",\"user_id\":12345,\"race_id\":3,\"amount\":100.5}");
        try (RedisClient redis = RedisClient.create(service.servers().redis().url())) {
            RunningService.await("the refusal", () -> "FAILED".equals(redis.get("purchase:" + id + ":status")));
        }
        RunningService.await("the copies", () -> count("SELECT count(*) FROM dead_letter WHERE copied") == 2);
    }

    @Test
    @Order(3)
    void twenty_thousand_purchases_are_each_recorded_exactly_once() throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int user = 1_000; user < 1_000 + BETTORS; user++) {
            deposit(user, 50_000);
            tokens.add(service.token(user, Set.of("bettor")));
        }
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
        SplittableRandom random = new SplittableRandom(number);
        String token = tokens.get(random.nextInt(tokens.size()));
        String body = "{\"race_id\":" + (1 + random.nextInt(RACES)) + "," + bet(random) + ",\"amount\":100}";
        for (int repeat = number % 10 == 0 ? 0 : 1; repeat < 2; repeat++) {
            Answer answer = service.post("/v1/purchases", token, "k" + number, body);
            if (answer.status() == 202) {
                accepted.add(answer.body().get("message_id").asText());
            } else {
                refused.add(answer);
            }
        }
    }

    private static String bet(SplittableRandom random) {
        int a = 1 + random.nextInt(8);
        return switch (random.nextInt(7)) {
            case 0 -> "\"bet_type\":\"WIN\",\"horse_number\":" + a;
            case 1 -> "\"bet_type\":\"PLACE\",\"horse_number\":" + a;
            case 2 ->
                "\"bet_type\":\"QUINELLA\",\"selection\":{\"method\":\"STRAIGHT\",\"numbers\":[" + a + "," + (a + 1)
                        + "]}";
            case 3 ->
                "\"bet_type\":\"TRIO\",\"selection\":{\"method\":\"BOX\",\"numbers\":[" + a + "," + (a + 1) + ","
                        + (a + 2) + "]}";
            case 4 ->
                "\"bet_type\":\"EXACTA\",\"selection\":{\"method\":\"WHEEL\",\"axis\":[" + a + "],\"partners\":["
                        + (a + 1) + "," + (a + 2) + "],\"multi\":true}";
            case 5 ->
                "\"bet_type\":\"TRIFECTA\",\"selection\":{\"method\":\"FORMATION\",\"columns\":[[" + a + "],[" + (a + 1)
                        + "],[" + (a + 2) + "," + a + "]]}";
            default ->
                "\"bet_type\":\"WIDE\",\"selection\":{\"method\":\"STRAIGHT\",\"numbers\":[" + a + "," + (a + 2) + "]}";
        };
    }

    @Test
    @Order(4)
    void replaying_the_whole_topic_changes_no_row() throws SQLException {
        String before = fingerprint();
        long end = position();
        service.stop();
        execute("UPDATE queue_position SET next_offset = 0");
        service.startAgain();
        RunningService.await("the replay", () -> position() == end);
        assertThat(fingerprint()).isEqualTo(before);
    }

    private long position() {
        return count("SELECT coalesce(sum(next_offset), 0) FROM queue_position");
    }

    private long recorded() {
        return count("SELECT (SELECT count(*) FROM ticket)"
                + " + (SELECT count(*) FROM refusal WHERE reason <> 'MALFORMED')");
    }

    private String fingerprint() {
        return text("SELECT md5(string_agg(line, ',' ORDER BY line)) FROM ("
                + " SELECT ticket::text AS line FROM ticket UNION ALL SELECT refusal::text FROM refusal"
                + " UNION ALL SELECT transfer::text FROM transfer UNION ALL SELECT pool::text FROM pool"
                + " UNION ALL SELECT account::text FROM account) AS books");
    }

    /** Odds in Redis are those that the API answers, and their stakes are the pools of the books. */
    private boolean redisEqualsTheBooks() {
        try (RedisClient redis = RedisClient.create(service.servers().redis().url())) {
            for (int race = 1; race <= RACES; race++) {
                for (String type : List.of("WIN", "PLACE", "QUINELLA", "WIDE", "EXACTA", "TRIO", "TRIFECTA")) {
                    String shown = redis.get("odds:" + race + ":" + type);
                    if (shown == null || JSON.readTree(shown).get("sales").asLong() != sales(race, type)) {
                        return false;
                    }
                    assertThat(service.get("/v1/races/" + race + "/odds/" + type, "")
                                    .body()
                                    .get("odds"))
                            .isEqualTo(JSON.readTree(shown).get("odds"));
                }
            }
            return true;
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private long sales(int race, String type) {
        return count("SELECT coalesce(sum(total_yen), 0) FROM ticket WHERE race_id = " + race + " AND bet_type = '"
                + type + "'");
    }

    private long count(String query) {
        return Long.parseLong(text(query));
    }

    private String text(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void execute(String change) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(change);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                service.servers().postgres().url(),
                service.servers().postgres().user(),
                service.servers().postgres().password());
    }
}
