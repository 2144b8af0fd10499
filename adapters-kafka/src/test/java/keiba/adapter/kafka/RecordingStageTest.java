package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.CountingIds;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordPurchases;
import keiba.application.purchase.RefusalReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordingStageTest {
    private static final Instant NOON = Instant.parse("2026-11-22T03:00:00Z");
    private static final RecordPurchases.ChunkRecorded DONE = new RecordPurchases.ChunkRecorded(1, 0, 0, 0, 0);
    private static final Purchase PURCHASE =
            new Purchase.Failed(CountingIds.id(1), Optional.empty(), RefusalReason.MALFORMED, Optional.empty());

    private final Lanes lanes = new Lanes(new QueueId(new UUID(1, 2)), () -> NOON, new RecorderHealth());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<List<QueueChunk>> calls = new ArrayList<>();
    private final List<List<Purchase>> shown = new ArrayList<>();

    @BeforeEach
    void one_entry_in_each_of_two_partitions() throws InterruptedException {
        lanes.assigned(List.of(1, 2));
        Map<Integer, Position> positions = new TreeMap<>();
        lanes.takeUnplaced().forEach(number -> positions.put(number, Position.BEGINNING));
        lanes.placed(positions);
        lanes.takePlaced();
        ReadEntry entry = new ReadEntry(Optional.empty(), 1, 0, 100);
        lanes.hold(Map.of(1, List.of(entry), 2, List.of(entry)));
    }

    private RecordingStage stage(Function<List<QueueChunk>, RecordPurchases.Recorded> recording) {
        RecordPurchases recorder = new RecordPurchases() {
            @Override
            public Recorded record(List<QueueChunk> chunks) {
                calls.add(chunks);
                return recording.apply(chunks);
            }

            @Override
            public void show(List<Purchase> recorded) {
                throw new AssertionError("another stage shows");
            }
        };
        return new RecordingStage(
                lanes,
                () -> lanes.takeJoint(System.nanoTime()),
                recorder,
                shown::add,
                new RecordingMeters(meters, () -> NOON),
                new RecordedMessages(() -> NOON),
                () -> NOON);
    }

    @Test
    void records_all_partitions_in_one_call_and_gives_each_its_own_outcome() throws InterruptedException {
        RecordPurchases.Failed away =
                new RecordPurchases.Failed(new TemporaryFailure("away", new IllegalStateException()));
        stage(chunks -> new RecordPurchases.Recorded(List.of(DONE, away), List.of(PURCHASE)))
                .run();
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0)).extracting(QueueChunk::lane).containsExactly(1, 2);
        assertThat(shown).containsExactly(List.of(PURCHASE));
        assertThat(lanes.ask(1, Lane::position)).contains(new Position(1, 0));
        assertThat(lanes.standing()).extracting(StoppedPartition::partition).containsExactly(2);
    }

    @Test
    void counts_recorded_purchases_by_outcome_and_does_not_count_failed_chunks() throws InterruptedException {
        RecordPurchases.Failed away =
                new RecordPurchases.Failed(new TemporaryFailure("away", new IllegalStateException()));
        RecordPurchases.ChunkRecorded done = new RecordPurchases.ChunkRecorded(0, 0, 3, 1, 1);
        stage(chunks -> new RecordPurchases.Recorded(List.of(done, away), List.of(PURCHASE)))
                .run();
        assertThat(counted("keiba_purchases_recorded", "outcome", "MALFORMED")).isEqualTo(1);
        assertThat(counted("keiba_purchases_recorded", "outcome", "TICKET")).isZero();
        assertThat(counted("keiba_purchases_duplicates")).isEqualTo(3);
        assertThat(counted("keiba_dead_letters")).isEqualTo(1);
        assertThat(counted("keiba_stray_markers")).isEqualTo(1);
    }

    private double counted(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    @Test
    void a_call_that_throws_makes_each_partition_be_recorded_alone() throws InterruptedException {
        stage(chunks -> {
                    throw new StackOverflowError("planned");
                })
                .run();
        assertThat(shown).isEmpty();
        assertThat(lanes.takeAlone()).hasSize(1);
        assertThat(lanes.takeAlone()).hasSize(1);
    }

    @Test
    void a_missing_outcome_does_not_count_as_success() throws InterruptedException {
        stage(chunks -> new RecordPurchases.Recorded(List.of(DONE), List.of())).run();
        assertThat(lanes.ask(1, Lane::position)).contains(new Position(1, 0));
        assertThat(lanes.ask(2, Lane::position)).contains(Position.BEGINNING);
        assertThat(lanes.takeAlone()).extracting(taken -> taken.chunk().lane()).containsExactly(2);
    }

    @Test
    void records_nothing_after_the_recorder_is_closed() throws InterruptedException {
        lanes.close();
        stage(chunks -> {
                    throw new AssertionError();
                })
                .run();
        assertThat(calls).isEmpty();
    }
}
