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
    private final Lack lack;
    private Throwable failure;
    private Duration pause = FIRST;
    private long failedAt = System.nanoTime();
    private Optional<Attempt> attempt = Optional.empty();
    private boolean beingRead;

    /** What has to succeed before the partition goes on. */
    enum Lack {
        /** The chunk that is held has to be committed. */
        COMMIT,
        /** The position in PostgreSQL has to be found out. */
        POSITION,
        /** The records at the position in PostgreSQL have to be fetched again and read. */
        READABLE_RECORD
    }

    /** A chunk that is being recorded again. */
    record Attempt(QueueChunk chunk, CompletableFuture<Outcome> outcome) {}

    Parked(Throwable failure, Lack lack, Instant since) {
        this.failure = failure;
        this.lack = lack;
        this.since = since;
    }

    Instant since() {
        return since;
    }

    Lack lack() {
        return lack;
    }

    /** Whether the consumer has to read the partition again from where PostgreSQL stands. */
    boolean unread() {
        return lack != Lack.COMMIT;
    }

    /** The consumer is at the position in PostgreSQL and may fetch the partition: the next attempt to read it is under way. */
    void read() {
        beingRead = true;
    }

    boolean isBeingRead() {
        return beingRead;
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
        return attempt.isEmpty() && !beingRead && System.nanoTime() - failedAt >= pause.toNanos();
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
        beingRead = false;
        failedAt = System.nanoTime();
        Duration doubled = pause.isZero() ? FIRST : pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
