package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordPurchases.Outcome;

/** A partition that could not be recorded, and is tried again after a pause that doubles. Used by the recorder's thread alone. */
final class Parked {
    /** The first pause. */
    static final Duration FIRST = Duration.ofMillis(100);

    /** The longest pause. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final Instant since;
    private final boolean unread;
    private Throwable failure;
    private Duration pause = FIRST;
    private long failedAt = System.nanoTime();
    private Optional<Attempt> attempt = Optional.empty();

    /** A chunk that is being recorded again. */
    record Attempt(QueueChunk chunk, CompletableFuture<Outcome> outcome) {}

    /** @param unread whether the consumer has to read the partition again from where PostgreSQL stands */
    Parked(Throwable failure, boolean unread, Instant since) {
        this.failure = failure;
        this.unread = unread;
        this.since = since;
    }

    Instant since() {
        return since;
    }

    boolean unread() {
        return unread;
    }

    /** Why it is parked, for people. */
    String reason() {
        return describe(failure);
    }

    static String describe(Throwable failure) {
        return failure instanceof TemporaryFailure ? String.valueOf(failure.getMessage()) : failure.toString();
    }

    /** Whether it may go on by itself, because a server was away or too slow. */
    boolean isPassing() {
        return failure instanceof TemporaryFailure;
    }

    boolean isDue() {
        return attempt.isEmpty() && System.nanoTime() - failedAt >= pause.toNanos();
    }

    /** Tries again without waiting any longer. */
    void dueNow() {
        pause = Duration.ZERO;
    }

    Optional<Attempt> attempt() {
        return attempt;
    }

    void begin(Attempt begun) {
        attempt = Optional.of(begun);
    }

    /** Another attempt failed. */
    void failedAgain(Throwable again) {
        failure = again;
        attempt = Optional.empty();
        failedAt = System.nanoTime();
        Duration doubled = pause.isZero() ? FIRST : pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
