package keiba.adapter.postgres;

import static keiba.application.fake.CountingIds.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.RefusalReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Concurrent look-ups share queries, and each gets its own result. */
@Timeout(60)
class PurchaseLookUpsTest {
    private final List<Collection<MessageId>> queries = Collections.synchronizedList(new ArrayList<>());

    private static Purchase recorded(MessageId id) {
        return new Purchase.Failed(id, Optional.empty(), RefusalReason.RACE_CLOSED, Optional.empty());
    }

    private static boolean isEven(MessageId id) {
        return id.value().getLeastSignificantBits() % 2 == 0;
    }

    /** The purchases with even numbers are recorded. */
    private List<Purchase> query(Collection<MessageId> ids) {
        queries.add(List.copyOf(ids));
        return ids.stream()
                .filter(PurchaseLookUpsTest::isEven)
                .map(PurchaseLookUpsTest::recorded)
                .toList();
    }

    @Test
    void thousands_of_concurrent_look_ups_get_their_own_answers() throws ExecutionException, InterruptedException {
        PurchaseLookUps lookUps = new PurchaseLookUps(this::query);
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Purchase>>> found = IntStream.range(0, 5_000)
                    .mapToObj(number -> requests.submit(() -> lookUps.find(id(number))))
                    .toList();
            for (int number = 0; number < found.size(); number++) {
                assertThat(found.get(number).get())
                        .isEqualTo(number % 2 == 0 ? Optional.of(recorded(id(number))) : Optional.empty());
            }
        }
        assertThat(queries).allSatisfy(ids -> assertThat(ids).hasSizeLessThanOrEqualTo(PurchaseLookUps.MOST));
    }

    @Test
    void look_ups_during_a_query_share_the_next_query_and_its_failure() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        PurchaseLookUps lookUps = new PurchaseLookUps(ids -> {
            List<Purchase> found = query(ids);
            if (queries.size() == 1) {
                running.countDown();
                await(end);
                return found;
            }
            throw new TemporaryFailure("PostgreSQL is away", new IllegalStateException("planned"));
        });
        List<Thread> requests = new ArrayList<>();
        List<Object> first = Collections.synchronizedList(new ArrayList<>());
        List<Object> others = Collections.synchronizedList(new ArrayList<>());
        requests.add(Thread.ofPlatform().start(() -> first.add(lookUps.find(id(2)))));
        running.await();
        for (int number = 3; number < 8; number++) {
            MessageId id = id(number);
            requests.add(Thread.ofPlatform().start(() -> {
                try {
                    others.add(lookUps.find(id));
                } catch (TemporaryFailure away) {
                    others.add(away);
                }
            }));
        }
        for (Thread request : requests.subList(1, requests.size())) {
            while (request.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        end.countDown();
        for (Thread request : requests) {
            request.join();
        }
        assertThat(first).containsExactly(Optional.of(recorded(id(2))));
        assertThat(others).hasSize(5).hasOnlyElementsOfType(TemporaryFailure.class);
        assertThat(queries).hasSize(2);
        assertThat(queries.get(1)).containsExactlyInAnyOrder(id(3), id(4), id(5), id(6), id(7));
    }

    @Test
    void a_look_up_after_a_failed_query_runs_a_new_query() {
        PurchaseLookUps lookUps = new PurchaseLookUps(ids -> {
            List<Purchase> found = query(ids);
            if (queries.size() == 1) {
                throw new TemporaryFailure("PostgreSQL is away", new IllegalStateException("planned"));
            }
            return found;
        });
        assertThatThrownBy(() -> lookUps.find(id(2))).isInstanceOf(TemporaryFailure.class);
        assertThat(lookUps.find(id(2))).contains(recorded(id(2)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void an_error_fails_only_the_look_ups_of_its_query() {
        AtomicInteger calls = new AtomicInteger();
        PurchaseLookUps lookUps = new PurchaseLookUps(ids -> {
            if (calls.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("planned");
            }
            return query(ids);
        });
        assertThatThrownBy(() -> lookUps.find(id(2))).isInstanceOf(NoClassDefFoundError.class);
        assertThat(lookUps.find(id(2))).contains(recorded(id(2)));
    }
}
