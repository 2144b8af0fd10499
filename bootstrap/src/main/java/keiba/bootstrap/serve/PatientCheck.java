package keiba.bootstrap.serve;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a server is available. If the answer is late, the server counts as unavailable: a hanging server is
 * detected only by the time-outs of its connections, which are longer than the caller of the readiness check waits.
 * Only one request is sent to the server at a time, for any number of callers.
 */
final class PatientCheck implements BooleanSupplier {
    private final BooleanSupplier check;
    private final Duration patience;
    private @Nullable CompletableFuture<Boolean> asked;

    PatientCheck(BooleanSupplier check, Duration patience) {
        this.check = check;
        this.patience = patience;
    }

    @Override
    public boolean getAsBoolean() {
        try {
            return ask().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException noAnswer) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> current = asked;
        if (current == null || current.isDone()) {
            current = CompletableFuture.supplyAsync(check::getAsBoolean, Thread.ofVirtual()::start);
            asked = current;
        }
        return current;
    }
}
