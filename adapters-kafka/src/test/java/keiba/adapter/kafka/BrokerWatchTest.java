package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import keiba.application.failure.TemporaryFailure;
import org.junit.jupiter.api.Test;

class BrokerWatchTest {
    @Test
    void asks_the_brokers_again_after_any_answer_or_failure() {
        AtomicInteger asked = new AtomicInteger();
        try (BrokerWatch watch = new BrokerWatch(
                () -> switch (asked.incrementAndGet()) {
                    case 1 -> throw new IllegalStateException("planned");
                    case 2 -> throw new OutOfMemoryError("planned");
                    default -> true;
                },
                partitions -> partitions)) {
            watch.silent(7);
            KafkaTest.await("the brokers", () -> watch.answers() && watch.answers(7));
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void asks_for_the_leaders_of_partitions_again_after_any_answer_or_failure() {
        AtomicInteger asked = new AtomicInteger();
        try (BrokerWatch watch = new BrokerWatch(() -> true, partitions -> switch (asked.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("planned");
            case 2 -> throw new OutOfMemoryError("planned");
            default -> partitions;
        })) {
            watch.silent(7);
            KafkaTest.await("the partition", () -> watch.answers(7));
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void a_partition_without_a_leader_blocks_no_other_while_the_brokers_answer() {
        AtomicBoolean led = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        try (BrokerWatch watch = new BrokerWatch(() -> true, partitions -> {
            asked.incrementAndGet();
            return led.get() ? partitions : Set.of();
        })) {
            watch.silent(7);
            assertThat(watch.answers(7)).isFalse();
            assertThat(watch.answers(8)).isTrue();
            KafkaTest.await("some questions", () -> asked.get() >= 3);
            assertThat(watch.answers()).isTrue();
            assertThat(watch.answers(8)).isTrue();
            assertThat(watch.answers(7)).isFalse();
            led.set(true);
            KafkaTest.await("the partition", () -> watch.answers(7));
        }
    }

    /** The broker is frozen: the first purchase gets no acknowledgement, and no other one may be sent. */
    @Test
    void brokers_that_do_not_answer_block_all_partitions_at_once() {
        AtomicBoolean frozen = new AtomicBoolean(true);
        try (BrokerWatch watch = new BrokerWatch(
                () -> {
                    if (frozen.get()) {
                        throw new TemporaryFailure("planned", new IllegalStateException());
                    }
                    return true;
                },
                partitions -> partitions)) {
            watch.silent(7);
            assertThat(watch.answers(8)).isFalse();
            assertThat(watch.answers()).isFalse();
            frozen.set(false);
            KafkaTest.await("the brokers", () -> watch.answers(7) && watch.answers(8));
        }
    }

    @Test
    void a_purchase_to_another_partition_waits_until_the_brokers_have_answered() {
        CountDownLatch answer = new CountDownLatch(1);
        try (BrokerWatch watch = new BrokerWatch(
                () -> KafkaTest.done(() -> {
                    answer.await();
                    return true;
                }),
                partitions -> Set.of())) {
            watch.silent(7);
            CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> watch.answers(8));
            assertThat(other).isNotDone();
            answer.countDown();
            assertThat(other.join()).isTrue();
        }
    }
}
