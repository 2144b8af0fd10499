package keiba.adapter.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;

/**
 * The state of one assigned partition: its position, the entries that were read and are not recorded, and its {@link
 * Phase}. Not thread-safe: {@link Lanes} guards it. Times are values of {@link System#nanoTime} that the callers pass
 * in.
 *
 * <pre>
 * UNPLACED -> PLACING -> PLACED -> OPEN <-> RECORDING
 *                                   ^           |
 *                                   |           v
 *                               RETRYING <-> PARKED
 * </pre>
 *
 * <p>Every phase may become UNPLACED (the position in PostgreSQL has to be looked up again) or STOPPED (an operator has to decide).
 * STOPPED becomes UNPLACED when an operator resumes the partition.
 */
final class Lane {
    /** The largest number of entries of a partition in one transaction. */
    static final int CHUNK = 1_000;

    /** The number of buffered entries at which no more of a partition is read. */
    static final int MOST_ENTRIES = 2 * CHUNK;

    /** The number of buffered bytes at which no more of a partition is read. */
    static final long MOST_BYTES = 4L << 20;

    /** The current or next step for the partition. */
    enum Phase {
        /** The position in PostgreSQL has to be looked up. */
        UNPLACED,
        /** The position is being looked up. */
        PLACING,
        /** The consumer has to seek to the position. */
        PLACED,
        /** The consumer reads; the first chunk goes into the next joint transaction. */
        OPEN,
        /** The first chunk is in a joint transaction. */
        RECORDING,
        /** The first chunk has to be recorded alone, after a pause. */
        PARKED,
        /** The first chunk is being recorded alone. */
        RETRYING,
        /** Recording waits for the decision of an operator; then the position has to be looked up again. */
        STOPPED
    }

    private static final Set<Phase> HOLDING = EnumSet.of(Phase.OPEN, Phase.RECORDING, Phase.PARKED, Phase.RETRYING);

    private final QueueId queue;
    private final int number;
    private final Deque<ReadEntry> held = new ArrayDeque<>();
    private long heldBytes;

    /** The bytes of the chunk that was taken from the buffer. */
    private long firstBytes;

    private Phase phase = Phase.UNPLACED;

    /** The last known position in PostgreSQL. */
    private Position position = Position.BEGINNING;

    /** The chunk that was taken from the buffer; it is kept until it is recorded. */
    private Optional<QueueChunk> first = Optional.empty();

    /** The known requests for which entries of that chunk were sent, by offset. */
    private Map<Long, Origin> firstOrigins = Map.of();

    private Optional<LaneTrouble> trouble = Optional.empty();

    /** The time at which the next attempt is due. */
    private long dueAt;

    /** Whether records that could not be parsed have to be read again before the partition counts as working. */
    private boolean unreadable;

    /** The reason for which it will be stopped when all buffered entries are recorded. */
    private Optional<StoppedPartition> ending = Optional.empty();

    /** The reason and the time of the stop. */
    private Optional<StoppedPartition> stopped = Optional.empty();

    Lane(QueueId queue, int number, long now) {
        this.queue = queue;
        this.number = number;
        this.dueAt = now;
    }

    int number() {
        return number;
    }

    Phase phase() {
        return phase;
    }

    Position position() {
        return position;
    }

    Optional<LaneTrouble> trouble() {
        return trouble;
    }

    /** Returns the description for operators; empty if the partition is being recorded. */
    Optional<StoppedPartition> standing() {
        return stopped.or(() -> trouble.map(why -> new StoppedPartition(
                number, position.next(), why.reason(), why.since(), StoppedPartition.Next.RETRIED)));
    }

    // Finding the position.

    /** Returns whether its position has to be looked up now. */
    boolean isToBePlaced(long now) {
        return phase == Phase.UNPLACED && isDue(now);
    }

    void placing() {
        become(Phase.PLACING, Phase.UNPLACED);
    }

    /** Sets the position that was found in PostgreSQL. */
    void placed(Position found) {
        become(Phase.PLACED, Phase.PLACING);
        position = found;
        if (!unreadable) {
            trouble = Optional.empty();
        }
    }

    /** Records that the position could not be looked up. */
    void notPlaced(Throwable failure, Instant at, long now) {
        become(Phase.UNPLACED, Phase.PLACING);
        fail(failure, at, now);
    }

    /** Opens the lane after the consumer has moved to the position. */
    void open() {
        become(Phase.OPEN, Phase.PLACED);
    }

    /** Requires a new look-up of the position, because the buffered entries may not be those that follow it. */
    void replace(long now) {
        if (phase != Phase.STOPPED) {
            drop();
            ending = Optional.empty();
            phase = Phase.UNPLACED;
            dueAt = trouble.isPresent() ? Math.max(now, dueAt) : now;
        }
    }

    /** Records that a record could not be parsed. The consumer has already passed it, so it has to be read again later. */
    void unreadable(Throwable failure, Instant at, long now) {
        if (phase != Phase.STOPPED) {
            drop();
            ending = Optional.empty();
            phase = Phase.UNPLACED;
            unreadable = true;
            fail(failure, at, now);
        }
    }

    /** Stops reading until an operator has decided. Messages that have been read are recorded first. */
    void stopWhenRecorded(String reason, Instant at) {
        ending = Optional.of(stopped(reason, at));
        stopIfRecorded();
    }

    private void stopIfRecorded() {
        if (ending.isPresent() && !isHolding()) {
            StoppedPartition why = ending.get();
            phase = Phase.STOPPED;
            trouble = Optional.empty();
            stopped = Optional.of(stopped(why.reason(), why.since()));
        }
    }

    private StoppedPartition stopped(String reason, Instant since) {
        return new StoppedPartition(number, position.next(), reason, since, StoppedPartition.Next.RESUMED_BY_OPERATOR);
    }

    /** Continues after an operator's decision: the position has to be looked up again. */
    void resume(long now) {
        become(Phase.UNPLACED, Phase.STOPPED);
        drop();
        ending = Optional.empty();
        stopped = Optional.empty();
        unreadable = false;
        dueAt = now;
    }

    private void drop() {
        held.clear();
        heldBytes = 0;
        first = Optional.empty();
        firstBytes = 0;
    }

    // Reading.

    /** Returns whether the consumer may fetch more records of this partition. */
    boolean wantsRecords() {
        return (phase == Phase.OPEN || phase == Phase.RECORDING)
                && ending.isEmpty()
                && entries() < MOST_ENTRIES
                && bytes() < MOST_BYTES;
    }

    /** Returns whether entries are buffered that are not recorded yet. */
    boolean isHolding() {
        return first.isPresent() || !held.isEmpty();
    }

    int entries() {
        return held.size() + first.map(chunk -> chunk.entries().size()).orElse(0);
    }

    /** Returns the bytes of all buffered entries, including those of a chunk that is being recorded. */
    long bytes() {
        return heldBytes + firstBytes;
    }

    /** Returns the offset after the last buffered entry. */
    long readUpTo() {
        return held.isEmpty()
                ? first.map(QueueChunk::next).orElse(position.next())
                : held.getLast().next();
    }

    /**
     * Buffers entries that the consumer has read. They are dropped if the position is being looked up, because then
     * they are read again.
     */
    void hold(List<ReadEntry> read) {
        if (!HOLDING.contains(phase)) {
            return;
        }
        for (ReadEntry entry : read) {
            held.addLast(entry);
            heldBytes += entry.bytes();
        }
        if (unreadable) {
            unreadable = false;
            trouble = Optional.empty();
        }
    }

    /** Moves past offsets for which the consumer returned no record: transaction markers and aborted records. */
    void skip(long next) {
        if (phase == Phase.OPEN && !isHolding() && next > position.next()) {
            hold(List.of(ReadEntry.nothingUpTo(next)));
        }
    }

    // Recording.

    /** Returns the number of entries that the next joint transaction would take from this partition; 0 if none. */
    int ready() {
        return phase == Phase.OPEN && isHolding() ? Math.max(1, chunkSize()) : 0;
    }

    private int chunkSize() {
        return first.map(chunk -> chunk.entries().size()).orElseGet(() -> Math.min(CHUNK, held.size()));
    }

    /** Returns whether the first chunk has to be recorded alone now. */
    boolean isToBeRetried(long now) {
        return phase == Phase.PARKED && isDue(now);
    }

    /** Takes the first chunk for a joint transaction. */
    QueueChunk record() {
        become(Phase.RECORDING, Phase.OPEN);
        return chunk();
    }

    /** Takes the first chunk, which is to be recorded alone. */
    QueueChunk retry() {
        become(Phase.RETRYING, Phase.PARKED);
        return chunk();
    }

    private QueueChunk chunk() {
        QueueChunk chunk = first.orElseGet(this::cut);
        first = Optional.of(chunk);
        return chunk;
    }

    /** Cuts a chunk of up to {@link #CHUNK} entries; a close marker ends a chunk. */
    private QueueChunk cut() {
        List<QueueChunk.Entry> entries = new ArrayList<>();
        Map<Long, Origin> origins = new HashMap<>();
        long next = position.next();
        int term = position.term();
        boolean ended = false;
        for (int size = 0; size < CHUNK && !ended && !held.isEmpty(); size++) {
            ReadEntry entry = held.removeFirst();
            heldBytes -= entry.bytes();
            firstBytes += entry.bytes();
            entry.entry().ifPresent(entries::add);
            if (!entry.origin().equals(Origin.UNKNOWN)) {
                origins.put(entry.next() - 1, entry.origin());
            }
            next = entry.next();
            term = entry.term() == QueueChunk.NO_TERM ? term : entry.term();
            ended = entry.isCloseMarker();
        }
        firstOrigins = origins;
        return new QueueChunk(queue, number, position.next(), next, term, entries);
    }

    /** Returns the known requests for which the entries of the taken chunk were sent, by offset. */
    Map<Long, Origin> origins() {
        return firstOrigins;
    }

    /**
     * Returns whether this chunk was taken from the lane and is still being recorded; false if the position was looked
     * up again in the meantime.
     */
    @SuppressWarnings("ReferenceEquality") // an equal chunk may have been read again
    boolean isRecording(QueueChunk chunk) {
        return (phase == Phase.RECORDING || phase == Phase.RETRYING)
                && first.filter(taken -> taken == chunk).isPresent();
    }

    /** Records that the taken chunk is in PostgreSQL. */
    void done() {
        QueueChunk chunk = first.orElseThrow();
        become(Phase.OPEN, Phase.RECORDING, Phase.RETRYING);
        position = position.after(chunk);
        first = Optional.empty();
        firstBytes = 0;
        trouble = Optional.empty();
        stopIfRecorded();
    }

    /** Records that another process has recorded the partition. */
    void lost(long now) {
        trouble = Optional.empty();
        replace(now);
    }

    /** Records that the taken chunk could not be recorded. It is tried again alone. */
    void failed(Throwable failure, Instant at, long now) {
        become(Phase.PARKED, Phase.RECORDING, Phase.RETRYING);
        fail(failure, at, now);
    }

    /**
     * Records that a joint transaction failed, perhaps because of another partition. The chunk is tried again alone at
     * once.
     */
    void suspect(long now) {
        become(Phase.PARKED, Phase.RECORDING);
        dueAt = now;
    }

    /** Makes the next attempt due at once. If it fails, the pauses start again from the shortest one. */
    void dueNow(long now) {
        trouble = trouble.map(LaneTrouble::withoutPause);
        dueAt = now;
    }

    private void fail(Throwable failure, Instant at, long now) {
        LaneTrouble next = trouble.map(before -> before.again(failure)).orElseGet(() -> LaneTrouble.first(failure, at));
        trouble = Optional.of(next);
        dueAt = now + next.pause().toNanos();
    }

    private boolean isDue(long now) {
        return now - dueAt >= 0;
    }

    /** Returns how long it is until the next attempt is due; negative if it is overdue. */
    Duration untilDue(long now) {
        return Duration.ofNanos(dueAt - now);
    }

    private void become(Phase next, Phase... from) {
        if (!List.of(from).contains(phase)) {
            throw new IllegalStateException("partition " + number + " is " + phase + " and cannot become " + next
                    + ", only from " + List.of(from));
        }
        phase = next;
    }
}
