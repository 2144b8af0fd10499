package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import keiba.adapter.kafka.TopicInspection.Log;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.race.RaceId;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicInspectionTest extends KafkaTest {
    private static final RaceId RACE = new RaceId(100);
    private static final int PARTITION = 100 % 13;

    private final TopicInspection inspection = new TopicInspection(settings);

    @BeforeEach
    void make_the_topic() {
        PurchaseTopic made = inspection.ensure();
        await("the topic", () -> isSeen(made, inspection::topic));
    }

    @AfterEach
    void close_the_inspection() {
        inspection.close();
    }

    private Log examine(long next, int term) {
        return inspection.examine(PARTITION, new Position(next, term));
    }

    private void deleteBefore(long offset) {
        done(() -> admin.deleteRecords(Map.of(
                        new TopicPartition(KafkaSettings.TOPIC, PARTITION), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get());
    }

    @Test
    void a_log_that_contains_the_position_has_no_fault_and_is_resumed_there() {
        append(RACE, 1, 5);
        for (long next : new long[] {0, 3, 5}) {
            Log log = examine(next, next == 0 ? QueueChunk.NO_TERM : 0);
            assertThat(log.fault()).isEmpty();
            assertThat(log.resumeAt()).isEqualTo(next);
        }
    }

    @Test
    void a_log_that_begins_after_the_position_is_resumed_at_its_beginning() {
        append(RACE, 1, 5);
        deleteBefore(4);
        Log log = examine(2, 0);
        assertThat(log.fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("begins at offset 4", "2 offsets"));
        assertThat(log.resumeAt()).isEqualTo(4);
    }

    /** The log may have been rewritten before its end; recorded messages are recognised by their ids. */
    @Test
    void a_log_that_ends_before_the_position_is_resumed_where_it_may_differ() {
        append(RACE, 1, 5);
        Log unknownTerm = examine(50, QueueChunk.NO_TERM);
        assertThat(unknownTerm.fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("lost its last messages"));
        assertThat(unknownTerm.resumeAt()).isZero();
        assertThat(examine(50, 0).resumeAt()).isLessThanOrEqualTo(5);
    }

    @Test
    void a_log_with_a_lower_leader_epoch_is_resumed_at_its_beginning() {
        append(RACE, 1, 5);
        Log log = examine(3, 99);
        assertThat(log.fault()).hasValueSatisfying(fault -> assertThat(fault).contains("lost its last messages"));
        assertThat(log.resumeAt()).isZero();
    }

    @Test
    void finds_messages_by_their_ids_only_from_the_given_offsets_on() {
        append(RACE, 1, 5);
        append(PARTITION + 1, List.of(new byte[] {1}, new byte[0]));
        Set<MessageId> wanted = Set.of(id(1), id(4), id(9));
        assertThat(inspection.find(wanted, Map.of(PARTITION, 0L, PARTITION + 1, 0L)))
                .containsExactlyInAnyOrder(id(1), id(4));
        assertThat(inspection.find(wanted, Map.of(PARTITION, 2L))).containsExactly(id(4));
        assertThat(inspection.find(wanted, Map.of(PARTITION, 5L))).isEmpty();
        assertThat(inspection.find(Set.of(), Map.of(PARTITION, 0L))).isEmpty();
    }

    @Test
    void a_missing_group_has_no_recorders_and_a_missing_topic_is_a_failure() {
        assertThat(inspection.recorders()).isZero();
        deleteTopics();
        assertThatThrownBy(inspection::topic)
                .isInstanceOf(TemporaryFailure.class)
                .hasMessageContaining("there is no topic " + KafkaSettings.TOPIC);
    }
}
