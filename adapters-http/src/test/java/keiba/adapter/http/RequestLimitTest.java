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
    void a_seconds_requests_may_come_at_once_and_no_more(int perSecond) {
        RequestLimit limit = new RequestLimit(perSecond, clock);
        assertThat(admitted(limit, "a", perSecond + 10)).isEqualTo(perSecond);
        assertThat(limit.admits("a")).isFalse();
    }

    @Test
    void the_bucket_fills_up_steadily() {
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
    void a_refused_request_costs_nothing() {
        RequestLimit limit = new RequestLimit(10, clock);
        admitted(limit, "a", 1_000);
        clock.advance(Duration.ofSeconds(1));
        assertThat(admitted(limit, "a", 20)).isEqualTo(10);
    }

    @Test
    void a_long_rest_saves_no_more_than_a_seconds_requests() {
        RequestLimit limit = new RequestLimit(10, clock);
        admitted(limit, "a", 10);
        clock.advance(Duration.ofDays(1));
        assertThat(admitted(limit, "a", 100)).isEqualTo(10);
    }

    @Test
    void everybody_has_a_bucket_of_their_own() {
        RequestLimit limit = new RequestLimit(10, clock);
        assertThat(admitted(limit, Samples.ALICE, 11)).isEqualTo(10);
        assertThat(admitted(limit, Samples.BOB, 11)).isEqualTo(10);
        assertThat(admitted(limit, Samples.ALICE.toString(), 11)).isEqualTo(10);
    }

    @Test
    void a_clock_that_is_set_back_locks_nobody_out() {
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
    void zero_is_no_limit_and_remembers_nobody() {
        RequestLimit limit = new RequestLimit(0, clock);
        assertThat(admitted(limit, "a", 100_000)).isEqualTo(100_000);
        assertThat(limit.remembered()).isZero();
    }

    @Test
    void whoever_rests_is_forgotten_when_there_are_many() {
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
    void memory_stays_bounded_however_many_ask_at_once() {
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
    void an_impossible_limit_is_refused(int perSecond) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestLimit(perSecond, clock));
    }
}
