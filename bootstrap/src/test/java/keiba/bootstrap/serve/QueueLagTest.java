package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import keiba.adapter.postgres.PostgresBooks.Positions;
import keiba.application.purchase.QueueId;
import org.junit.jupiter.api.Test;

class QueueLagTest {
    private static final QueueId TOPIC = new QueueId(new UUID(1, 1));

    private final TreeMap<Integer, Long> next = new TreeMap<>();
    private final TreeMap<Integer, Long> ends = new TreeMap<>();
    private Optional<QueueId> recorded = Optional.of(TOPIC);

    private double messages() {
        QueueLag lag = new QueueLag(TOPIC, () -> recorded.map(topic -> new Positions(topic, next)), patience -> ends);
        lag.look();
        return lag.messages();
    }

    @Test
    void counts_the_unrecorded_messages_of_all_partitions() {
        next.put(0, 10L);
        next.put(1, 0L);
        ends.put(0, 13L);
        ends.put(1, 4L);
        assertThat(messages()).isEqualTo(7);
    }

    @Test
    void a_log_that_ends_before_its_position_counts_as_zero() {
        next.put(0, 10L);
        next.put(1, 5L);
        ends.put(0, 3L);
        ends.put(1, 6L);
        assertThat(messages()).isEqualTo(1);
    }

    @Test
    void the_lag_is_unknown_while_the_leader_of_a_partition_does_not_answer() {
        next.put(0, 10L);
        next.put(1, 0L);
        ends.put(0, 13L);
        assertThat(messages()).isNaN();
    }

    @Test
    void the_lag_is_unknown_for_another_topic_or_before_the_first_recorder() {
        recorded = Optional.of(new QueueId(new UUID(2, 2)));
        assertThat(messages()).isNaN();
        recorded = Optional.empty();
        assertThat(messages()).isNaN();
    }
}
