package keiba.adapter.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import org.jspecify.annotations.Nullable;

/**
 * Looks up purchases by id. Concurrent requests share queries: while one query runs, further requests wait, and then
 * one of them makes a query for the ids of all waiting requests. Every request gets the result of a query that began
 * after its call. If a query fails, the requests that share it fail.
 */
final class PurchaseLookUps {
    /** The largest number of ids in one query. */
    static final int MOST = 500;

    private final Function<Collection<MessageId>, List<Purchase>> query;
    private final Queue<LookUp> waiting = new ConcurrentLinkedQueue<>();
    private final Lock turn = new ReentrantLock();

    /**
     * @param query finds the recorded purchases of these ids
     */
    PurchaseLookUps(Function<Collection<MessageId>, List<Purchase>> query) {
        this.query = query;
    }

    /** The look-up of one request. Only the thread that makes the current query writes and reads its result. */
    private static final class LookUp {
        private final MessageId id;
        private boolean answered;
        private @Nullable Purchase found;
        private @Nullable Throwable failure;

        LookUp(MessageId id) {
            this.id = id;
        }

        Optional<Purchase> result() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException refused) {
                throw refused;
            }
            return Optional.ofNullable(found);
        }
    }

    /** Returns the recorded purchase of an id. */
    Optional<Purchase> find(MessageId id) {
        LookUp own = new LookUp(id);
        waiting.add(own);
        turn.lock();
        try {
            while (!own.answered) {
                answerWaiting();
            }
            return own.result();
        } finally {
            turn.unlock();
        }
    }

    private void answerWaiting() {
        List<LookUp> asked = new ArrayList<>();
        for (LookUp next = waiting.poll(); next != null; next = asked.size() < MOST ? waiting.poll() : null) {
            asked.add(next);
        }
        try {
            List<Purchase> found =
                    query.apply(asked.stream().map(each -> each.id).distinct().toList());
            asked.forEach(each -> each.found = of(each.id, found));
        } catch (RuntimeException | Error failure) {
            asked.forEach(each -> each.failure = failure);
        }
        asked.forEach(each -> each.answered = true);
    }

    private static @Nullable Purchase of(MessageId id, List<Purchase> found) {
        return found.stream()
                .filter(purchase -> purchase.id().equals(id))
                .findFirst()
                .orElse(null);
    }
}
