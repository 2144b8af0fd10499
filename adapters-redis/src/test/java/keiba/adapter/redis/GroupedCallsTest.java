package keiba.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupedCallsTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void returns_the_requested_values_without_the_missing_ones() {
        GroupedCalls<String, Integer> calls = new GroupedCalls<>(asked -> Map.of("a", 1, "b", 2));
        assertThat(calls.ask(List.of("a", "c"))).isEqualTo(Map.of("a", 1));
        assertThat(calls.ask(List.of("c"))).isEmpty();
    }

    @Test
    void makes_no_look_up_for_an_empty_request() {
        GroupedCalls<String, Integer> calls = new GroupedCalls<>(asked -> {
            throw new AssertionError("looked up " + asked);
        });
        assertThat(calls.ask(List.of())).isEmpty();
    }

    @Test
    void callers_during_a_look_up_share_the_next_look_up() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        List<Set<Integer>> lookUps = new ArrayList<>(); // one at a time
        GroupedCalls<Integer, Integer> calls = new GroupedCalls<>(asked -> {
            lookUps.add(Set.copyOf(asked));
            begun.countDown();
            await(end);
            return squares(asked);
        });
        Future<Map<Integer, Integer>> first = threads.submit(() -> calls.ask(List.of(1)));
        begun.await();
        AtomicInteger asking = new AtomicInteger();
        List<Future<Map<Integer, Integer>>> others = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int asked = i % 5;
            others.add(threads.submit(() -> {
                asking.incrementAndGet();
                return calls.ask(List.of(asked));
            }));
        }
        while (asking.get() < others.size()) {
            Thread.onSpinWait();
        }
        end.countDown();
        assertThat(first.get()).isEqualTo(Map.of(1, 1));
        for (int i = 0; i < 50; i++) {
            assertThat(others.get(i).get()).isEqualTo(Map.of(i % 5, (i % 5) * (i % 5)));
        }
        assertThat(lookUps.getFirst()).isEqualTo(Set.of(1));
        assertThat(lookUps.size()).isLessThan(50);
    }

    private static Map<Integer, Integer> squares(Set<Integer> asked) {
        Map<Integer, Integer> squares = new HashMap<>();
        asked.forEach(each -> squares.put(each, each * each));
        return squares;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The value only increases: no caller may get a value below the one at the time of its call. */
    @Test
    void every_caller_gets_a_result_that_is_not_older_than_its_request() throws Exception {
        AtomicLong value = new AtomicLong();
        GroupedCalls<String, Long> calls = new GroupedCalls<>(asked -> Map.of("a", value.get()));
        List<Future<Boolean>> callers = new ArrayList<>();
        for (int caller = 0; caller < 16; caller++) {
            callers.add(threads.submit(() -> {
                for (int i = 0; i < 2_000; i++) {
                    long written = value.incrementAndGet();
                    if (calls.ask(List.of("a")).getOrDefault("a", -1L) < written) {
                        return false;
                    }
                }
                return true;
            }));
        }
        for (Future<Boolean> caller : callers) {
            assertThat(caller.get()).isTrue();
        }
    }

    @Test
    void a_failure_reaches_its_callers_and_the_next_look_up_succeeds() {
        AtomicInteger turns = new AtomicInteger();
        GroupedCalls<String, Integer> calls = new GroupedCalls<>(asked -> {
            if (turns.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
            }
            return Map.of("a", 7);
        });
        assertThatThrownBy(() -> calls.ask(List.of("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("away");
        assertThat(calls.ask(List.of("a"))).isEqualTo(Map.of("a", 7));
    }

    @Test
    void an_error_reaches_its_callers_unchanged() {
        GroupedCalls<String, Integer> calls = new GroupedCalls<>(asked -> {
            throw new StackOverflowError("deep");
        });
        assertThatThrownBy(() -> calls.ask(List.of("a"))).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void a_failure_reaches_every_caller_that_waits_for_it() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        GroupedCalls<String, Integer> calls = new GroupedCalls<>(asked -> {
            begun.countDown();
            await(end);
            throw new IllegalStateException("away");
        });
        Future<Map<String, Integer>> first = threads.submit(() -> calls.ask(List.of("a")));
        begun.await();
        Future<Map<String, Integer>> second = threads.submit(() -> calls.ask(List.of("a")));
        end.countDown();
        for (Future<Map<String, Integer>> caller : List.of(first, second)) {
            assertThatThrownBy(caller::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }
}
