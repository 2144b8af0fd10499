package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.UUID;
import keiba.adapter.kafka.PurchaseTopic;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Logged;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueId;
import org.junit.jupiter.api.Test;

class TopicWatchTest {
    private static final PurchaseTopic TOPIC = new PurchaseTopic(new QueueId(new UUID(1, 1)), 13);

    private final FakeWorld world = new FakeWorld();
    private final QueueBook book = world.books().queue();
    private PurchaseTopic now = TOPIC;

    private TopicWatch watch(PurchaseTopic used) {
        return new TopicWatch(used, () -> now, book);
    }

    private static boolean holds(TopicWatch watch) {
        watch.look();
        return watch.holds();
    }

    @Test
    void registers_the_first_topic_in_postgresql() {
        assertThat(holds(watch(TOPIC))).isTrue();
        assertThat(book.positions(TOPIC.id(), 13)).isPresent();
        assertThat(book.positions(TOPIC.id(), 14)).isEmpty();
    }

    @Test
    void is_not_ready_if_the_number_of_partitions_differs_from_postgresql() {
        book.positions(TOPIC.id(), 12);
        try (Logged logged = Logged.by(TopicWatch.class)) {
            assertThat(holds(watch(TOPIC))).isFalse();
            assertThat(logged.messages()).hasSize(1).first().asString().contains("13");
        }
    }

    @Test
    void is_not_ready_if_postgresql_has_another_topic() {
        book.positions(new QueueId(new UUID(2, 2)), 13);
        assertThat(holds(watch(TOPIC))).isFalse();
    }

    @Test
    void detects_a_changed_topic_and_its_return() {
        TopicWatch watch = watch(TOPIC);
        assertThat(holds(watch)).isTrue();
        now = new PurchaseTopic(TOPIC.id(), 26);
        assertThat(holds(watch)).isFalse();
        now = new PurchaseTopic(new QueueId(new UUID(3, 3)), 13);
        assertThat(holds(watch)).isFalse();
        now = TOPIC;
        assertThat(holds(watch)).isTrue();
    }

    @Test
    void is_not_ready_if_the_process_started_with_another_number_of_partitions() {
        book.positions(TOPIC.id(), 13);
        assertThat(holds(watch(new PurchaseTopic(TOPIC.id(), 12)))).isFalse();
    }

    @Test
    void keeps_the_last_result_while_postgresql_is_unreachable() {
        TopicWatch watch = watch(new PurchaseTopic(TOPIC.id(), 12));
        assertThat(holds(watch)).isFalse();
        now = new PurchaseTopic(TOPIC.id(), 12);
        world.books().away();
        assertThatExceptionOfType(TemporaryFailure.class).isThrownBy(watch::look);
        assertThat(watch.holds()).isFalse();
    }
}
