package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import keiba.adapter.kafka.Lane.Phase;
import keiba.adapter.kafka.StoppedPartition.Next;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.race.CloseId;
import keiba.application.race.RaceId;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Instant NOON = Instant.parse("2026-11-22T03:00:00Z");
    private final TemporaryFailure away = new TemporaryFailure("away", new IllegalStateException());
    private static final long MILLI = 1_000_000;

    private final Lane lane = new Lane(new QueueId(new UUID(1, 2)), 7, 0);

    private void open(long next, int term) {
        lane.placing();
        lane.placed(new Position(next, term));
        lane.open();
    }

    private static ReadEntry purchase(long offset, int term) {
        return new ReadEntry(
                Optional.of(new QueueChunk.Unreadable(
                        offset, NOON, Optional.empty(), Optional.empty(), "not JSON", Optional.empty())),
                offset + 1,
                term,
                100);
    }

    private static ReadEntry marker(long offset) {
        return new ReadEntry(
                Optional.of(new QueueChunk.CloseMarker(offset, NOON, new RaceId(7), new CloseId(new UUID(3, 4)))),
                offset + 1,
                5,
                100);
    }

    private static List<ReadEntry> purchases(long first, int many) {
        List<ReadEntry> entries = new ArrayList<>();
        for (long offset = first; offset < first + many; offset++) {
            entries.add(purchase(offset, 5));
        }
        return entries;
    }

    @Test
    void reads_nothing_before_its_position_is_known_and_drops_what_was_read_before() {
        assertThat(lane.isToBePlaced(0)).isTrue();
        assertThat(lane.wantsRecords()).isFalse();
        lane.hold(purchases(0, 3));
        assertThat(lane.isHolding()).isFalse();
        open(10, 4);
        assertThat(lane.wantsRecords()).isTrue();
        assertThat(lane.position()).isEqualTo(new Position(10, 4));
    }

    @Test
    void each_chunk_begins_where_the_one_before_ended() {
        open(10, 4);
        lane.hold(List.of(purchase(11, 5), purchase(13, 6)));
        QueueChunk chunk = lane.record();
        assertThat(chunk.first()).isEqualTo(10);
        assertThat(chunk.next()).isEqualTo(14);
        assertThat(chunk.term()).isEqualTo(6);
        assertThat(lane.phase()).isEqualTo(Phase.RECORDING);
        lane.hold(List.of(purchase(14, 6)));
        lane.done();
        assertThat(lane.position()).isEqualTo(new Position(14, 6));
        assertThat(lane.record().first()).isEqualTo(14);
    }

    @Test
    void a_chunk_has_at_most_1000_entries_and_ends_after_a_close_marker() {
        open(0, QueueChunk.NO_TERM);
        lane.hold(purchases(0, 1_500));
        lane.hold(List.of(marker(1_500), purchase(1_501, 5)));
        assertThat(lane.record().entries()).hasSize(1_000);
        lane.done();
        QueueChunk closing = lane.record();
        assertThat(closing.marker()).isPresent();
        assertThat(closing.next()).isEqualTo(1_501);
        lane.done();
        assertThat(lane.record().entries()).hasSize(1);
    }

    @Test
    void offsets_without_a_record_move_the_position_and_keep_the_leader_epoch() {
        open(10, 4);
        lane.skip(10);
        assertThat(lane.isHolding()).isFalse();
        lane.skip(12);
        assertThat(lane.ready()).isPositive();
        QueueChunk nothing = lane.record();
        assertThat(nothing.entries()).isEmpty();
        lane.done();
        assertThat(lane.position()).isEqualTo(new Position(12, 4));
    }

    @Test
    void stops_reading_while_it_holds_many_entries_or_bytes() {
        open(0, 5);
        lane.hold(purchases(0, Lane.MOST_ENTRIES - 1));
        assertThat(lane.wantsRecords()).isTrue();
        lane.hold(purchases(Lane.MOST_ENTRIES - 1, 1));
        assertThat(lane.wantsRecords()).isFalse();
        lane.record();
        lane.done();
        assertThat(lane.wantsRecords()).isTrue();
        lane.hold(List.of(new ReadEntry(Optional.empty(), 5_000, 5, (int) Lane.MOST_BYTES)));
        assertThat(lane.wantsRecords()).isFalse();
    }

    @Test
    void retries_a_failed_chunk_alone_after_pauses_that_double_up_to_ten_seconds() {
        open(0, 5);
        lane.hold(purchases(0, 2));
        QueueChunk chunk = lane.record();
        long now = 0;
        for (long pause : List.of(100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000)) {
            lane.failed(away, NOON.plusSeconds(now), now);
            assertThat(lane.phase()).isEqualTo(Phase.PARKED);
            assertThat(lane.ready()).isZero();
            assertThat(lane.wantsRecords()).isFalse();
            assertThat(lane.isToBeRetried(now + pause * MILLI - 1)).isFalse();
            now += pause * MILLI;
            assertThat(lane.isToBeRetried(now)).isTrue();
            assertThat(lane.retry()).isSameAs(chunk);
        }
        assertThat(lane.standing()).hasValueSatisfying(standing -> {
            assertThat(standing.since()).isEqualTo(NOON);
            assertThat(standing.reason()).isEqualTo("away");
        });
        lane.done();
        assertThat(lane.standing()).isEmpty();
        assertThat(lane.phase()).isEqualTo(Phase.OPEN);
        assertThat(lane.position().next()).isEqualTo(2);
    }

    @Test
    void after_an_outage_the_next_attempt_is_due_at_once_and_pauses_start_over() {
        open(0, 5);
        lane.hold(purchases(0, 1));
        lane.record();
        lane.failed(away, NOON, 0);
        lane.dueNow(1);
        assertThat(lane.isToBeRetried(1)).isTrue();
        lane.retry();
        lane.failed(away, NOON, 1);
        assertThat(lane.isToBeRetried(1 + LaneTrouble.FIRST.toNanos())).isTrue();
        assertThat(lane.untilDue(1)).isEqualTo(LaneTrouble.FIRST);
    }

    @Test
    void retries_a_suspected_partition_alone_at_once_without_reporting_it_stopped() {
        open(0, 5);
        lane.hold(purchases(0, 1));
        QueueChunk chunk = lane.record();
        lane.suspect(3);
        assertThat(lane.standing()).isEmpty();
        assertThat(lane.isToBeRetried(3)).isTrue();
        assertThat(lane.retry()).isSameAs(chunk);
    }

    @Test
    void reads_the_position_again_after_another_process_has_recorded() {
        open(0, 5);
        lane.hold(purchases(0, 5));
        QueueChunk chunk = lane.record();
        lane.lost(3);
        assertThat(lane.isToBePlaced(3)).isTrue();
        assertThat(lane.isHolding()).isFalse();
        assertThat(lane.isRecording(chunk)).isFalse();
        open(4, 5);
        assertThat(lane.readUpTo()).isEqualTo(4);
    }

    @Test
    void reports_a_stop_until_unparseable_records_could_be_read() {
        open(0, 5);
        lane.unreadable(new IllegalStateException("planned"), NOON, 0);
        assertThat(lane.isToBePlaced(0)).isFalse();
        assertThat(lane.isToBePlaced(100 * MILLI)).isTrue();
        open(0, 5);
        assertThat(lane.standing()).isPresent();
        lane.unreadable(new IllegalStateException("planned"), NOON.plusSeconds(1), 100 * MILLI);
        assertThat(lane.untilDue(100 * MILLI)).isEqualTo(Duration.ofMillis(200));
        open(0, 5);
        lane.hold(purchases(0, 1));
        assertThat(lane.standing()).isEmpty();
    }

    @Test
    void reports_a_stop_until_the_position_could_be_read() {
        lane.placing();
        lane.notPlaced(away, NOON, 0);
        assertThat(lane.standing()).isPresent();
        assertThat(lane.isToBePlaced(99 * MILLI)).isFalse();
        open(3, 5);
        assertThat(lane.standing()).isEmpty();
    }

    @Test
    void records_the_messages_read_and_stops_if_the_log_is_broken() {
        open(0, 5);
        lane.hold(purchases(0, 2));
        lane.stopWhenRecorded("its log has lost its tail", NOON);
        assertThat(lane.wantsRecords()).isFalse();
        lane.record();
        lane.done();
        assertThat(lane.phase()).isEqualTo(Phase.STOPPED);
        assertThat(lane.standing())
                .contains(new StoppedPartition(7, 2, "its log has lost its tail", NOON, Next.RESUMED_BY_OPERATOR));
        lane.replace(0);
        assertThat(lane.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void stays_stopped_when_a_record_cannot_be_parsed() {
        open(0, 5);
        lane.stopWhenRecorded("its log has lost its tail", NOON);
        lane.unreadable(new IllegalStateException("planned"), NOON.plusSeconds(1), 0);
        assertThat(lane.phase()).isEqualTo(Phase.STOPPED);
        assertThat(lane.isToBePlaced(LaneTrouble.LONGEST.toNanos())).isFalse();
        assertThat(lane.standing())
                .contains(new StoppedPartition(7, 0, "its log has lost its tail", NOON, Next.RESUMED_BY_OPERATOR));
    }

    @Test
    void reads_dropped_messages_again_before_it_stops() {
        open(0, 5);
        lane.hold(purchases(0, 2));
        lane.stopWhenRecorded("its log has lost its tail", NOON);
        lane.unreadable(new IllegalStateException("planned"), NOON, 0);
        open(0, 5);
        assertThat(lane.wantsRecords()).isTrue();
    }

    @Test
    void counts_the_bytes_of_a_chunk_until_it_is_recorded() {
        open(0, 5);
        lane.hold(purchases(0, 3));
        assertThat(lane.bytes()).isEqualTo(300);
        lane.record();
        lane.hold(purchases(3, 1));
        assertThat(lane.bytes()).isEqualTo(400);
        lane.failed(away, NOON, 0);
        lane.retry();
        assertThat(lane.bytes()).isEqualTo(400);
        lane.done();
        assertThat(lane.bytes()).isEqualTo(100);
        lane.replace(0);
        assertThat(lane.bytes()).isZero();
    }

    @Test
    void refuses_a_transition_that_its_state_does_not_allow() {
        assertThatIllegalStateException().isThrownBy(lane::open).withMessageContaining("partition 7 is UNPLACED");
        assertThatIllegalStateException().isThrownBy(lane::record);
        open(0, 5);
        assertThatIllegalStateException().isThrownBy(lane::retry);
    }
}
