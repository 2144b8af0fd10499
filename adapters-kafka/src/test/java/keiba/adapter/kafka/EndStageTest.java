package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordPurchases;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndStageTest {
    private static final int LANE = 7;
    private static final PurchaseTopic TOPIC = new PurchaseTopic(new QueueId(new UUID(1, 2)), 13);

    private Instant now = Instant.parse("2026-11-22T03:00:00Z");
    private final RecorderHealth health = new RecorderHealth();
    private final Lanes lanes = new Lanes(TOPIC.id(), () -> now, health);
    private final List<String> notes = new ArrayList<>();
    private final List<CompletableFuture<LogEnd>> asked = new ArrayList<>();
    private final EndStage ends = new EndStage(lanes, new Notes(), TOPIC, this::ends, () -> now, health);

    private final class Notes implements QueueBook {
        @Override
        public void caughtUp(QueueId queue, int lane, long position, Instant at) {
            notes.add("lane " + lane + " at " + position + " through " + at);
        }

        @Override
        public Instant recordedThrough() {
            throw new AssertionError();
        }

        @Override
        public void noteUnclaimed(Instant until) {
            throw new AssertionError();
        }

        @Override
        public Instant unclaimedUntil() {
            throw new AssertionError();
        }

        @Override
        public Optional<Map<Integer, Position>> positions(QueueId queue, int lanes) {
            throw new AssertionError();
        }
    }

    private Map<TopicPartition, CompletableFuture<LogEnd>> ends(Set<TopicPartition> partitions) {
        Map<TopicPartition, CompletableFuture<LogEnd>> ends = new HashMap<>();
        for (TopicPartition partition : partitions) {
            CompletableFuture<LogEnd> end = new CompletableFuture<>();
            asked.add(end);
            ends.put(partition, end);
        }
        return ends;
    }

    @BeforeEach
    void open_a_lane_at_offset_10() throws InterruptedException {
        lanes.assigned(List.of(LANE));
        lanes.takeUnplaced();
        lanes.placed(Map.of(LANE, new Position(10, 4)));
        lanes.takePlaced();
    }

    private void look() {
        now = now.plus(Duration.ofSeconds(1));
        ends.look();
    }

    private void record(long from, long next) throws InterruptedException {
        lanes.hold(Map.of(LANE, List.of(new ReadEntry(Optional.empty(), next, 4, 100))));
        Lanes.Taken taken = lanes.takeJoint(System.nanoTime()).getFirst();
        assertThat(taken.chunk().first()).isEqualTo(from);
        lanes.settle(taken, new RecordPurchases.ChunkRecorded(0, 0, 0, 0, 0));
    }

    @Test
    void a_partition_counts_as_recorded_up_to_the_time_of_the_end_request() {
        look();
        Instant askedAt = now;
        look();
        asked.get(0).complete(new LogEnd(10, 4));
        look();
        assertThat(notes).containsExactly("lane 7 at 10 through " + askedAt);
        assertThat(asked).hasSize(2);
    }

    /** An open transaction hides the message at offset 10 and those after it; the end offset includes them. */
    @Test
    void notes_nothing_before_the_position_has_passed_open_transactions() throws InterruptedException {
        look();
        Instant askedAt = now;
        asked.get(0).complete(new LogEnd(12, 4));
        look();
        look();
        assertThat(notes).isEmpty();
        record(10, 11);
        look();
        assertThat(notes).isEmpty();
        record(11, 12);
        look();
        assertThat(notes).containsExactly("lane 7 at 12 through " + askedAt);
    }

    @Test
    void stops_a_partition_whose_end_is_twice_before_its_position() {
        look();
        asked.get(0).complete(new LogEnd(8, 4));
        look();
        assertThat(lanes.standing()).isEmpty();
        asked.get(1).complete(new LogEnd(8, 4));
        look();
        assertThat(notes).isEmpty();
        assertThat(lanes.standing())
                .singleElement()
                .satisfies(
                        standing -> assertThat(standing.reason())
                                .isEqualTo(
                                        "its log ends at offset 8, before offset 10 at which PostgreSQL continues: the log has lost its last messages"));
    }

    @Test
    void does_not_stop_a_partition_whose_end_is_once_before_its_position() {
        look();
        asked.get(0).complete(new LogEnd(8, 4));
        look();
        asked.get(1).complete(new LogEnd(10, 4));
        look();
        asked.get(2).complete(new LogEnd(8, 4));
        look();
        assertThat(lanes.standing()).isEmpty();
        assertThat(notes).hasSize(1);
    }

    @Test
    void stops_a_partition_whose_end_has_a_lower_leader_epoch() {
        look();
        asked.get(0).complete(new LogEnd(10, 3));
        look();
        asked.get(1).complete(new LogEnd(10, 3));
        look();
        assertThat(notes).isEmpty();
        assertThat(lanes.standing())
                .singleElement()
                .satisfies(standing -> assertThat(standing.reason()).contains("leader epoch 3", "leader epoch 4"));
    }

    @Test
    void does_not_stop_a_partition_if_the_broker_reports_no_leader_epoch() {
        look();
        asked.get(0).complete(new LogEnd(10, QueueChunk.NO_TERM));
        look();
        assertThat(notes).hasSize(1);
    }
}
