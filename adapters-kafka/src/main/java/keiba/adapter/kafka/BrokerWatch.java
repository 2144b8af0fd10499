package keiba.adapter.kafka;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import keiba.application.failure.InfrastructureFailure;

/** Knows whether the brokers answer: assumed so until somebody finds them silent; then asked again and again. */
final class BrokerWatch implements AutoCloseable {
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final KafkaTopics topics;
    private final AtomicBoolean answers = new AtomicBoolean(true);
    private final ScheduledExecutorService prober = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("kafka-probe").daemon().factory());

    BrokerWatch(KafkaTopics topics) {
        this.topics = topics;
    }

    boolean answers() {
        return answers.get();
    }

    /** Somebody waited in vain. */
    void silent() {
        if (answers.compareAndSet(true, false)) {
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
        } else {
            probeLater();
        }
    }

    /** Asks the brokers for something, and whether an answer comes. What others are told by {@link #answers} stays as it is. */
    boolean probes() {
        try {
            topics.describe(PATIENCE);
            return true;
        } catch (InfrastructureFailure silent) {
            return false;
        }
    }

    @Override
    public void close() {
        prober.shutdownNow();
    }
}
