package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import keiba.adapter.kafka.KafkaRecorder.State;
import keiba.application.failure.PermanentFailure;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Faults.Fault;
import keiba.application.fake.QueueReader;
import keiba.application.fake.Samples;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordPurchases;
import keiba.application.race.RaceId;
import keiba.wire.MessageWire;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorder's loop between a real broker and the application on fakes. */
class KafkaRecorderTest extends KafkaTest {
    private static final String GROUP = "keiba-recorder";
    private static final RaceId RACE = Samples.RACE;
    private static final RaceId OTHER_RACE = new RaceId(101);
    private static final int PARTITION = 100 % 13;
    private static final TopicPartition OF_RACE = new TopicPartition(KafkaSettings.TOPIC, PARTITION);
    private static final TopicPartition OF_OTHER_RACE = new TopicPartition(KafkaSettings.TOPIC, PARTITION + 1);

    private final FakeWorld world = new FakeWorld();
    private final QueueBook book = world.books().queue();
    private final RecordPurchases recording = world.useCases().purchases().record();
    private final List<QueueChunk> chunks = new CopyOnWriteArrayList<>();

    /** How a chunk is handled; by default it is recorded. */
    private final AtomicReference<Function<QueueChunk, RecordPurchases.RecordingOutcome>> handling =
            new AtomicReference<>(this::recordAlone);

    /** How a record is parsed. */
    private final AtomicReference<Function<ConsumerRecord<byte[], byte[]>, Optional<QueueChunk.Entry>>> reading =
            new AtomicReference<>(record ->
                    KafkaEntries.read(record, new PurchaseTopic(new QueueId(new UUID(1, 2)), 13)));

    private final List<KafkaRecorder> recorders = new ArrayList<>();
    private final KafkaTopics topics = new KafkaTopics(settings);

    @SuppressWarnings("NullAway.Init")
    private PurchaseTopic topic;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void make_the_topic() {
        topic = makeTopic();
        world.openRace(RACE);
    }

    private PurchaseTopic makeTopic() {
        PurchaseTopic made = topics.ensure();
        await("the topic", () -> isSeen(made, topics::describe));
        return made;
    }

    @AfterEach
    void stop_recorders() {
        recorders.forEach(KafkaRecorder::close);
        topics.close();
    }

    private KafkaRecorder start() {
        return start(() -> RecorderConsumer.open(settings));
    }

    private KafkaRecorder start(Supplier<Consumer<byte[], byte[]>> consumers) {
        return start(consumers, topics::ends);
    }

    private KafkaRecorder start(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Function<Set<TopicPartition>, Map<TopicPartition, CompletableFuture<LogEnd>>> ends) {
        KafkaRecorder recorder = new KafkaRecorder(
                consumers,
                topic,
                record -> reading.get().apply(record),
                recordingBy(this::handle),
                book,
                new KafkaRecorder.Brokers(ends, topics::dissolveGroup),
                new RecordingMeters(meters, world.clock()),
                world.clock());
        recorders.add(recorder);
        recorder.start();
        return recorder;
    }

    private static Function<Set<TopicPartition>, Map<TopicPartition, CompletableFuture<LogEnd>>> endsOf(
            Consumer<byte[], byte[]> consumer) {
        return partitions -> {
            Map<TopicPartition, CompletableFuture<LogEnd>> ends = new HashMap<>();
            consumer.endOffsets(partitions)
                    .forEach((partition, end) -> ends.put(
                            partition, CompletableFuture.completedFuture(new LogEnd(end, QueueChunk.NO_TERM))));
            return ends;
        };
    }

    private RecordPurchases.RecordingOutcome recordAlone(QueueChunk chunk) {
        return QueueReader.record(recording, chunk);
    }

    /** Returns a use case that handles each chunk separately. */
    private static RecordPurchases recordingBy(Function<QueueChunk, RecordPurchases.RecordingOutcome> each) {
        return new RecordPurchases() {
            @Override
            public Recorded record(List<QueueChunk> chunks) {
                return new Recorded(chunks.stream().map(this::outcome).toList(), List.of());
            }

            private RecordingOutcome outcome(QueueChunk chunk) {
                try {
                    return each.apply(chunk);
                } catch (RuntimeException failure) {
                    return new Failed(failure);
                }
            }

            @Override
            public void show(List<Purchase> recorded) {}
        };
    }

    private RecordPurchases.RecordingOutcome handle(QueueChunk chunk) {
        chunks.add(chunk);
        return handling.get().apply(chunk);
    }

    private void awaitRecorded(int many) {
        await(many + " purchases", () -> world.books().recorded() >= many);
        assertThat(world.books().recorded()).isEqualTo(many);
    }

    private void assertRecorded(long first, long last) {
        for (long number = first; number <= last; number++) {
            assertThat(world.books().tickets().find(id(number)))
                    .as("purchase %d", number)
                    .get()
                    .isInstanceOfAny(Purchase.Completed.class, Purchase.Failed.class);
        }
        assertThat(world.books().audit()).isEmpty();
    }

    private long position(int partition) {
        return book.positions(topic.id(), topic.partitions())
                .orElseThrow()
                .getOrDefault(partition, QueueBook.Position.BEGINNING)
                .next();
    }

    private void awaitState(KafkaRecorder recorder, State state) {
        await("state " + state, () -> recorder.state() == state);
    }

    @Test
    void records_all_messages_of_the_topic_once_and_in_order() {
        append(RACE, 1, 30);
        append(OTHER_RACE, 31, 40);
        KafkaRecorder recorder = start();
        awaitRecorded(40);
        append(RACE, 41, 50);
        awaitRecorded(50);
        awaitState(recorder, State.RUNNING);
        assertRecorded(1, 50);
        assertThat(position(PARTITION)).isEqualTo(40);
        assertThat(position(PARTITION + 1)).isEqualTo(10);
        assertThatChunksFollowEachOther();
    }

    private void assertThatChunksFollowEachOther() {
        Map<Integer, Long> next = new HashMap<>();
        for (QueueChunk chunk : chunks) {
            assertThat(chunk.queue()).isEqualTo(topic.id());
            assertThat(chunk.first()).isEqualTo(next.getOrDefault(chunk.lane(), 0L));
            assertThat(chunk.entries()).hasSize((int) (chunk.next() - chunk.first()));
            next.put(chunk.lane(), chunk.next());
        }
    }

    @Test
    void records_a_backlog_in_chunks_of_at_most_1000_messages() {
        append(PARTITION, Collections.nCopies(1_500, new byte[] {'}'}));
        start();
        await("the end", () -> position(PARTITION) == 1_500);
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.entries()).hasSizeLessThanOrEqualTo(1_000));
        assertThatChunksFollowEachOther();
    }

    @Test
    void ignores_the_committed_offsets_of_the_consumer_group() {
        append(RACE, 1, 10);
        commit(Map.of(PARTITION, 7L, PARTITION + 1, 99L));
        start();
        awaitRecorded(10);
        assertRecorded(1, 10);
    }

    private void commit(Map<Integer, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) ->
                committed.put(new TopicPartition(KafkaSettings.TOPIC, partition), new OffsetAndMetadata(offset)));
        await(
                "a group without members",
                () -> answers(() ->
                        admin.alterConsumerGroupOffsets(GROUP, committed).all().get()));
    }

    @Test
    void begins_at_the_position_in_postgresql() {
        append(RACE, 1, 10);
        recordElsewhere(4);
        start();
        await("the end", () -> position(PARTITION) == 10);
        assertThat(chunks.get(0).first()).isEqualTo(4);
        assertRecorded(5, 10);
    }

    /** Another recorder moves the position in PostgreSQL to an offset. */
    private void recordElsewhere(long next) {
        QueueChunk chunk = new QueueChunk(topic.id(), PARTITION, position(PARTITION), next, 0, List.of());
        assertThat(recordAlone(chunk)).isInstanceOf(RecordPurchases.ChunkRecorded.class);
    }

    @Test
    void continues_at_its_last_position_after_a_restart() {
        append(RACE, 1, 5);
        KafkaRecorder first = start();
        awaitRecorded(5);
        first.close();
        append(RACE, 6, 9);
        chunks.clear();
        start();
        awaitRecorded(9);
        assertThat(chunks.get(0).first()).isEqualTo(5);
        assertRecorded(1, 9);
    }

    @Test
    void waits_while_postgresql_is_unreachable_and_loses_no_message() {
        KafkaRecorder recorder = start();
        append(RACE, 1, 3);
        awaitRecorded(3);
        world.books().away();
        append(RACE, 4, 20);
        append(OTHER_RACE, 21, 30);
        awaitState(recorder, State.WAITING);
        assertThat(world.books().recorded()).isEqualTo(3);
        world.books().back();
        awaitRecorded(30);
        awaitState(recorder, State.RUNNING);
        assertRecorded(1, 30);
        assertThat(position(PARTITION)).isEqualTo(20);
    }

    @Test
    void does_not_record_a_chunk_twice_whose_commit_was_not_acknowledged() {
        append(RACE, 1, 10);
        world.books().recording().faults().plan(call -> call % 2 == 0 ? Fault.AFTER : Fault.NONE);
        start();
        awaitRecorded(10);
        append(RACE, 11, 20);
        awaitRecorded(20);
        world.books().back();
        assertRecorded(1, 20);
    }

    @Test
    void records_partitions_that_were_revoked_and_reassigned_during_an_outage() {
        KafkaRecorder recorder = start();
        append(RACE, 1, 1);
        awaitRecorded(1);
        handling.set(KafkaRecorderTest::away);
        append(RACE, 2, 20);
        append(OTHER_RACE, 21, 40);
        awaitState(recorder, State.WAITING);
        takePartitionsForAWhile();
        handling.set(this::recordAlone);
        awaitRecorded(40);
        assertRecorded(1, 40);
    }

    private static RecordPurchases.RecordingOutcome away(QueueChunk chunk) {
        throw new TemporaryFailure("away", new IllegalStateException("planned"));
    }

    /** A newly assigned partition is not paused at first: messages that arrive in that moment must not be dropped. */
    @Test
    void keeps_messages_of_a_new_partition_during_an_outage() {
        MockConsumer<byte[], byte[]> consumer = consumerOfLogsOf(1, 2);
        handling.set(KafkaRecorderTest::away);
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(OF_RACE));
            consumer.addRecord(record(RACE, 0, 1));
        });
        start(() -> consumer, endsOf(consumer));
        await("the first chunk", () -> !chunks.isEmpty());
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(OF_RACE, OF_OTHER_RACE));
            consumer.addRecord(record(OTHER_RACE, 0, 2));
        });
        await("the chunk of the new partition", () -> chunks.stream().anyMatch(chunk -> chunk.lane() == PARTITION + 1));
        consumer.schedulePollTask(() -> handling.set(this::recordAlone));
        consumer.schedulePollTask(() -> consumer.addRecord(record(OTHER_RACE, 1, 3)));
        await("the end", () -> position(PARTITION + 1) == 2);
        assertRecorded(1, 3);
    }

    /** Each waits for its own commit; one that fails must not keep the others from being recorded, nor have them recorded again. */
    @Test
    void a_failing_partition_does_not_stop_the_recording_of_the_others() {
        MockConsumer<byte[], byte[]> consumer = consumerOfLogsOf(1, 1);
        AtomicInteger ofRace = new AtomicInteger();
        handling.set(
                chunk -> chunk.lane() == PARTITION && ofRace.incrementAndGet() == 1 ? away(chunk) : recordAlone(chunk));
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(OF_RACE, OF_OTHER_RACE));
            consumer.addRecord(record(RACE, 0, 1));
            consumer.addRecord(record(OTHER_RACE, 0, 2));
        });
        start(() -> consumer, endsOf(consumer));
        await("the end", () -> position(PARTITION) == 1 && position(PARTITION + 1) == 1);
        assertRecorded(1, 2);
        assertThat(chunks).extracting(QueueChunk::lane).containsExactlyInAnyOrder(PARTITION, PARTITION + 1, PARTITION);
    }

    /** Returns a mock consumer with the partitions of both races, whose logs have these lengths. */
    private static MockConsumer<byte[], byte[]> consumerOfLogsOf(long end, long otherEnd) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
        consumer.updateEndOffsets(Map.of(OF_RACE, end, OF_OTHER_RACE, otherEnd));
        return consumer;
    }

    private static ConsumerRecord<byte[], byte[]> record(RaceId race, long offset, long number) {
        return new ConsumerRecord<>(
                KafkaSettings.TOPIC,
                (int) (race.value() % 13),
                offset,
                new byte[0],
                MessageWire.write(purchase(number, race)));
    }

    /** Another member joins the group, gets some partitions, and leaves again. */
    private void takePartitionsForAWhile() {
        try (Consumer<byte[], byte[]> other = new KafkaConsumer<>(
                Map.of("bootstrap.servers", settings.bootstrap(), "group.id", GROUP, "auto.offset.reset", "latest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            other.subscribe(List.of(KafkaSettings.TOPIC));
            await("partitions", () -> {
                other.poll(Duration.ofMillis(50));
                return !other.assignment().isEmpty();
            });
        }
    }

    @Test
    void two_recorders_share_the_partitions_and_record_everything_once() {
        start();
        append(RACE, 1, 20);
        start();
        append(OTHER_RACE, 21, 60);
        append(RACE, 61, 80);
        awaitRecorded(80);
        assertRecorded(1, 80);
        assertThat(position(PARTITION)).isEqualTo(40);
        assertThat(position(PARTITION + 1)).isEqualTo(40);
    }

    @Test
    void continues_at_the_position_in_postgresql_after_another_process_has_recorded() {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch recordedElsewhere = new CountDownLatch(1);
        handling.set(chunk -> {
            held.countDown();
            done(() -> {
                recordedElsewhere.await();
                return true;
            });
            return recordAlone(chunk);
        });
        append(RACE, 1, 10);
        KafkaRecorder recorder = start();
        await("the chunk", () -> held.getCount() == 0);
        recordElsewhere(4);
        recordedElsewhere.countDown();
        await("the end", () -> position(PARTITION) == 10);
        awaitState(recorder, State.RUNNING);
        assertThat(chunks).last().extracting(QueueChunk::first).isEqualTo(4L);
        assertRecorded(5, 10);
    }

    @Test
    void stops_only_the_partition_whose_log_begins_after_its_position() {
        append(RACE, 1, 10);
        done(() -> admin.deleteRecords(
                        Map.of(new TopicPartition(KafkaSettings.TOPIC, PARTITION), RecordsToDelete.beforeOffset(6)))
                .all()
                .get());
        KafkaRecorder recorder = start();
        await("the stop", () -> !recorder.stopped().isEmpty());
        append(OTHER_RACE, 11, 20);
        awaitRecorded(10);
        awaitState(recorder, State.DEGRADED);
        assertThat(recorder.stopped()).singleElement().satisfies(stopped -> {
            assertThat(stopped.partition()).isEqualTo(PARTITION);
            assertThat(stopped.offset()).isZero();
            assertThat(stopped.reason()).contains("offset 0");
            assertThat(stopped.since()).isEqualTo(world.clock().instant());
        });
        assertThat(position(PARTITION)).isZero();
        assertRecorded(11, 20);
    }

    @Test
    void a_stopped_partition_continues_after_an_operator_has_resumed_it() {
        append(RACE, 1, 10);
        done(() -> admin.deleteRecords(
                        Map.of(new TopicPartition(KafkaSettings.TOPIC, PARTITION), RecordsToDelete.beforeOffset(6)))
                .all()
                .get());
        KafkaRecorder recorder = start();
        await("the stop", () -> !recorder.stopped().isEmpty());
        world.books().resume(PARTITION, 6);
        awaitRecorded(4);
        awaitState(recorder, State.RUNNING);
        assertThat(recorder.stopped()).isEmpty();
        assertThat(position(PARTITION)).isEqualTo(10);
        assertRecorded(7, 10);
    }

    /** The position and the log are correct again; only the number of resumptions has changed. */
    @Test
    void stops_a_resumed_partition_again_if_its_log_still_lacks_messages() {
        append(RACE, 1, 3);
        book.positions(topic.id(), topic.partitions());
        recordElsewhere(50);
        KafkaRecorder recorder = start();
        await("the stop", () -> !recorder.stopped().isEmpty());
        world.books().resume(PARTITION, 50);
        await("the partition to be looked up again", () -> recorder.stopped().isEmpty());
        await("the second stop", () -> !recorder.stopped().isEmpty());
        world.books().resume(PARTITION, 0);
        awaitRecorded(3);
        awaitState(recorder, State.RUNNING);
        assertRecorded(1, 3);
    }

    @Test
    void stops_a_partition_whose_log_ends_before_its_position() {
        append(RACE, 1, 3);
        book.positions(topic.id(), topic.partitions());
        recordElsewhere(50);
        KafkaRecorder recorder = start();
        await("the stop", () -> !recorder.stopped().isEmpty());
        assertThat(position(PARTITION)).isEqualTo(50);
        assertThat(world.books().recorded()).isZero();
    }

    @Test
    void records_nothing_and_raises_an_alarm_if_postgresql_has_another_topic() {
        book.positions(new QueueId(UUID.randomUUID()), topic.partitions());
        append(RACE, 1, 10);
        commit(Map.of(PARTITION, 5L));
        KafkaRecorder recorder = start();
        awaitState(recorder, State.ALARM);
        world.clock().advance(Duration.ofSeconds(5));
        append(OTHER_RACE, 11, 20);
        assertThat(recorder.state()).isEqualTo(State.ALARM);
        recorder.close();
        assertThat(chunks).isEmpty();
        assertThat(world.books().recorded()).isZero();
    }

    @Test
    void records_nothing_and_raises_an_alarm_if_the_number_of_partitions_differs() {
        book.positions(topic.id(), 12);
        append(RACE, 1, 10);
        KafkaRecorder recorder = start();
        awaitState(recorder, State.ALARM);
        assertThat(chunks).isEmpty();
    }

    @Test
    void retries_a_partition_after_an_unexpected_failure() {
        CountDownLatch seen = new CountDownLatch(1);
        handling.set(chunk -> {
            done(() -> {
                seen.await();
                return true;
            });
            throw new IllegalStateException("planned");
        });
        append(RACE, 1, 10);
        KafkaRecorder recorder = start();
        await("the chunk", () -> !chunks.isEmpty());
        seen.countDown();
        await("the partition to be parked", () -> !recorder.stopped().isEmpty());
        assertThat(recorder.state()).isIn(State.ALARM, State.DEGRADED);
        handling.set(this::recordAlone);
        awaitRecorded(10);
        awaitState(recorder, State.RUNNING);
        assertRecorded(1, 10);
    }

    /** Each kind of failure, of one partition alone. */
    @ParameterizedTest
    @MethodSource("failures")
    void pauses_a_failing_partition_while_the_others_continue(Throwable failure) {
        handling.set(chunk -> {
            if (chunk.lane() == PARTITION) {
                throw sneaky(failure);
            }
            return recordAlone(chunk);
        });
        append(RACE, 1, 5);
        KafkaRecorder recorder = start();
        await("the partition to be parked", () -> !recorder.stopped().isEmpty());
        append(OTHER_RACE, 6, 15);
        awaitRecorded(10);
        awaitState(recorder, State.DEGRADED);
        assertThat(recorder.stopped()).singleElement().satisfies(stopped -> {
            assertThat(stopped.partition()).isEqualTo(PARTITION);
            assertThat(stopped.offset()).isZero();
            assertThat(stopped.reason()).contains("planned");
        });
        assertRecorded(6, 15);
        handling.set(this::recordAlone);
        awaitRecorded(15);
        awaitState(recorder, State.RUNNING);
        assertThat(recorder.stopped()).isEmpty();
        assertRecorded(1, 15);
    }

    static List<Throwable> failures() {
        return List.of(
                new TemporaryFailure("planned", new IllegalStateException()),
                new PermanentFailure("planned", new IllegalStateException()),
                new IllegalStateException("planned"),
                new OutOfMemoryError("planned"),
                new StackOverflowError("planned"),
                new NoClassDefFoundError("planned"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void pauses_a_partition_at_a_record_that_cannot_be_parsed_and_skips_none() {
        AtomicReference<Boolean> broken = new AtomicReference<>(true);
        reading.set(record -> {
            if (broken.get() && record.partition() == PARTITION && record.offset() == 3) {
                throw new StackOverflowError("planned");
            }
            return KafkaEntries.read(record, topic);
        });
        append(RACE, 1, 5);
        KafkaRecorder recorder = start();
        await("the partition to be parked", () -> !recorder.stopped().isEmpty());
        append(OTHER_RACE, 6, 15);
        append(RACE, 16, 20);
        awaitRecorded(10);
        broken.set(false);
        awaitRecorded(20);
        awaitState(recorder, State.RUNNING);
        assertRecorded(1, 20);
        assertThat(position(PARTITION)).isEqualTo(10);
    }

    /** A new stop at each attempt would be logged with a stack trace ten times a second. */
    @Test
    void retries_an_unreadable_record_after_growing_pauses_and_keeps_the_first_time() {
        List<Long> failedAt = new CopyOnWriteArrayList<>();
        AtomicReference<Boolean> broken = new AtomicReference<>(true);
        reading.set(record -> {
            if (broken.get() && record.partition() == PARTITION) {
                failedAt.add(System.nanoTime());
                throw new IllegalStateException("planned");
            }
            return KafkaEntries.read(record, topic);
        });
        append(RACE, 1, 5);
        KafkaRecorder recorder = start();
        await("the partition to be parked", () -> !recorder.stopped().isEmpty());
        Instant since = recorder.stopped().get(0).since();
        world.clock().advance(Duration.ofSeconds(5));
        await("the fourth failure", () -> failedAt.size() >= 4);
        assertThat(recorder.stopped())
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.since()).isEqualTo(since));
        assertThat(Duration.ofNanos(failedAt.get(3) - failedAt.get(2))).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        broken.set(false);
        awaitRecorded(5);
        awaitState(recorder, State.RUNNING);
        assertThat(recorder.stopped()).isEmpty();
        assertRecorded(1, 5);
    }

    /** As for a partition without a leader, whose look-up lasts until the time-out of the client. */
    @Test
    void a_partition_whose_end_is_not_returned_delays_no_other_and_is_requested_once() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger othersAsked = new AtomicInteger();
        KafkaRecorder recorder = start(() -> RecorderConsumer.open(settings), partitions -> {
            Map<TopicPartition, CompletableFuture<LogEnd>> ends = new HashMap<>(topics.ends(partitions));
            if (ends.replace(OF_RACE, new CompletableFuture<>()) != null) {
                asked.incrementAndGet();
            }
            if (ends.containsKey(OF_OTHER_RACE)) {
                othersAsked.incrementAndGet();
            }
            return ends;
        });
        await("several look-ups of the others", () -> {
            world.clock().advance(Duration.ofSeconds(1));
            return othersAsked.get() >= 3;
        });
        append(RACE, 1, 5);
        append(OTHER_RACE, 6, 10);
        awaitRecorded(10);
        assertThat(asked).hasValue(1);
        awaitState(recorder, State.RUNNING);
        assertRecorded(1, 10);
    }

    @Test
    void the_recorder_waits_only_if_no_end_can_be_looked_up() {
        AtomicReference<Set<TopicPartition>> failing = new AtomicReference<>(Set.of(OF_RACE));
        AtomicInteger asked = new AtomicInteger();
        KafkaRecorder recorder = start(() -> RecorderConsumer.open(settings), partitions -> {
            Map<TopicPartition, CompletableFuture<LogEnd>> ends = new HashMap<>();
            for (TopicPartition partition : partitions) {
                boolean fails = failing.get().isEmpty() || failing.get().contains(partition);
                ends.put(
                        partition,
                        fails
                                ? CompletableFuture.failedFuture(new org.apache.kafka.common.errors.TimeoutException())
                                : CompletableFuture.completedFuture(new LogEnd(0, QueueChunk.NO_TERM)));
            }
            asked.incrementAndGet();
            return ends;
        });
        await("several look-ups", () -> {
            world.clock().advance(Duration.ofSeconds(1));
            return asked.get() >= 3;
        });
        assertThat(recorder.state()).isEqualTo(State.RUNNING);
        failing.set(Set.of());
        await("the recorder to wait", () -> {
            world.clock().advance(Duration.ofSeconds(1));
            return recorder.state() == State.WAITING;
        });
        failing.set(Set.of(OF_RACE));
        await("the recorder to go on", () -> {
            world.clock().advance(Duration.ofSeconds(1));
            return recorder.state() == State.RUNNING;
        });
    }

    @Test
    void continues_after_an_error_of_the_virtual_machine() {
        AtomicInteger starts = new AtomicInteger();
        append(RACE, 1, 5);
        KafkaRecorder recorder = start(() -> {
            if (starts.incrementAndGet() < 3) {
                throw new OutOfMemoryError("planned");
            }
            return RecorderConsumer.open(settings);
        });
        awaitRecorded(5);
        awaitState(recorder, State.RUNNING);
        assertRecorded(1, 5);
    }

    @Test
    void has_the_state_ended_after_its_threads_have_ended() {
        KafkaRecorder recorder = start();
        awaitState(recorder, State.RUNNING);
        recorder.close();
        assertThat(recorder.state()).isEqualTo(State.ENDED);
    }

    /** The consumer skips markers and aborted records without returning them. */
    @Test
    void passes_trailing_transaction_markers_and_reaches_the_end_of_the_partition() {
        try (KafkaProducer<byte[], byte[]> partner = transactional()) {
            partner.beginTransaction();
            send(partner, 1);
            partner.commitTransaction();
            partner.beginTransaction();
            send(partner, 2);
            partner.abortTransaction();
        }
        start();
        awaitRecorded(1);
        await("the end", () -> {
            world.clock().advance(Duration.ofSeconds(1));
            return position(PARTITION) == 4;
        });
        Instant later = Instant.now().plus(Duration.ofDays(1));
        world.clock().set(later);
        await("the note", () -> {
            world.clock().advance(Duration.ofSeconds(1)); // ends are requested again a second later
            return !book.recordedThrough().isBefore(later);
        });
        assertRecorded(1, 1);
    }

    /** Messages after an open transaction are not visible yet, so the partition is not fully recorded. */
    @Test
    void does_not_count_a_partition_with_an_open_transaction_as_fully_recorded() {
        try (KafkaProducer<byte[], byte[]> partner = transactional()) {
            partner.beginTransaction();
            send(partner, 1);
            append(RACE, 2, 2);
            start();
            append(OTHER_RACE, 3, 3);
            awaitRecorded(1);
            Instant later = Instant.now().plus(Duration.ofDays(1));
            world.clock().set(later);
            append(OTHER_RACE, 4, 4);
            awaitRecorded(2);
            world.clock().advance(Duration.ofSeconds(2));
            append(OTHER_RACE, 5, 5);
            awaitRecorded(3);
            assertThat(book.recordedThrough()).isBefore(later);
            partner.commitTransaction();
        }
        awaitRecorded(5);
        assertRecorded(1, 5);
    }

    private KafkaProducer<byte[], byte[]> transactional() {
        KafkaProducer<byte[], byte[]> partner = new KafkaProducer<>(
                Map.of("bootstrap.servers", settings.bootstrap(), "transactional.id", "partner-" + UUID.randomUUID()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        partner.initTransactions();
        return partner;
    }

    private static void send(KafkaProducer<byte[], byte[]> partner, long number) {
        done(() -> partner.send(new ProducerRecord<>(
                        KafkaSettings.TOPIC, PARTITION, new byte[0], MessageWire.write(purchase(number, RACE))))
                .get());
    }

    @Test
    void makes_only_the_message_that_postgresql_rejects_a_dead_letter() {
        world.books().recording().poison(id(4));
        append(RACE, 1, 9);
        start();
        await("the end", () -> position(PARTITION) == 9);
        assertThat(world.books().recorded()).isEqualTo(9);
        assertThat(world.books().deadLetters().all()).hasSize(1);
        assertRecorded(1, 9);
    }

    @Test
    void notes_a_fully_recorded_partition_as_recorded_up_to_now() {
        start();
        append(RACE, 1, 3);
        awaitRecorded(3);
        Instant later = Instant.now().plus(Duration.ofDays(1));
        world.clock().set(later);
        await("the note", () -> {
            world.clock().advance(Duration.ofSeconds(1)); // ends are requested again a second later
            return !book.recordedThrough().isBefore(later);
        });
    }

    @Test
    void closing_finishes_the_chunk_that_is_being_recorded() {
        CountDownLatch held = new CountDownLatch(1);
        handling.set(chunk -> {
            held.countDown();
            return recordAlone(chunk);
        });
        append(RACE, 1, 10);
        KafkaRecorder recorder = start();
        await("the chunk", () -> held.getCount() == 0);
        recorder.close();
        int recorded = world.books().recorded();
        assertThat(recorded).isPositive();
        assertThat(position(PARTITION)).isEqualTo(recorded);
    }

    /** The stuck member sends heartbeats but does not poll; without the limit the others would wait for five minutes. */
    @Test
    void gets_the_partitions_of_a_stuck_group_member_after_25_seconds() {
        append(RACE, 1, 5);
        try (Consumer<byte[], byte[]> stuck = new KafkaConsumer<>(
                Map.of("bootstrap.servers", settings.bootstrap(), "group.id", GROUP, "auto.offset.reset", "latest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            stuck.subscribe(List.of(KafkaSettings.TOPIC));
            await("all partitions", () -> {
                stuck.poll(Duration.ofMillis(50));
                return stuck.assignment().size() == 13;
            });
            KafkaRecorder recorder = start();
            assertThat(recorder.state()).isEqualTo(State.STARTING);
            world.clock().advance(Membership.UNASSIGNED);
            assertThat(recorder.state()).isEqualTo(State.UNASSIGNED);
            world.clock().advance(Membership.STALLED);
            awaitRecorded(5);
            awaitState(recorder, State.RUNNING);
        }
        assertRecorded(1, 5);
    }

    /** As after the loss of a broker's disk, when leader epochs start at 0 again. */
    @Test
    void stops_only_the_partition_whose_leader_epoch_is_below_the_recorded_one() {
        append(RACE, 1, 5);
        book.positions(topic.id(), topic.partitions());
        QueueChunk chunk = new QueueChunk(topic.id(), PARTITION, 0, 3, 99, List.of());
        assertThat(recordAlone(chunk)).isInstanceOf(RecordPurchases.ChunkRecorded.class);
        KafkaRecorder recorder = start();
        append(OTHER_RACE, 6, 15);
        awaitRecorded(10);
        await("the stop", () -> {
            world.clock().advance(Duration.ofSeconds(1));
            return !recorder.stopped().isEmpty();
        });
        assertThat(recorder.stopped()).singleElement().satisfies(stopped -> {
            assertThat(stopped.partition()).isEqualTo(PARTITION);
            assertThat(stopped.offset()).isEqualTo(3);
            assertThat(stopped.reason()).contains("the log has lost its last messages");
        });
        assertThat(position(PARTITION)).isEqualTo(3);
        assertRecorded(6, 15);
    }

    @Test
    void the_consumer_seeks_with_the_leader_epoch_of_the_last_recorded_message() {
        List<OffsetAndMetadata> sought = new CopyOnWriteArrayList<>();
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
            @Override
            public synchronized void seek(TopicPartition partition, OffsetAndMetadata position) {
                sought.add(position);
                super.seek(partition, position);
            }
        };
        consumer.updateEndOffsets(Map.of(OF_RACE, 4L));
        book.positions(topic.id(), topic.partitions());
        assertThat(recordAlone(new QueueChunk(topic.id(), PARTITION, 0, 4, 7, List.of())))
                .isInstanceOf(RecordPurchases.ChunkRecorded.class);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(OF_RACE)));
        start(() -> consumer, endsOf(consumer));
        await("the seek", () -> !sought.isEmpty());
        assertThat(sought).containsExactly(new OffsetAndMetadata(4, Optional.of(7), ""));
    }

    @Test
    void stops_a_partition_whose_log_was_truncated_and_skips_nothing() {
        MockConsumer<byte[], byte[]> consumer = consumerOfLogsOf(2, 1);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(OF_RACE, OF_OTHER_RACE)));
        KafkaRecorder recorder = start(() -> consumer, endsOf(consumer));
        awaitState(recorder, State.RUNNING);
        consumer.schedulePollTask(() -> consumer.setPollException(new LogTruncationException(
                "planned", Map.of(OF_RACE, 0L), Map.of(OF_RACE, new OffsetAndMetadata(0, Optional.of(1), "")))));
        await("the stop", () -> !recorder.stopped().isEmpty());
        consumer.schedulePollTask(() -> consumer.addRecord(record(OTHER_RACE, 0, 1)));
        awaitRecorded(1);
        assertThat(recorder.stopped())
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.reason())
                        .isEqualTo("its log does not contain offset 0: the log has lost its last messages"));
        assertThat(position(PARTITION)).isZero();
    }

    @Test
    void keeps_the_consumer_and_its_group_membership_after_a_failed_poll() {
        MockConsumer<byte[], byte[]> consumer = consumerOfLogsOf(2, 0);
        AtomicInteger made = new AtomicInteger();
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(OF_RACE));
            consumer.addRecord(record(RACE, 0, 1));
        });
        consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException("planned")));
        start(
                () -> {
                    made.incrementAndGet();
                    return consumer;
                },
                endsOf(consumer));
        awaitRecorded(1);
        consumer.schedulePollTask(() -> consumer.addRecord(record(RACE, 1, 2)));
        awaitRecorded(2);
        assertThat(made).hasValue(1);
        assertThat(consumer.closed()).isFalse();
        assertRecorded(1, 2);
    }

    /** The consumer polls during a long transaction, so it stays in the group and reads other partitions. */
    @Test
    void the_consumer_continues_to_poll_during_a_long_transaction() {
        CountDownLatch held = new CountDownLatch(1);
        MockConsumer<byte[], byte[]> consumer = consumerOfLogsOf(1, 1);
        handling.set(chunk -> {
            done(() -> {
                held.await();
                return true;
            });
            return recordAlone(chunk);
        });
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(OF_RACE, OF_OTHER_RACE));
            consumer.addRecord(record(RACE, 0, 1));
        });
        start(() -> consumer, endsOf(consumer));
        await("the transaction", () -> !chunks.isEmpty());
        AtomicInteger polls = new AtomicInteger();
        for (int poll = 0; poll < 5; poll++) {
            consumer.schedulePollTask(polls::incrementAndGet);
        }
        await("polls", () -> polls.get() == 5);
        held.countDown();
        awaitRecorded(1);
    }
}
