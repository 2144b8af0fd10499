package keiba.adapter.kafka;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import keiba.application.failure.InfrastructureFailure;
import org.jspecify.annotations.Nullable;

/**
 * Tracks whether the brokers and the partitions of the purchase topic answer. A partition is assumed to answer until a
 * message to it gets no acknowledgement. Then a request is sent to the brokers at once: if they do not answer,
 * purchases for all partitions are refused; otherwise only those for this partition, which may have no leader while the
 * others work. The request is repeated until all answer.
 */
final class BrokerWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BrokerWatch.class.getName());
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<?> question;
    private final UnaryOperator<Set<Integer>> answering;
    private final ScheduledExecutorService prober = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("kafka-probe").daemon().factory());

    /** The partitions that do not answer. The set is replaced and never modified. */
    private volatile Set<Integer> silent = Set.of();

    /** The silent partitions that were already logged. */
    private Set<Integer> told = Set.of();

    /** True if the brokers did not answer the last request. */
    private volatile boolean away;

    /** Completes as soon as it is known whether only a partition or all brokers do not answer. */
    private volatile CompletableFuture<@Nullable Void> decided = CompletableFuture.completedFuture(null);

    /** The scheduled probe that has not begun yet. */
    private @Nullable Future<?> next;

    BrokerWatch(KafkaTopics topics) {
        this(() -> topics.describe(PATIENCE), partitions -> topics.answering(partitions, PATIENCE));
    }

    /**
     * @param question sends a request to the brokers; throws an exception if they do not answer
     * @param answering returns those of the given partitions that answer
     */
    BrokerWatch(Supplier<?> question, UnaryOperator<Set<Integer>> answering) {
        this.question = question;
        this.answering = answering;
    }

    /** Returns whether the brokers answer, as far as is known. */
    boolean answers() {
        return !away;
    }

    /**
     * Returns whether a partition answers, as far as is known. Just after another partition has stopped answering, this
     * method waits at most two seconds until the brokers have answered a request: if they hang, a message would only
     * get another uncertain answer.
     */
    boolean answers(int partition) {
        if (away || silent.contains(partition)) {
            return false;
        }
        return isDecided() && !away && !silent.contains(partition);
    }

    private boolean isDecided() {
        try {
            decided.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException undecided) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Records that a message to a partition got no acknowledgement in time. */
    synchronized void silent(int partition) {
        if (silent.contains(partition) || prober.isShutdown()) {
            return;
        }
        silent = with(silent, partition);
        if (!away) {
            if (decided.isDone()) {
                decided = new CompletableFuture<>();
            }
            probeIn(Duration.ZERO);
        }
    }

    private static Set<Integer> with(Set<Integer> partitions, int partition) {
        Set<Integer> more = new TreeSet<>(partitions);
        more.add(partition);
        return Set.copyOf(more);
    }

    private synchronized void probeIn(Duration pause) {
        if (next != null) {
            next.cancel(false);
        }
        if (!prober.isShutdown()) {
            next = prober.schedule(this::probe, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void probe() {
        CompletableFuture<@Nullable Void> deciding = begin();
        boolean answer = probes();
        noteBrokers(answer);
        deciding.complete(null);
        Set<Integer> asked = silent;
        if (answer && !asked.isEmpty()) {
            notePartitions(asked, answeringOf(asked));
        }
        probeAgain();
    }

    private synchronized CompletableFuture<@Nullable Void> begin() {
        next = null;
        return decided;
    }

    private synchronized void probeAgain() {
        if (next == null && (away || !silent.isEmpty())) {
            probeIn(BETWEEN_PROBES);
        }
    }

    private synchronized void noteBrokers(boolean answer) {
        if (away == answer) {
            away = !answer;
            if (answer) {
                LOG.log(System.Logger.Level.INFO, "Kafka is available again; purchases are sent again.");
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Kafka is not responding. Purchases are refused without being sent; the brokers are checked every {0} ms.",
                        BETWEEN_PROBES.toMillis());
            }
        }
    }

    private synchronized void notePartitions(Set<Integer> asked, Set<Integer> answered) {
        Set<Integer> still = new TreeSet<>(silent);
        still.removeAll(answered);
        silent = Set.copyOf(still);
        Set<Integer> known = new TreeSet<>(told);
        for (int partition : asked) {
            if (answered.contains(partition)) {
                if (known.remove(partition)) {
                    LOG.log(
                            System.Logger.Level.INFO,
                            "Partition {0} of the purchase topic is available again; purchases are sent to it again.",
                            partition);
                }
            } else if (known.add(partition)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Partition {0} of the purchase topic is not responding. Purchases of its races are refused without being"
                                + " sent; the partition is checked every {1} ms. Other partitions are not affected.",
                        partition,
                        BETWEEN_PROBES.toMillis());
            }
        }
        told = Set.copyOf(known);
    }

    /** Sends a request to the brokers and returns whether they answer. Does not change the result of {@link #answers}. */
    boolean probes() {
        try {
            var unused = question.get();
            return true;
        } catch (InfrastructureFailure silent) {
            return false;
        } catch (Throwable unexpected) {
            // if the probing ended here, it would leave all purchases refused for ever
            LOG.log(System.Logger.Level.DEBUG, "The check of the brokers failed unexpectedly.", unexpected);
            return false;
        }
    }

    private Set<Integer> answeringOf(Set<Integer> partitions) {
        try {
            return answering.apply(partitions);
        } catch (Throwable unexpected) {
            // if the probing ended here, it would leave the purchases of these partitions refused for ever
            LOG.log(System.Logger.Level.DEBUG, "The check of the partitions' leaders failed unexpectedly.", unexpected);
            return Set.of();
        }
    }

    @Override
    public void close() {
        prober.shutdownNow();
    }
}
