package keiba.bootstrap.serve;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a server is available; a missing answer counts as no: a frozen server answers after the time-outs of its connections, which is
 * later than the caller of the readiness check waits. For any number of callers the server is asked once at a time.
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
