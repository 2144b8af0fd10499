package keiba.adapter.redis;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Combines the look-ups of concurrent callers. One look-up runs at a time. Callers that arrive in the meantime share
 * the next one, and a key that several of them request is looked up once. Each caller gets the result of a look-up that
 * began after its call. A failure is shared like a result.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class GroupedCalls<K, V> {
    private final Function<Set<K>, Map<K, V>> call;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantLock joining = new ReentrantLock();
    private @Nullable Group<K, V> next;

    /**
     * @param call looks up keys; leaves out keys that it does not find
     */
    GroupedCalls(Function<Set<K>, Map<K, V>> call) {
        this.call = call;
    }

    /** The keys that the callers of one look-up request, and its result. */
    private record Group<K, V>(Set<K> asked, CompletableFuture<Map<K, V>> found) {
        Group() {
            this(new LinkedHashSet<>(), new CompletableFuture<>());
        }
    }

    /**
     * Looks up keys.
     *
     * @return the values that were found, by key
     * @throws RuntimeException that the look-up threw
     */
    Map<K, V> ask(Collection<K> asked) {
        if (asked.isEmpty()) {
            return Map.of();
        }
        Group<K, V> joined;
        boolean first;
        joining.lock();
        try {
            first = next == null;
            joined = next == null ? new Group<>() : next;
            joined.asked().addAll(asked);
            next = joined;
        } finally {
            joining.unlock();
        }
        if (first) {
            lookUp(joined);
        }
        return only(asked, found(joined));
    }

    /**
     * Makes the look-up for all callers of a group as soon as the previous look-up has ended. Called by the first
     * caller of the group.
     */
    private void lookUp(Group<K, V> group) {
        turn.lock();
        try {
            leave(group);
            group.found().complete(call.apply(group.asked()));
        } catch (RuntimeException | Error failure) {
            group.found().completeExceptionally(failure);
        } finally {
            turn.unlock();
        }
    }

    /** Closes a group: later callers belong to another group. */
    @SuppressWarnings("ReferenceEquality") // this very group
    private void leave(Group<K, V> group) {
        joining.lock();
        try {
            if (next == group) {
                next = null;
            }
        } finally {
            joining.unlock();
        }
    }

    private static <K, V> Map<K, V> found(Group<K, V> group) {
        try {
            return group.found().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private static <K, V> Map<K, V> only(Collection<K> asked, Map<K, V> found) {
        Map<K, V> only = new HashMap<>();
        for (K each : asked) {
            V value = found.get(each);
            if (value != null) {
                only.put(each, value);
            }
        }
        return only;
    }
}
