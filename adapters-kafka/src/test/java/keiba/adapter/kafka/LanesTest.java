package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import keiba.adapter.kafka.Lanes.Taken;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordPurchases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T03:00:00Z");
    private static final RecordPurchases.ChunkRecorded DONE = new RecordPurchases.ChunkRecorded(1, 0, 0, 0, 0);
    private static final RecordPurchases.Failed AWAY =
            new RecordPurchases.Failed(new TemporaryFailure("away", new IllegalStateException()));

    private final RecorderHealth health = new RecorderHealth();
    private final Lanes lanes = new Lanes(new QueueId(new UUID(1, 2)), () -> NOON, health);

    private void open(Integer... numbers) throws InterruptedException {
        lanes.assigned(List.of(numbers));
        Map<Integer, Position> positions = new TreeMap<>();
        lanes.takeUnplaced().forEach(number -> positions.put(number, Position.BEGINNING));
        lanes.placed(positions);
        assertThat(lanes.takePlaced()).containsOnlyKeys(numbers);
    }

    private void hold(int number, long first, int many) {
        List<ReadEntry> entries = new ArrayList<>();
        for (long offset = first; offset < first + many; offset++) {
            entries.add(new ReadEntry(
                    Optional.of(new QueueChunk.Unreadable(
                            offset, NOON, Optional.empty(), Optional.empty(), "not JSON", Optional.empty())),
                    offset + 1,
                    0,
                    100));
        }
        lanes.hold(Map.of(number, entries));
    }

    private List<Taken> joint() throws InterruptedException {
        return lanes.takeJoint(System.nanoTime());
    }

    @Test
    void a_joint_transaction_takes_the_first_chunk_of_every_partition() throws InterruptedException {
        open(1, 2, 3);
        hold(1, 0, 1_500);
        hold(3, 0, 2);
        assertThat(joint())
                .extracting(
                        taken -> taken.chunk().lane(),
                        taken -> taken.chunk().entries().size())
                .containsExactly(tuple(1, 1_000), tuple(3, 2));
    }

    @Test
    void a_joint_transaction_is_limited_and_the_next_begins_with_another_partition() throws InterruptedException {
        open(1, 2, 3, 4, 5, 6);
        for (int number = 1; number <= 6; number++) {
            hold(number, 0, 2_000);
        }
        List<Taken> first = joint();
        assertThat(first).extracting(taken -> taken.chunk().lane()).containsExactly(1, 2, 3, 4);
        first.forEach(taken -> lanes.settle(taken, DONE));
        assertThat(joint()).extracting(taken -> taken.chunk().lane()).containsExactly(2, 3, 4, 5);
    }

    @Test
    void records_a_failed_partition_alone_and_the_others_together() throws InterruptedException {
        open(1, 2);
        hold(1, 0, 1);
        hold(2, 0, 1);
        List<Taken> both = joint();
        lanes.settle(both.get(0), AWAY);
        lanes.settle(both.get(1), DONE);
        assertThat(lanes.standing()).extracting(StoppedPartition::partition).containsExactly(1);
        hold(2, 1, 1);
        assertThat(joint()).extracting(taken -> taken.chunk().lane()).containsExactly(2);
        List<Taken> alone = lanes.takeAlone();
        assertThat(alone).extracting(Taken::chunk).containsExactly(both.get(0).chunk());
        lanes.settle(alone.get(0), DONE);
        assertThat(lanes.standing()).isEmpty();
        hold(1, 1, 1);
        assertThat(joint()).extracting(taken -> taken.chunk().lane()).containsExactly(1);
    }

    @Test
    void the_first_success_after_an_outage_makes_the_other_partitions_due_at_once() throws InterruptedException {
        open(1, 2);
        hold(1, 0, 1);
        hold(2, 0, 1);
        joint().forEach(taken -> lanes.settle(taken, AWAY));
        for (int attempt = 0; attempt < 4; attempt++) {
            lanes.settle(lanes.takeAlone().get(0), AWAY);
        }
        List<Taken> one = lanes.takeAlone();
        lanes.settle(one.get(0), DONE);
        long asked = System.nanoTime();
        int other = 3 - one.get(0).chunk().lane();
        assertThat(lanes.ask(other, lane -> lane.isToBeRetried(asked))).contains(true);
        assertThat(lanes.takeAlone()).extracting(taken -> taken.chunk().lane()).containsExactly(other);
    }

    @Test
    void retries_a_failed_joint_transaction_partition_by_partition() throws InterruptedException {
        open(1, 2);
        hold(1, 0, 1);
        hold(2, 0, 1);
        lanes.settleFailed(joint(), new OutOfMemoryError("planned"));
        assertThat(lanes.standing()).isEmpty();
        List<Taken> first = lanes.takeAlone();
        lanes.settleFailed(first, new OutOfMemoryError("planned"));
        assertThat(lanes.standing())
                .extracting(StoppedPartition::partition)
                .containsExactly(first.get(0).chunk().lane());
        assertThat(lanes.isPassing()).isFalse();
        lanes.settle(lanes.takeAlone().get(0), DONE);
    }

    @Test
    void ignores_the_outcome_of_a_chunk_whose_partition_was_revoked_meanwhile() throws InterruptedException {
        open(1);
        hold(1, 0, 1);
        List<Taken> taken = joint();
        lanes.revoked(List.of(1));
        open(1);
        hold(1, 0, 3);
        lanes.settle(taken.get(0), DONE);
        assertThat(joint().get(0).chunk().first()).isZero();
    }

    @Test
    void reads_the_position_again_after_another_process_has_recorded() throws InterruptedException {
        open(1);
        hold(1, 0, 1);
        lanes.settle(joint().get(0), new RecordPurchases.LaneLost());
        assertThat(lanes.wanted()).isEmpty();
        assertThat(lanes.takeUnplaced()).containsExactly(1);
    }

    @Test
    void stops_reading_a_full_partition_and_continues_with_the_others() throws InterruptedException {
        open(1, 2);
        hold(1, 0, Lane.MOST_ENTRIES);
        assertThat(lanes.wanted()).containsExactly(2);
        lanes.settle(joint().get(0), DONE);
        assertThat(lanes.wanted()).containsExactly(1, 2);
    }

    @Test
    void limits_the_bytes_of_all_partitions_together() throws InterruptedException {
        Integer[] numbers = new Integer[16];
        for (int number = 0; number < 16; number++) {
            numbers[number] = number;
        }
        open(numbers);
        int each = (int) (Lanes.MOST_BYTES / 15);
        for (int number = 0; number < 15; number++) {
            lanes.hold(Map.of(number, List.of(new ReadEntry(Optional.empty(), 1, 0, each + 1))));
        }
        assertThat(lanes.wanted()).as("only what holds nothing").containsExactly(15);
    }

    @Test
    void counts_the_bytes_of_chunks_that_are_being_recorded() throws InterruptedException {
        open(1, 2, 3);
        for (int number : List.of(1, 2)) {
            lanes.hold(Map.of(number, List.of(new ReadEntry(Optional.empty(), 1, 0, (int) (Lanes.MOST_BYTES / 2)))));
        }
        assertThat(joint()).hasSize(2);
        hold(3, 0, 1);
        assertThat(lanes.wanted()).isEmpty();
    }

    @Test
    void closing_ends_every_wait_for_work() throws InterruptedException {
        lanes.close();
        assertThat(joint()).isEmpty();
        assertThat(lanes.takeAlone()).isEmpty();
        assertThat(lanes.takeUnplaced()).isEmpty();
    }

    @Test
    void reports_no_progress_only_after_all_partitions_have_stopped() throws InterruptedException {
        open(1, 2);
        lanes.stop(1, "its log has lost its tail");
        assertThat(lanes.standing()).hasSize(1);
        assertThat(health.isProgressing()).isTrue();
        lanes.stop(2, "its log has lost its tail");
        assertThat(health.isProgressing()).isFalse();
    }
}
