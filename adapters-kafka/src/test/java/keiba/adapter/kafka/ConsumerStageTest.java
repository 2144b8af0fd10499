package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import keiba.application.fake.Logged;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordPurchases;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tests call the stage directly, without threads. */
@Timeout(60)
class ConsumerStageTest {
    private static final TopicPartition ONE = new TopicPartition(KafkaSettings.TOPIC, 1);
    private static final TopicPartition TWO = new TopicPartition(KafkaSettings.TOPIC, 2);

    private Instant now = Instant.parse("2026-11-22T03:00:00Z");
    private boolean unreadable;
    private final Lanes lanes = new Lanes(new QueueId(new UUID(1, 2)), () -> now, new RecorderHealth());
    private final Membership membership = new Membership(() -> now, () -> {});
    private final List<MockConsumer<byte[], byte[]>> made = new ArrayList<>();
    private final ConsumerStage stage = new ConsumerStage(
            () -> {
                MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
                consumer.updateEndOffsets(Map.of(ONE, 0L, TWO, 0L));
                made.add(consumer);
                return consumer;
            },
            new RecordReader(this::parse),
            lanes,
            membership,
            () -> now);

    private Optional<QueueChunk.Entry> parse(ConsumerRecord<byte[], byte[]> record) {
        if (unreadable) {
            throw new IllegalStateException("planned");
        }
        return Optional.empty();
    }

    private MockConsumer<byte[], byte[]> consumer() {
        return made.getLast();
    }

    /** Assigns partitions to the consumer and sets their positions. */
    private void assign(TopicPartition... partitions) throws InterruptedException {
        stage.run();
        consumer().schedulePollTask(() -> consumer().rebalance(List.of(partitions)));
        stage.run();
        place(5);
    }

    private void place(long next) throws InterruptedException {
        Map<Integer, Position> positions = new TreeMap<>();
        lanes.takeUnplaced().forEach(number -> positions.put(number, new Position(next, 0)));
        lanes.placed(positions);
    }

    private void bring(TopicPartition partition, long first, int many) throws InterruptedException {
        consumer().schedulePollTask(() -> {
            for (long offset = first; offset < first + many; offset++) {
                consumer()
                        .addRecord(new ConsumerRecord<>(
                                partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
            }
        });
        stage.run();
    }

    private Lane.Phase phase(int number) {
        return lanes.ask(number, Lane::phase).orElseThrow();
    }

    @Test
    void pauses_a_new_partition_until_its_position_is_known_and_reads_from_there() throws InterruptedException {
        stage.run();
        consumer().schedulePollTask(() -> consumer().rebalance(List.of(ONE)));
        stage.run();
        assertThat(consumer().paused()).containsExactly(ONE);
        assertThat(membership.isNew()).isFalse();
        place(5);
        bring(ONE, 5, 2);
        assertThat(consumer().paused()).isEmpty();
        assertThat(lanes.takeJoint(System.nanoTime()).get(0).chunk().next()).isEqualTo(7);
    }

    @Test
    void pauses_a_partition_with_many_unrecorded_messages_until_they_are_recorded() throws InterruptedException {
        assign(ONE, TWO);
        bring(ONE, 5, Lane.MOST_ENTRIES);
        stage.run();
        assertThat(consumer().paused()).containsExactly(ONE);
        lanes.settle(lanes.takeJoint(System.nanoTime()).get(0), new RecordPurchases.ChunkRecorded(0, 0, 0, 0, 0));
        stage.run();
        assertThat(consumer().paused()).isEmpty();
    }

    @Test
    void records_that_cannot_be_parsed_are_read_again_from_the_position_in_postgresql() throws InterruptedException {
        assign(ONE);
        unreadable = true;
        bring(ONE, 5, 3);
        assertThat(lanes.standing()).extracting(StoppedPartition::partition).containsExactly(1);
        unreadable = false;
        place(5);
        stage.run();
        assertThat(consumer().position(ONE)).isEqualTo(5);
        bring(ONE, 5, 3);
        assertThat(lanes.standing()).isEmpty();
        assertThat(lanes.takeJoint(System.nanoTime()).get(0).chunk().next()).isEqualTo(8);
    }

    @Test
    void the_position_follows_offsets_that_hold_no_committed_record() throws InterruptedException {
        assign(ONE);
        stage.run();
        consumer().seek(ONE, 9);
        now = now.plus(Duration.ofSeconds(1));
        stage.run();
        QueueChunk skipped = lanes.takeJoint(System.nanoTime()).get(0).chunk();
        assertThat(skipped.first()).isEqualTo(5);
        assertThat(skipped.next()).isEqualTo(9);
        assertThat(skipped.entries()).isEmpty();
    }

    @Test
    void a_missing_offset_stops_its_partition_after_the_messages_read_are_recorded() throws InterruptedException {
        assign(ONE, TWO);
        bring(ONE, 5, 2);
        consumer()
                .schedulePollTask(
                        () -> consumer().setPollException(new OffsetOutOfRangeException("planned", Map.of(ONE, 7L))));
        stage.run();
        stage.run();
        assertThat(phase(1)).isEqualTo(Lane.Phase.OPEN);
        lanes.settle(lanes.takeJoint(System.nanoTime()).get(0), new RecordPurchases.ChunkRecorded(0, 0, 0, 0, 0));
        assertThat(phase(1)).isEqualTo(Lane.Phase.STOPPED);
        assertThat(lanes.standing()).singleElement().satisfies(stopped -> {
            assertThat(stopped.offset()).isEqualTo(7);
            assertThat(stopped.reason()).isEqualTo("its log does not contain offset 7");
        });
        assertThat(phase(2)).isEqualTo(Lane.Phase.OPEN);
    }

    @Test
    void only_the_third_failure_in_a_row_replaces_the_consumer() throws InterruptedException {
        assign(ONE);
        fail();
        fail();
        place(5);
        stage.run();
        fail();
        fail();
        assertThat(made).hasSize(1);
        assertThat(lanes.numbers()).containsExactly(1);
        MockConsumer<byte[], byte[]> failed = consumer();
        fail();
        assertThat(failed.closed()).isTrue();
        assertThat(lanes.numbers()).isEmpty();
        stage.run();
        assertThat(made).hasSize(2);
    }

    private void fail() {
        consumer().schedulePollTask(() -> {
            throw new IllegalStateException("planned");
        });
        assertThatIllegalStateException().isThrownBy(stage::run);
    }

    @Test
    void drops_a_partition_that_was_revoked() throws InterruptedException {
        assign(ONE, TWO);
        bring(ONE, 5, 2);
        consumer().schedulePollTask(() -> consumer().rebalance(List.of(TWO)));
        stage.run();
        assertThat(lanes.numbers()).containsExactly(2);
    }

    @Test
    void logs_assigned_and_revoked_partitions_and_those_that_the_recorder_has() throws InterruptedException {
        try (Logged logged = Logged.by(ConsumerStage.class)) {
            assign(ONE, TWO);
            consumer().schedulePollTask(() -> consumer().rebalance(List.of(TWO)));
            stage.run();
            stage.run();
            assertThat(logged.messages())
                    .containsExactly(
                            "Kafka has assigned the partitions [1, 2] to this recorder, which now has [1, 2].",
                            "Kafka has revoked the partitions [1] from this recorder, which now has [2]. The recorder that gets them"
                                    + " continues at their positions in PostgreSQL.");
        }
    }
}
