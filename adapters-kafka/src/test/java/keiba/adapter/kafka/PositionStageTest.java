package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import keiba.application.fake.FakeWorld;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PositionStageTest {
    private static final Instant NOON = Instant.parse("2026-11-22T03:00:00Z");
    private static final PurchaseTopic TOPIC = new PurchaseTopic(new QueueId(new UUID(1, 2)), 13);

    private final FakeWorld world = new FakeWorld();
    private final Lanes lanes = new Lanes(TOPIC.id(), () -> NOON, new RecorderHealth());
    private final PositionStage positions =
            new PositionStage(lanes, world.books().queue(), TOPIC);

    @Test
    void a_partition_that_was_never_recorded_begins_at_zero() throws InterruptedException {
        lanes.assigned(List.of(3, 4));
        positions.run();
        assertThat(lanes.takePlaced()).isEqualTo(Map.of(3, Position.BEGINNING, 4, Position.BEGINNING));
    }

    @Test
    void pauses_partitions_while_postgresql_is_unreachable_and_resumes_them_after() throws InterruptedException {
        lanes.assigned(List.of(3));
        world.books().away();
        positions.run();
        assertThat(lanes.standing()).extracting(StoppedPartition::partition).containsExactly(3);
        assertThat(lanes.isPassing()).isTrue();
        assertThat(lanes.takePlaced()).isEmpty();
        world.books().back();
        positions.run();
        assertThat(lanes.takePlaced()).containsOnlyKeys(3);
        assertThat(lanes.standing()).isEmpty();
    }

    @Test
    void stops_the_partitions_if_postgresql_records_another_topic() throws InterruptedException {
        assertThat(world.books().queue().positions(new QueueId(new UUID(3, 4)), 13))
                .isPresent();
        lanes.assigned(List.of(3));
        positions.run();
        assertThat(lanes.standing())
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.reason())
                        .isEqualTo(
                                "PostgreSQL records a different topic, or a different number of partitions than 13"));
        assertThat(lanes.isPassing()).isFalse();
    }
}
