package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred thousand records of every kind that a producer may write, read by the real recorder. A run depends only on its seed; {@code
 * -Dkeiba.seed=1234} repeats one.
 *
 * <p>A partition is at its end when its position in PostgreSQL equals the high watermark of its log: after the last record and after the
 * markers of all transactions, none of which is open.
 */
class AnyBytesIT {
    private static final int RECORDS = 100_000;
    private static final int PARTITIONS = 13;
    private static final int LARGE = 30;
    private static final String TOPIC = "betting.ticket.purchase";
    private static final long SEED = Long.getLong("keiba.seed", System.nanoTime());

    private final RaceDay day = new RaceDay(PARTITIONS);

    /** A place in the topic. */
    private record Place(int partition, long offset) {}

    @Test
    void every_record_becomes_a_ticket_refusal_or_dead_letter_and_none_is_left_unread(@TempDir Path data)
            throws ExecutionException, InterruptedException {
        try (RunningService service = RunningService.start(data)) {
            Database database = Database.of(service.configuration());
            String bootstrap = service.servers().kafka().bootstrap();
            day.open(service.api());
            for (long user = RaceDay.FIRST_BETTOR; user < RaceDay.FIRST_BETTOR + HostileRecords.BETTORS; user++) {
                RaceDay.deposit(service.api(), user, 50_000);
            }
            produce(bootstrap);

            Map<Integer, Long> ends = ends(bootstrap);
            RunningService.awaitNone("seed " + SEED + ": partitions before their ends", () -> behind(database, ends));
            audit(database, committed(bootstrap));
            database.isInOrder();
            RunningService.await(
                    "seed " + SEED + ": the copies of the dead letters",
                    () -> database.count("SELECT count(*) FROM dead_letter WHERE NOT copied") == 0);
            assertThat(service.get("/observe/health/ready", "").status())
                    .as("seed %d", SEED)
                    .isEqualTo(200);
        }
    }

    /** Half of the records in transactions, of which a third is aborted, and half without. */
    private static void produce(String bootstrap) {
        HostileRecords records = new HostileRecords(SEED, PARTITIONS);
        try (KafkaProducer<byte[], byte[]> plain = producer(Map.of("bootstrap.servers", bootstrap, "linger.ms", "5"));
                KafkaProducer<byte[], byte[]> transactional = producer(
                        Map.of("bootstrap.servers", bootstrap, "linger.ms", "5", "transactional.id", "fuzz-" + SEED))) {
            transactional.initTransactions();
            int sent = 0;
            while (sent < RECORDS) {
                int run = Math.min(RECORDS - sent, 1 + records.random().nextInt(800));
                boolean inTransaction = records.random().nextBoolean();
                KafkaProducer<byte[], byte[]> producer = inTransaction ? transactional : plain;
                if (inTransaction) {
                    transactional.beginTransaction();
                }
                for (int i = 0; i < run; i++) {
                    send(producer, sent + i < LARGE ? records.large() : records.next());
                }
                if (inTransaction && records.random().nextInt(3) == 0) {
                    transactional.flush();
                    transactional.abortTransaction();
                } else if (inTransaction) {
                    transactional.commitTransaction();
                }
                sent += run;
            }
        }
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record);
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("max.request.size", 2 << 20);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static List<TopicPartition> partitions() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList();
    }

    /** The high watermarks. */
    private static Map<Integer, Long> ends(String bootstrap) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Map<Integer, Long> ends = new HashMap<>();
            admin.listOffsets(latest)
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
            return ends;
        }
    }

    private static List<String> behind(Database database, Map<Integer, Long> ends) {
        List<String> behind = new ArrayList<>();
        for (String row : database.column("SELECT queue_partition || ' ' || next_offset FROM queue_position")) {
            String[] parts = row.split(" ", 2);
            Long end = ends.get(Integer.valueOf(parts[0]));
            if (end == null || Long.parseLong(parts[1]) != end) {
                behind.add("partition " + parts[0] + " at " + parts[1] + " of " + end);
            }
        }
        return behind;
    }

    private static List<ConsumerRecord<byte[], byte[]>> committed(String bootstrap) {
        List<ConsumerRecord<byte[], byte[]>> committed = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions());
            consumer.seekToBeginning(partitions());
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(committed::add);
            }
        }
        return committed;
    }

    private static Set<Place> places(Database database, String query) {
        Set<Place> places = new HashSet<>();
        for (String row : database.column(query)) {
            String[] parts = row.split(" ", 2);
            places.add(new Place(Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
        }
        return places;
    }

    private static void audit(Database database, List<ConsumerRecord<byte[], byte[]>> committed) {
        Set<Place> tickets = places(database, "SELECT queue_partition || ' ' || queue_offset FROM ticket");
        Set<Place> refusals = places(
                database, "SELECT queue_partition || ' ' || queue_offset FROM refusal WHERE reason <> 'MALFORMED'");
        Set<Place> letters = places(database, "SELECT queue_partition || ' ' || queue_offset FROM dead_letter");
        Set<String> claimed = new HashSet<>(database.column("SELECT message_id FROM purchase_claim"));
        List<String> wrong = new ArrayList<>();
        Set<Place> accounted = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : committed) {
            Place place = new Place(record.partition(), record.offset());
            HostileRecords.Expected expected = HostileRecords.expected(record);
            int outcomes = (tickets.contains(place) ? 1 : 0)
                    + (refusals.contains(place) ? 1 : 0)
                    + (letters.contains(place) ? 1 : 0);
            boolean right = switch (expected) {
                case MARKER -> outcomes == 0;
                case DEAD -> outcomes == 1 && letters.contains(place);
                case JUDGED ->
                    (outcomes == 1 && !letters.contains(place))
                            || (outcomes == 0 && claimed.contains(HostileRecords.id(record)));
                case ANY -> outcomes == 1 || (outcomes == 0 && claimed.contains(HostileRecords.id(record)));
            };
            if (!right) {
                wrong.add(place + " " + expected + ": " + outcomes + " outcomes: " + excerpt(record.value()));
            }
            accounted.add(place);
        }
        assertThat(wrong).as("seed %d", SEED).isEmpty();
        Set<Place> unasked = new HashSet<>(tickets);
        unasked.addAll(refusals);
        unasked.addAll(letters);
        unasked.removeAll(accounted);
        assertThat(unasked).as("seed %d: recorded, and not committed", SEED).isEmpty();
        assertThat(tickets).as("seed %d", SEED).hasSizeGreaterThan(1_000);
        assertThat(refusals).as("seed %d", SEED).hasSizeGreaterThan(1_000);
        assertThat(letters).as("seed %d", SEED).hasSizeGreaterThan(10_000);
    }

    private static String excerpt(byte[] value) {
        return value == null ? "null" : new String(value, 0, Math.min(value.length, 300), StandardCharsets.UTF_8);
    }
}
