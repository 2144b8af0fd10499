package keiba.application.purchase;

import java.util.List;
import java.util.Optional;
import keiba.application.failure.PermanentFailure;

/** Records a chunk alone. If the books refuse it, the chunk is halved until the refused message is in a chunk of its own. */
final class Isolation {
    private static final String PLAIN_REASON = "the database rejected it";

    private final Bookings bookings;
    private final RecordingBook.Patience patience;

    Isolation(Bookings bookings, RecordingBook.Patience patience) {
        this.bookings = bookings;
        this.patience = patience;
    }

    /**
     * @throws RuntimeException if the chunk, or the unrecorded part of it, cannot be recorded now
     */
    RecordPurchases.RecordingOutcome record(QueueChunk chunk) {
        try {
            return switch (bookings.book(chunk, patience)) {
                case RecordingBook.LaneLost lost -> new RecordPurchases.LaneLost();
                case RecordingBook.PoolFull full -> chunk.entries().size() == 1 ? refuse(chunk) : recordInHalves(chunk);
                case RecordingBook.Booked booked -> bookings.done(chunk, booked);
            };
        } catch (PermanentFailure refusedByTheBooks) {
            return isolate(chunk, refusedByTheBooks);
        }
    }

    /** Records the one purchase for which a pool has no room. */
    private RecordPurchases.RecordingOutcome refuse(QueueChunk chunk) {
        return switch (bookings.bookWithoutRoom(chunk, patience)) {
            case RecordingBook.LaneLost lost -> new RecordPurchases.LaneLost();
            case RecordingBook.PoolFull full ->
                throw new IllegalStateException("an empty chunk cannot exceed a pool's limit: lane " + chunk.lane()
                        + ", first position " + chunk.first());
            case RecordingBook.Booked booked -> bookings.done(chunk, booked);
        };
    }

    /** Halves the chunk until the message that the books refuse is alone in its chunk; that message becomes a dead letter. */
    private RecordPurchases.RecordingOutcome isolate(QueueChunk chunk, PermanentFailure cause) {
        return switch (chunk.entries().size()) {
            case 0 -> throw cause;
            case 1 -> record(with(chunk, List.of(deadLetter(chunk.entries().getFirst(), cause))));
            default -> recordInHalves(chunk);
        };
    }

    /**
     * @throws PermanentFailure if the entry is already in the simplest form, and the books refuse even that
     */
    private static QueueChunk.Entry deadLetter(QueueChunk.Entry refused, PermanentFailure cause) {
        String reason = "the database rejected it: " + cause.getMessage();
        return switch (refused) {
            case QueueChunk.Queued queued ->
                new QueueChunk.Unreadable(
                        queued.offset(),
                        queued.appendedAt(),
                        Optional.of(queued.message().id()),
                        Optional.of(queued.message().user()),
                        reason,
                        Optional.of(queued.value()));
            case QueueChunk.Impossible impossible ->
                new QueueChunk.Unreadable(
                        impossible.offset(),
                        impossible.appendedAt(),
                        Optional.of(impossible.id()),
                        impossible.user(),
                        reason,
                        Optional.of(impossible.value()));
            case QueueChunk.Unreadable unreadable -> plain(unreadable, cause);
            case QueueChunk.CloseMarker marker -> throw cause;
        };
    }

    /**
     * Returns the simplest form of a dead letter: without the id and the user, with a fixed reason and the value of the
     * message.
     */
    private static QueueChunk.Unreadable plain(QueueChunk.Unreadable refused, PermanentFailure cause) {
        if (refused.reason().equals(PLAIN_REASON)) {
            throw cause;
        }
        return new QueueChunk.Unreadable(
                refused.offset(),
                refused.appendedAt(),
                Optional.empty(),
                Optional.empty(),
                PLAIN_REASON,
                refused.value());
    }

    private RecordPurchases.RecordingOutcome recordInHalves(QueueChunk chunk) {
        int half = chunk.entries().size() / 2;
        long middle = chunk.entries().get(half).offset();
        List<QueueChunk.Entry> entries = chunk.entries();
        RecordPurchases.RecordingOutcome first = record(new QueueChunk(
                chunk.queue(), chunk.lane(), chunk.first(), middle, chunk.term(), entries.subList(0, half)));
        if (!(first instanceof RecordPurchases.ChunkRecorded firstDone)) {
            return first;
        }
        RecordPurchases.RecordingOutcome second = record(new QueueChunk(
                chunk.queue(),
                chunk.lane(),
                middle,
                chunk.next(),
                chunk.term(),
                entries.subList(half, entries.size())));
        return second instanceof RecordPurchases.ChunkRecorded secondDone ? firstDone.plus(secondDone) : second;
    }

    private static QueueChunk with(QueueChunk chunk, List<QueueChunk.Entry> entries) {
        return new QueueChunk(chunk.queue(), chunk.lane(), chunk.first(), chunk.next(), chunk.term(), entries);
    }
}
