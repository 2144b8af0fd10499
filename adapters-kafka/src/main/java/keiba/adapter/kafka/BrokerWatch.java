package keiba.adapter.kafka;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import keiba.application.failure.InfrastructureFailure;

/** Tracks whether the brokers answer: assumed until a message gets no acknowledgement in time; then they are probed until they answer. */
final class BrokerWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BrokerWatch.class.getName());
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<?> question;
    private final AtomicBoolean answers = new AtomicBoolean(true);
    private final ScheduledExecutorService prober = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("kafka-probe").daemon().factory());

    BrokerWatch(KafkaTopics topics) {
        this(() -> topics.describe(PATIENCE));
    }

    /** @param question what the brokers are asked; fails if no answer comes */
    BrokerWatch(Supplier<?> question) {
        this.question = question;
    }

    boolean answers() {
        return answers.get();
    }

    /** Notes that a message got no acknowledgement in time. */
    void silent() {
        if (answers.compareAndSet(true, false)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Kafka does not answer. Purchases are refused before they are sent, and the brokers are asked every {0} ms.",
                    BETWEEN_PROBES.toMillis());
            probeLater();
        }
    }

    private void probeLater() {
        if (!prober.isShutdown()) {
            var unused = prober.schedule(this::probe, BETWEEN_PROBES.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void probe() {
        if (probes()) {
            answers.set(true);
            LOG.log(System.Logger.Level.INFO, "Kafka answers again; purchases are sent.");
        } else {
            probeLater();
        }
    }

    /** Asks the brokers for something, and whether an answer comes. What others are told by {@link #answers} stays as it is. */
    boolean probes() {
        try {
            var unused = question.get();
            return true;
        } catch (InfrastructureFailure silent) {
            return false;
        } catch (Throwable unexpected) {
            // a probe that ended here would leave all purchases refused for ever
            LOG.log(System.Logger.Level.DEBUG, "asking the brokers", unexpected);
            return false;
        }
    }

    @Override
    public void close() {
        prober.shutdownNow();
    }
}
