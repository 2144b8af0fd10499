package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private Instant now = Instant.parse("2026-11-22T03:00:00Z");
    private final AtomicInteger dissolved = new AtomicInteger();
    private final Membership membership = new Membership(() -> now, dissolved::incrementAndGet);

    private void pass(Duration time) {
        now = now.plus(time);
        membership.look();
    }

    @Test
    void is_unassigned_after_ten_seconds_without_partitions() {
        pass(Duration.ofMillis(9_999));
        assertThat(membership.isUnassigned()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(membership.isUnassigned()).isTrue();
        assertThat(membership.isNew()).isTrue();
        membership.joined();
        assertThat(membership.isUnassigned()).isFalse();
        assertThat(membership.isNew()).isFalse();
    }

    @Test
    void is_unassigned_ten_seconds_after_it_lost_its_partitions() {
        membership.joined();
        pass(Duration.ofHours(1));
        membership.lost();
        assertThat(membership.isUnassigned()).isFalse();
        pass(Duration.ofSeconds(10));
        membership.lost();
        assertThat(membership.isUnassigned()).isTrue();
    }

    @Test
    void removes_all_group_members_every_25_seconds_until_it_gets_partitions() {
        pass(Duration.ofMillis(24_999));
        assertThat(dissolved).hasValue(0);
        pass(Duration.ofMillis(1));
        assertThat(dissolved).hasValue(1);
        pass(Duration.ofSeconds(24));
        assertThat(dissolved).hasValue(1);
        pass(Duration.ofSeconds(1));
        assertThat(dissolved).hasValue(2);
        membership.joined();
        pass(Duration.ofHours(1));
        assertThat(dissolved).hasValue(2);
    }

    @Test
    void removes_no_group_members_while_brokers_fail_and_25_seconds_after() {
        for (int seconds = 0; seconds < 60; seconds++) {
            pass(Duration.ofSeconds(1));
            membership.failed();
        }
        assertThat(membership.isUnassigned()).isTrue();
        assertThat(dissolved).hasValue(0);
        pass(Duration.ofSeconds(1));
        pass(Duration.ofMillis(24_999));
        assertThat(dissolved).hasValue(0);
        pass(Duration.ofMillis(1));
        assertThat(dissolved).hasValue(1);
    }
}
