package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import keiba.application.UseCases;
import keiba.bootstrap.serve.Api.Answer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Purchases over REST and over the topic around the deadlines of many races: each becomes a ticket or is too late, and only its position
 * in the topic decides which.
 *
 * <p>{@code -Dkeiba.rounds=10} closes 200 races, 20 in each round.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FenceIT {
    private static final int ROUNDS = Integer.getInteger("keiba.rounds", 4);
    private static final int RACES_AT_ONCE = 20;
    private static final int CLIENTS = 8;
    private static final int ATTEMPTS = 5;
    private static final int RACES = ROUNDS * RACES_AT_ONCE;

    @SuppressWarnings("NullAway.Init")
    private RunningService service;

    @SuppressWarnings("NullAway.Init")
    private List<String> bettors;

    /** Answered 202 or handed to the topic, by id. */
    private final Map<String, Long> sent = new ConcurrentHashMap<>();

    private final Map<Long, Instant> deadlines = new ConcurrentHashMap<>();

    @BeforeAll
    void start(@TempDir Path data) {
        service = RunningService.start(data);
        bettors = RaceDay.bettors(service.api(), CLIENTS, 100_000_000);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void its_position_in_the_topic_decides_if_a_purchase_is_sold_or_too_late() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            close(round * RACES_AT_ONCE + 1);
        }
        Database database = Database.of(service.configuration());
        RunningService.await("the recorder", () -> database.recorded() == sent.size());
        database.hasExactly(sent.keySet());
        assertThat(database.column("SELECT DISTINCT reason FROM refusal")).isSubsetOf("RACE_CLOSED");
        assertThat(database.count("SELECT count(*) FROM refusal")).isPositive();
        assertThat(database.count("SELECT count(*) FROM ticket")).isPositive();
        theQueueDecides(database);
        RunningService.awaitNone(
                "odds that are not those of the pooled tickets",
                () -> OddsByHand.differences(database, service.servers().redis().url(), service.api(), RACES, "FINAL"));
        Invariants.hold(service.configuration());
    }

    /** Sends purchases on some races until after their deadlines, and waits for the final odds. */
    private void close(int first) throws InterruptedException, ExecutionException {
        for (int race = first; race < first + RACES_AT_ONCE; race++) {
            open(race);
        }
        for (int race = first; race < first + RACES_AT_ONCE; race++) {
            deadlines.put((long) race, endSalesSoon(race));
        }
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
                Partner partner = new Partner(service.servers().kafka().bootstrap())) {
            List<Future<?>> selling = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(client -> clients.submit(() -> {
                        SplittableRandom random = new SplittableRandom(first * 100L + client);
                        while (!over.get()) {
                            buy(first + random.nextInt(RACES_AT_ONCE), client, random, partner);
                        }
                    }))
                    .toList();
            RunningService.await(
                    "final odds",
                    () -> IntStream.range(first, first + RACES_AT_ONCE)
                            .allMatch(race -> RaceDay.isFinal(service.api(), race)));
            over.set(true);
            for (Future<?> each : selling) {
                each.get();
            }
        }
    }

    private void open(int race) {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.MILLIS);
        String runners = String.join(
                ",",
                IntStream.rangeClosed(1, RaceDay.RUNNERS)
                        .mapToObj(horse -> "{\"horse_number\":" + horse + ",\"name\":\"Horse " + horse + "\"}")
                        .toList());
        String operator = RaceDay.operator(service.api());
        Answer declared = service.post(
                "/v1/races",
                operator,
                "{\"race_id\":" + race
                        + ",\"date\":\"" + RaceDay.dayInJapan(deadline.plusSeconds(60))
                        + "\",\"venue\":\"Sapporo\",\"race_number\":1,\"name\":\"Race "
                        + race + "\",\"post_time\":\"" + deadline.plusSeconds(60) + "\",\"deadline\":\"" + deadline
                        + "\",\"runners\":[" + runners + "]}");
        assertThat(declared.status()).isEqualTo(201);
        assertThat(service.post("/v1/races/" + race + "/open", operator, "").status())
                .isEqualTo(200);
    }

    /** A deadline that has passed when the request arrives is refused, and another one is tried. */
    private Instant endSalesSoon(int race) {
        while (true) {
            Instant deadline = Instant.now().plus(Duration.ofSeconds(2)).truncatedTo(ChronoUnit.MILLIS);
            Answer moved = service.put(
                    "/v1/races/" + race + "/schedule",
                    RaceDay.operator(service.api()),
                    "{\"post_time\":\"" + deadline.plusSeconds(60) + "\",\"deadline\":\"" + deadline + "\"}");
            if (moved.status() == 200) {
                return deadline;
            }
            assertThat(moved.status()).isEqualTo(422);
        }
    }

    private void buy(int race, int client, SplittableRandom random, Partner partner) {
        int horse = 1 + random.nextInt(RaceDay.RUNNERS);
        if (random.nextInt(4) == 0) {
            String id = UUID.randomUUID().toString();
            partner.send(
                    race,
                    "{\"message_id\":\"" + id + "\",\"user_id\":" + (RaceDay.FIRST_BETTOR + client) + ",\"race_id\":"
                            + race + ",\"horse_number\":" + horse
                            + ",\"bet_type\":\"WIN\",\"amount\":100,\"timestamp\":\"2030-01-05T00:00:00Z\"}");
            sent.put(id, (long) race);
            return;
        }
        Answer answer = buyUntilAnswered(bettors.get(client), RaceDay.win(race, horse));
        if (answer.status() == 202) {
            sent.put(answer.messageId(), (long) race);
        } else {
            assertThat(answer.status() + " " + answer.problem()).isEqualTo("409 race-not-open");
        }
    }

    /**
     * A connection that the server has just closed gives no answer, and between the end of sales and the close marker the outcome of an
     * earlier request may be unknown. The request is then repeated with the same key, as a client would do.
     */
    private Answer buyUntilAnswered(String token, String purchase) {
        String key = UUID.randomUUID().toString();
        for (int attempt = 1; ; attempt++) {
            try {
                AtomicReference<Answer> last = new AtomicReference<>();
                RunningService.await("a certain answer", () -> {
                    Answer answer = service.post("/v1/purchases", token, key, purchase);
                    last.set(answer);
                    return !answer.problem().equals("outcome-unknown");
                });
                return last.get();
            } catch (Api.NoAnswerException none) {
                if (attempt == ATTEMPTS) {
                    throw none;
                }
            }
        }
    }

    /** Purchases before the first close marker of their race must be tickets unless they came after its time; later ones must not. */
    private void theQueueDecides(Database database) {
        Set<String> tickets = new HashSet<>(database.column("SELECT message_id FROM ticket"));
        Map<Long, Long> marked = new ConcurrentHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : topic()) {
            JsonNode message = Api.read(record.value());
            long race = message.get("race_id").asLong();
            if (record.headers().lastHeader("keiba-kind") != null) {
                marked.putIfAbsent(race, record.offset());
            } else {
                boolean before = !marked.containsKey(race);
                Instant lastCall = deadlines.getOrDefault(race, Instant.MIN).plus(UseCases.Policy.DEFAULT.grace());
                boolean inTime = !Instant.ofEpochMilli(record.timestamp()).isAfter(lastCall);
                assertThat(tickets.contains(message.get("message_id").asText()))
                        .as("offset %d of partition %d", record.offset(), record.partition())
                        .isEqualTo(before && inTime);
            }
        }
        assertThat(marked).hasSize(RACES);
    }

    private List<ConsumerRecord<byte[], byte[]>> topic() {
        List<TopicPartition> partitions = IntStream.range(0, 13)
                .mapToObj(partition -> new TopicPartition("betting.ticket.purchase", partition))
                .toList();
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", service.servers().kafka().bootstrap(), "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }
}
