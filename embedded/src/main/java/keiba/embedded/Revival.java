package keiba.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Starts servers again that have ended without being told to, with their data and on their ports. A server that ends again and again is
 * given up after {@link #ATTEMPTS} attempts; one that has run for {@link #STABLE} has all attempts again.
 */
final class Revival implements AutoCloseable {
    /** How many starts in a row, each followed by a new end, until a server is given up. */
    static final int ATTEMPTS = 5;

    /** The pause before the second attempt; before each further one it is twice as long. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** A server that has run for so long has recovered. */
    static final Duration STABLE = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(Revival.class.getName());
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final List<Patient> patients = new ArrayList<>();
    private final LongSupplier nanos;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("revive-servers").factory());

    /**
     * A server that is watched.
     *
     * @param name for the log, with its port
     * @param hasDied whether it has ended without being told to
     * @param start starts it; throws {@link EmbeddedServerException} if it does not start
     */
    record Watched(String name, BooleanSupplier hasDied, Runnable start) {}

    /** @param nanos the time, as {@link System#nanoTime} tells it */
    Revival(List<Watched> servers, LongSupplier nanos) {
        this.nanos = nanos;
        servers.forEach(server -> patients.add(new Patient(server)));
    }

    /** Starts to check the servers periodically. */
    void begin() {
        var unused = thread.scheduleWithFixedDelay(
                this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Checks each server once. A failure of one does not prevent the check of the others. */
    void look() {
        patients.forEach(Patient::look);
    }

    private final class Patient {
        private final Watched server;
        private int attempts;
        private long lastStart;
        private boolean givenUp;

        Patient(Watched server) {
            this.server = server;
        }

        void look() {
            try {
                if (server.hasDied().getAsBoolean() && !givenUp && isDue()) {
                    revive();
                }
            } catch (RuntimeException unexpected) {
                LOG.log(System.Logger.Level.ERROR, server.name() + " could not be looked at", unexpected);
            }
        }

        private boolean isDue() {
            long ago = nanos.getAsLong() - lastStart;
            if (attempts > 0 && ago >= STABLE.toNanos()) {
                attempts = 0;
            }
            return attempts == 0 || ago >= FIRST_PAUSE.toNanos() << (attempts - 1);
        }

        private void revive() {
            if (attempts == ATTEMPTS) {
                givenUp = true;
                LOG.log(
                        System.Logger.Level.ERROR,
                        "{0} has ended {1} times in a row and is not started again. Its log tells why; stop this service and"
                                + " start it again.",
                        server.name(),
                        ATTEMPTS + 1);
                return;
            }
            attempts++;
            try {
                server.start().run();
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} had ended unexpectedly and was started again (attempt {1} of {2}).",
                        server.name(),
                        attempts,
                        ATTEMPTS);
            } catch (EmbeddedServerException failed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} has ended unexpectedly and could not be started (attempt {1} of {2}): {3}",
                        server.name(),
                        attempts,
                        ATTEMPTS,
                        failed.getMessage());
            } finally {
                lastStart = nanos.getAsLong();
            }
        }
    }

    /** Stops the checks. A current start is completed by its own thread; the server is closed after that. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
