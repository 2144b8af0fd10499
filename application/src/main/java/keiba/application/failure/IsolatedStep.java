package keiba.application.failure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Does one step of due work for many items, so that the failure of one item does not stop the others. An item that
 * fails is reported to the listener and tried again later: first after {@value #FIRST_DELAY_MILLIS} ms, then after
 * twice as long each time, up to {@value #LONGEST_DELAY_MILLIS} ms. An item whose attempt took long waits at least
 * twice as long, so that failing items never take more than a third of the time. Items that did not fail go first.
 *
 * @param <K> what identifies an item
 */
public final class IsolatedStep<K> {
    static final long FIRST_DELAY_MILLIS = 200;
    static final long LONGEST_DELAY_MILLIS = 5_000;

    /** The number of failing items that one turn tries again. If any of them took long, a turn tries only one. */
    private static final int RETRIES = 20;

    private static final Duration LONG = Duration.ofMillis(500);

    /** A turn ends after this many failed attempts without a success: the server that all items need is probably unavailable. */
    private static final int HOPELESS = 2;

    private final DueStep step;
    private final Function<K, String> name;
    private final FailureListener listener;
    private final InstantSource clock;
    private final Map<K, Failing> failing = new ConcurrentHashMap<>();
    private final Set<K> suspects = ConcurrentHashMap.newKeySet();

    /** @param name names an item in logs: {@code race 100} */
    public IsolatedStep(DueStep step, Function<K, String> name, FailureListener listener, InstantSource clock) {
        this.step = step;
        this.name = name;
        this.listener = listener;
        this.clock = clock;
    }

    /** How often an item failed, how long its last attempt took, and when it may be tried again. */
    private record Failing(int times, Duration taken, Instant retryAt) {}

    /**
     * Selects the items of one turn. Items that are known to fail come last, and do not reduce the number of other
     * items.
     *
     * @param due returns at most the given number of due items, always in the same order
     * @param batch the largest number of selected items that are not known to fail
     */
    public List<K> select(IntFunction<List<K>> due, int batch) {
        int most = batch + failing.size();
        List<K> found = due.apply(most);
        if (found.size() < most) {
            forgetAllBut(found);
        }
        List<K> selected = new ArrayList<>(found.stream()
                .filter(item -> !failing.containsKey(item))
                .limit(batch)
                .toList());
        Instant now = clock.instant();
        found.stream()
                .filter(item -> isDueAgain(item, now))
                .sorted(Comparator.comparing(item -> failingOf(item).retryAt()))
                .limit(retries())
                .forEach(selected::add);
        return selected;
    }

    /** Forgets the failures of items that are no longer due: this process or another one has done their work. */
    private void forgetAllBut(List<K> due) {
        Set<K> gone = new HashSet<>(failing.keySet());
        due.forEach(gone::remove);
        gone.forEach(this::worked);
        suspects.retainAll(due);
    }

    private boolean isDueAgain(K item, Instant now) {
        Failing known = failing.get(item);
        return known != null && !now.isBefore(known.retryAt());
    }

    private Failing failingOf(K item) {
        return failing.getOrDefault(item, new Failing(0, Duration.ZERO, Instant.MIN));
    }

    private int retries() {
        return failing.values().stream().anyMatch(known -> known.taken().compareTo(LONG) >= 0) ? 1 : RETRIES;
    }

    /**
     * Returns whether an item may be attempted now: it is not known to fail, or has waited long enough since its
     * last failure.
     */
    public boolean isReady(K item) {
        return !failing.containsKey(item) || isDueAgain(item, clock.instant());
    }

    /**
     * Attempts an item.
     *
     * @return the work's answer; empty if it failed
     */
    public <R> Optional<R> attempt(K item, Supplier<R> work) {
        return attempt(item, work, answer -> true);
    }

    /**
     * Attempts an item.
     *
     * @param proves whether an answer proves that the item does not fail any more
     * @return the work's answer; empty if it failed
     */
    public <R> Optional<R> attempt(K item, Supplier<R> work, Predicate<R> proves) {
        Instant begun = clock.instant();
        try {
            R answer = work.get();
            if (proves.test(answer)) {
                worked(item);
            }
            return Optional.of(answer);
        } catch (RuntimeException | Error failure) { // an Error of one item must not stop the others either
            failed(item, failure, begun);
            return Optional.empty();
        }
    }

    /**
     * Does the work for all items together. If that fails, does it for each item alone, so that one failing item does not stop the others.
     *
     * @throws RuntimeException if there is one item only, or not even single items can be done
     */
    public void together(List<K> items, Consumer<List<K>> work) {
        try {
            work.accept(items);
            items.forEach(this::worked);
        } catch (RuntimeException | Error failure) {
            if (items.size() <= 1) {
                throw failure;
            }
            each(items, item -> work.accept(List.of(item)));
        }
    }

    /**
     * Does the work for each item that is ready.
     *
     * @throws RuntimeException if the first items fail and none succeeds: then the cause is not a single item
     */
    public void each(List<K> items, Consumer<K> work) {
        List<K> order = new ArrayList<>(items.stream().filter(this::isReady).toList());
        order.sort(Comparator.comparing(suspects::contains));
        List<Attempt<K>> failures = new ArrayList<>();
        boolean some = false;
        for (K item : order) {
            Instant begun = clock.instant();
            try {
                work.accept(item);
                some = true;
                worked(item);
            } catch (RuntimeException | Error failure) {
                failures.add(new Attempt<>(item, failure, begun));
                suspects.add(item);
                if (!some && failures.size() >= HOPELESS) {
                    throw failure;
                }
            }
        }
        if (!some && !failures.isEmpty() && failures.size() == order.size()) {
            throw rethrown(failures.getFirst().failure());
        }
        failures.forEach(failed -> failed(failed.item(), failed.failure(), failed.begun()));
    }

    private record Attempt<K>(K item, Throwable failure, Instant begun) {}

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    /** Forgets the failures of all items but these. To be called with all items that still exist. */
    public void retain(List<K> items) {
        forgetAllBut(items);
    }

    private void failed(K item, Throwable cause, Instant begun) {
        Instant now = clock.instant();
        Duration taken = Duration.between(begun, now);
        failing.compute(item, (same, before) -> next(before == null ? 0 : before.times(), taken, now));
        listener.failed(new DueItem(step, name.apply(item)), cause);
    }

    private static Failing next(int before, Duration taken, Instant now) {
        Duration delay = Duration.ofMillis(Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(before, 10)));
        Duration twice = taken.multipliedBy(2);
        return new Failing(before + 1, taken, now.plus(twice.compareTo(delay) > 0 ? twice : delay));
    }

    private void worked(K item) {
        suspects.remove(item);
        if (failing.remove(item) != null) {
            listener.worked(new DueItem(step, name.apply(item)));
        }
    }
}
