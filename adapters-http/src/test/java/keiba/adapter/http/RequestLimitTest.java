package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import keiba.application.fake.HandClock;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLimitTest {
    private final HandClock clock = new HandClock(Samples.NOW);

    private static long admitted(RequestLimit limit, Object asker, int requests) {
        return IntStream.range(0, requests).filter(i -> limit.admits(asker)).count();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1_000, RequestLimit.MOST_PER_SECOND})
    void admits_the_requests_of_one_second_at_once_and_no_more(int perSecond) {
        RequestLimit limit = new RequestLimit(perSecond, clock);
        assertThat(admitted(limit, "a", perSecond + 10)).isEqualTo(perSecond);
        assertThat(limit.admits("a")).isFalse();
    }

    @Test
    void admits_further_requests_at_a_steady_rate() {
        RequestLimit limit = new RequestLimit(10, clock);
        admitted(limit, "a", 10);
        clock.advance(Duration.ofMillis(99));
        assertThat(limit.admits("a")).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(admitted(limit, "a", 5)).isEqualTo(1);
        clock.advance(Duration.ofMillis(350));
        assertThat(admitted(limit, "a", 5)).isEqualTo(3);
    }

    @Test
    void does_not_count_refused_requests() {
        RequestLimit limit = new RequestLimit(10, clock);
        admitted(limit, "a", 1_000);
        clock.advance(Duration.ofSeconds(1));
        assertThat(admitted(limit, "a", 20)).isEqualTo(10);
    }

    @Test
    void admits_no_more_than_one_second_of_requests_after_a_long_pause() {
        RequestLimit limit = new RequestLimit(10, clock);
        admitted(limit, "a", 10);
        clock.advance(Duration.ofDays(1));
        assertThat(admitted(limit, "a", 100)).isEqualTo(10);
    }

    @Test
    void limits_each_client_separately() {
        RequestLimit limit = new RequestLimit(10, clock);
        assertThat(admitted(limit, Samples.ALICE, 11)).isEqualTo(10);
        assertThat(admitted(limit, Samples.BOB, 11)).isEqualTo(10);
        assertThat(admitted(limit, Samples.ALICE.toString(), 11)).isEqualTo(10);
    }

    @Test
    void admits_requests_after_the_clock_was_set_back() {
        RequestLimit limit = new RequestLimit(10, clock);
        admitted(limit, "a", 10);
        clock.advance(Duration.ofHours(-1));
        assertThat(admitted(limit, "a", 20)).isEqualTo(10);
        clock.advance(Duration.ofMillis(-500));
        assertThat(admitted(limit, "a", 20)).isEqualTo(10);
        clock.advance(Duration.ofSeconds(1));
        assertThat(limit.admits("a")).isTrue();
    }

    @Test
    void a_limit_of_zero_admits_everything_and_stores_nothing() {
        RequestLimit limit = new RequestLimit(0, clock);
        assertThat(admitted(limit, "a", 100_000)).isEqualTo(100_000);
        assertThat(limit.remembered()).isZero();
    }

    @Test
    void removes_idle_clients_from_memory_when_there_are_too_many() {
        RequestLimit limit = new RequestLimit(10, clock);
        IntStream.range(0, RequestLimit.MOST_BUCKETS - 1).forEach(limit::admits);
        clock.advance(Duration.ofSeconds(1));
        admitted(limit, "busy", 10);
        assertThat(limit.remembered()).isEqualTo(RequestLimit.MOST_BUCKETS);
        limit.admits("new");
        assertThat(limit.remembered()).isEqualTo(2);
        assertThat(limit.admits("busy")).isFalse();
    }

    @Test
    void stores_a_bounded_number_of_clients() {
        RequestLimit limit = new RequestLimit(10, clock);
        for (int asker = 0; asker < 3 * RequestLimit.MOST_BUCKETS; asker++) {
            assertThat(limit.admits(asker)).isTrue();
            if (limit.remembered() > RequestLimit.MOST_BUCKETS) {
                throw new AssertionError("remembers " + limit.remembered());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, RequestLimit.MOST_PER_SECOND + 1})
    void refuses_an_impossible_limit(int perSecond) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestLimit(perSecond, clock));
    }
}
