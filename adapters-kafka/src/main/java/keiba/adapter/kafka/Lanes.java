package keiba.adapter.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import keiba.application.purchase.QueueBook.Position;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordPurchases;
import keiba.application.purchase.RecordPurchases.RecordingOutcome;

/**
 * The assigned partitions, shared by the threads of the recorder: a bounded buffer between the thread that reads and
 * the threads that record. Thread-safe. A thread that takes work waits here until there is some; adding work never
 * waits.
 */
final class Lanes {
    /** The largest number of entries of one joint transaction. */
    static final int JOINT = 4_000;

    /**
     * The total of buffered bytes at which only partitions without buffered entries are still read. The last poll may
     * exceed it.
     */
    static final long MOST_BYTES = 32L << 20;

    /** This is added to each wait, in nanoseconds, because a wait of less than a millisecond would return at once. */
    private static final long ROUNDING = 1_000_000;

    private static final System.Logger LOG = System.getLogger(Lanes.class.getName());

    private final QueueId queue;
    private final InstantSource clock;
    private final RecorderHealth health;
    private final NavigableMap<Integer, Lane> lanes = new TreeMap<>();

    /** The partition with which the last joint transaction began. The next one begins with the following partition. */
    private int firstOfLast = -1;

    private boolean closed;

    Lanes(QueueId queue, InstantSource clock, RecorderHealth health) {
        this.queue = queue;
        this.clock = clock;
        this.health = health;
    }

    /**
     * A taken chunk, and the lane that waits for its outcome.
     *
     * @param origins the known requests for which its entries were sent, by offset; no longer modified
     */
    record Taken(Lane lane, QueueChunk chunk, Map<Long, Origin> origins) {}

    // Assignment: called by the thread that reads.

    synchronized void assigned(Collection<Integer> numbers) {
        numbers.forEach(number -> lanes.put(number, new Lane(queue, number, System.nanoTime())));
        notifyAll();
    }

    synchronized void revoked(Collection<Integer> numbers) {
        numbers.forEach(lanes::remove);
    }

    synchronized NavigableSet<Integer> numbers() {
        return new TreeSet<>(lanes.keySet());
    }

    /** Requires a new look-up of all positions; buffered entries are dropped and read again. */
    synchronized void replaceAll() {
        lanes.values().forEach(lane -> lane.replace(System.nanoTime()));
        notifyAll();
    }

    // Positions: looked up by a separate thread, and passed to the consumer by the thread that reads.

    /** Takes the partitions whose position has to be looked up; waits until there are some. Empty if the recorder is being closed. */
    synchronized NavigableSet<Integer> takeUnplaced() throws InterruptedException {
        while (!closed) {
            NavigableSet<Integer> due = new TreeSet<>();
            for (Lane lane : lanes.values()) {
                if (lane.isToBePlaced(System.nanoTime())) {
                    lane.placing();
                    due.add(lane.number());
                }
            }
            if (!due.isEmpty()) {
                return due;
            }
            TimeUnit.NANOSECONDS.timedWait(this, untilDue(Lane.Phase.UNPLACED));
        }
        return new TreeSet<>();
    }

    synchronized void placed(Map<Integer, Position> positions) {
        positions.forEach((number, position) ->
                placing(number).ifPresent(lane -> change(lane, () -> lane.placed(position))));
    }

    synchronized void notPlaced(Collection<Integer> numbers, Throwable failure) {
        for (int number : numbers) {
            placing(number)
                    .ifPresent(lane -> change(lane, () -> lane.notPlaced(failure, clock.instant(), System.nanoTime())));
        }
    }

    private Optional<Lane> placing(int number) {
        return Optional.ofNullable(lanes.get(number)).filter(lane -> lane.phase() == Lane.Phase.PLACING);
    }

    /** Returns the positions to which the consumer has to seek, by partition. These partitions are open from now on. */
    synchronized NavigableMap<Integer, Position> takePlaced() {
        NavigableMap<Integer, Position> placed = new TreeMap<>();
        for (Lane lane : lanes.values()) {
            if (lane.phase() == Lane.Phase.PLACED) {
                lane.open();
                placed.put(lane.number(), lane.position());
            }
        }
        return placed;
    }

    // Reading: called by the thread that reads.

    /** Returns the partitions from which more may be read now. */
    synchronized NavigableSet<Integer> wanted() {
        long bytes = lanes.values().stream().mapToLong(Lane::bytes).sum();
        NavigableSet<Integer> wanted = new TreeSet<>();
        for (Lane lane : lanes.values()) {
            if (lane.wantsRecords() && (bytes < MOST_BYTES || !lane.isHolding())) {
                wanted.add(lane.number());
            }
        }
        return wanted;
    }

    /** Returns whether a partition that is not read now may be read within a moment. */
    synchronized boolean isChanging() {
        return lanes.values().stream().anyMatch(lane -> switch (lane.phase()) {
            case PLACING, PLACED -> true;
            case OPEN, RECORDING -> !lane.wantsRecords();
            case UNPLACED -> lane.isToBePlaced(System.nanoTime());
            case PARKED, RETRYING, STOPPED -> false;
        });
    }

    /** Buffers the records of a poll, by partition. */
    synchronized void hold(Map<Integer, List<ReadEntry>> read) {
        read.forEach((number, entries) -> lane(number).ifPresent(lane -> change(lane, () -> lane.hold(entries))));
        notifyAll();
    }

    synchronized void skip(int number, long next) {
        lane(number).ifPresent(lane -> lane.skip(next));
        notifyAll();
    }

    synchronized void unreadable(int number, Throwable failure) {
        lane(number)
                .ifPresent(lane -> change(lane, () -> lane.unreadable(failure, clock.instant(), System.nanoTime())));
        notifyAll();
    }

    /** Stops a partition until an operator has decided. Its buffered entries are recorded first. */
    synchronized void stop(int number, String reason) {
        lane(number).filter(lane -> lane.phase() != Lane.Phase.STOPPED).ifPresent(lane -> {
            lane.stopWhenRecorded(reason, clock.instant());
            tellIfStopped(lane);
        });
    }

    private void tellIfStopped(Lane lane) {
        if (lane.phase() == Lane.Phase.STOPPED) {
            if (lanes.values().stream().allMatch(any -> any.phase() == Lane.Phase.STOPPED)) {
                health.setback(); // as long as other partitions are recorded, this is no setback
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Recording of partition {0} has stopped at offset {1}: {2}. No message is skipped. An operator must decide:"
                            + " ./keiba resume {0} --operator ID --dry-run shows where it would continue (docs/commands.md)."
                            + " Recording of the other partitions continues.",
                    lane.number(),
                    Long.toString(lane.position().next()),
                    lane.standing().map(StoppedPartition::reason).orElse(""));
        }
    }

    /** Returns the positions of the partitions that are stopped, by partition. */
    synchronized NavigableMap<Integer, Position> stopped() {
        NavigableMap<Integer, Position> stopped = new TreeMap<>();
        for (Lane lane : lanes.values()) {
            if (lane.phase() == Lane.Phase.STOPPED) {
                stopped.put(lane.number(), lane.position());
            }
        }
        return stopped;
    }

    /** Resumes a partition that is still stopped: its position is looked up again. */
    synchronized void resume(int number) {
        lane(number).filter(lane -> lane.phase() == Lane.Phase.STOPPED).ifPresent(lane -> {
            lane.resume(System.nanoTime());
            LOG.log(
                    System.Logger.Level.INFO,
                    "Recording of partition {0} continues because an operator resumed it or changed its position in PostgreSQL.",
                    number);
        });
        notifyAll();
    }

    private Optional<Lane> lane(int number) {
        return Optional.ofNullable(lanes.get(number));
    }

    /** Returns a fact about a partition; empty if it is not assigned to this process. */
    synchronized <T> Optional<T> ask(int number, Function<Lane, T> question) {
        return lane(number).map(question);
    }

    /** Returns the open partitions of which every read message is recorded. */
    synchronized NavigableSet<Integer> idle() {
        NavigableSet<Integer> idle = new TreeSet<>();
        for (Lane lane : lanes.values()) {
            if (lane.phase() == Lane.Phase.OPEN
                    && !lane.isHolding()
                    && lane.trouble().isEmpty()) {
                idle.add(lane.number());
            }
        }
        return idle;
    }

    /** Returns the known positions, by partition. */
    synchronized NavigableMap<Integer, Position> positions() {
        NavigableMap<Integer, Position> positions = new TreeMap<>();
        for (Lane lane : lanes.values()) {
            switch (lane.phase()) {
                case UNPLACED, PLACING, STOPPED -> {}
                case PLACED, OPEN, RECORDING, PARKED, RETRYING -> positions.put(lane.number(), lane.position());
            }
        }
        return positions;
    }

    // Recording.

    /**
     * Takes the first chunk of every open partition, up to {@link #JOINT} entries together; waits until there is one.
     * Empty if the recorder is being closed.
     *
     * @param notBefore the time, by {@link System#nanoTime}, until which to collect chunks, unless there are {@link Lane#CHUNK} entries
     *     before
     */
    synchronized List<Taken> takeJoint(long notBefore) throws InterruptedException {
        while (!closed) {
            int ready = lanes.values().stream().mapToInt(Lane::ready).sum();
            long early = notBefore - System.nanoTime();
            if (ready >= Lane.CHUNK || (ready > 0 && early <= 0)) {
                return collect();
            }
            if (ready > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(early, 0) + ROUNDING);
            } else {
                wait();
            }
        }
        return List.of();
    }

    private List<Taken> collect() {
        List<Taken> taken = new ArrayList<>();
        int entries = 0;
        for (Lane lane : inTurn()) {
            int ready = lane.ready();
            if (ready > 0 && (taken.isEmpty() || entries + ready <= JOINT)) {
                QueueChunk chunk = lane.record();
                taken.add(new Taken(lane, chunk, lane.origins()));
                entries += ready;
            }
        }
        firstOfLast = taken.getFirst().lane().number();
        return taken;
    }

    /**
     * Returns all lanes, beginning with the one after the first of the last joint transaction, so that no lane is left
     * out for long.
     */
    private List<Lane> inTurn() {
        List<Lane> inTurn = new ArrayList<>(lanes.tailMap(firstOfLast + 1).values());
        inTurn.addAll(lanes.headMap(firstOfLast + 1).values());
        return inTurn;
    }

    /** Takes the first chunk of a partition that has to be recorded alone; waits until one is due. Empty if the recorder is being closed. */
    synchronized List<Taken> takeAlone() throws InterruptedException {
        while (!closed) {
            Optional<Lane> due = lanes.values().stream()
                    .filter(lane -> lane.isToBeRetried(System.nanoTime()))
                    .min(Comparator.comparing(lane -> lane.untilDue(System.nanoTime())));
            if (due.isPresent()) {
                Lane lane = due.get();
                QueueChunk chunk = lane.retry();
                return List.of(new Taken(lane, chunk, lane.origins()));
            }
            TimeUnit.NANOSECONDS.timedWait(this, untilDue(Lane.Phase.PARKED));
        }
        return List.of();
    }

    /**
     * Returns the longest time, in nanoseconds, that a thread waits until a partition in this phase is due or the
     * thread is notified.
     */
    private long untilDue(Lane.Phase phase) {
        return lanes.values().stream()
                .filter(lane -> lane.phase() == phase)
                .map(lane -> lane.untilDue(System.nanoTime()))
                .min(Comparator.naturalOrder())
                .map(due -> Math.max(due.toNanos(), 0) + ROUNDING)
                .orElse(LaneTrouble.LONGEST.toNanos());
    }

    /**
     * Processes the outcome of a chunk. It is ignored if the position of the lane was looked up again, or the partition
     * was reassigned, in the meantime.
     */
    synchronized void settle(Taken taken, RecordingOutcome outcome) {
        Lane lane = taken.lane();
        if (isCurrent(taken)) {
            switch (outcome) {
                case RecordPurchases.ChunkRecorded done -> done(taken, done);
                case RecordPurchases.LaneLost lost -> lost(lane);
                case RecordPurchases.Failed failed -> failed(lane, failed.cause());
            }
        }
        notifyAll();
    }

    private boolean isCurrent(Taken taken) {
        return lanes.get(taken.lane().number()) == taken.lane() && taken.lane().isRecording(taken.chunk());
    }

    private void done(Taken taken, RecordPurchases.ChunkRecorded done) {
        Lane lane = taken.lane();
        if (done.strayMarkers() > 0) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "Partition {0}: the close marker before offset {1} was ignored, because its race is not closing"
                            + " with the id of this marker. The marker is repeated, late or forged.",
                    lane.number(),
                    Long.toString(taken.chunk().next()));
        }
        boolean isOver = lane.trouble().filter(LaneTrouble::isPassing).isPresent();
        change(lane, lane::done);
        if (isOver) {
            lanes.values().stream()
                    .filter(other ->
                            other.trouble().filter(LaneTrouble::isPassing).isPresent())
                    .forEach(other -> other.dueNow(System.nanoTime()));
        }
        health.progress();
        tellIfStopped(lane);
    }

    private void lost(Lane lane) {
        lane.lost(System.nanoTime());
        LOG.log(
                System.Logger.Level.INFO,
                "The position of partition {0} in PostgreSQL differs from that of this process: another process recorded the partition, or the"
                        + " answer to this process's own commit was lost. This process continues at the position in PostgreSQL.",
                lane.number());
    }

    private void failed(Lane lane, Throwable failure) {
        change(lane, () -> lane.failed(failure, clock.instant(), System.nanoTime()));
    }

    /** Processes an attempt that ended with an exception or error and without any outcome. */
    synchronized void settleFailed(List<Taken> all, Throwable failure) {
        for (Taken taken : all) {
            if (isCurrent(taken)) {
                if (all.size() == 1) {
                    failed(taken.lane(), failure);
                } else {
                    taken.lane().suspect(System.nanoTime());
                }
            }
        }
        notifyAll();
    }

    /**
     * Changes a lane, and logs if the change has paused it, has changed the reason of the pause, or has ended the
     * pause.
     */
    private void change(Lane lane, Runnable change) {
        Optional<LaneTrouble> before = lane.trouble();
        change.run();
        Optional<LaneTrouble> after = lane.trouble();
        if (after.isEmpty()) {
            before.ifPresent(trouble -> tellContinued(lane, trouble));
        } else if (!after.map(LaneTrouble::reason).equals(before.map(LaneTrouble::reason))) {
            tellPaused(lane, after.get());
        }
    }

    private void tellPaused(Lane lane, LaneTrouble trouble) {
        health.setback();
        boolean known = lanes.values().stream()
                .anyMatch(other -> other != lane
                        && other.trouble()
                                .filter(its -> its.reason().equals(trouble.reason()))
                                .isPresent());
        System.Logger.Level level = trouble.isPassing() ? System.Logger.Level.WARNING : System.Logger.Level.ERROR;
        LOG.log(
                known ? System.Logger.Level.DEBUG : level,
                "Recording of partition " + lane.number() + " is paused at offset "
                        + lane.position().next() + ": " + trouble.reason() + ". It is retried in "
                        + LaneTrouble.FIRST.toMillis() + " ms, then after pauses that double up to "
                        + LaneTrouble.LONGEST.toSeconds() + " s. Recording of the other partitions continues.",
                trouble.isPassing() ? null : trouble.failure());
    }

    private void tellContinued(Lane lane, LaneTrouble trouble) {
        LOG.log(
                System.Logger.Level.INFO,
                "Recording of partition {0} continues at offset {1}, after a pause of {2} s.",
                lane.number(),
                Long.toString(lane.position().next()),
                Duration.between(trouble.since(), clock.instant()).toSeconds());
    }

    // All lanes together.

    /** Returns the partitions that are not recorded now, by number. */
    synchronized List<StoppedPartition> standing() {
        return lanes.values().stream().flatMap(lane -> lane.standing().stream()).toList();
    }

    /** Returns whether every partition that is not recorded now may continue without an operator. */
    synchronized boolean isPassing() {
        return lanes.values().stream()
                .allMatch(lane -> lane.phase() != Lane.Phase.STOPPED
                        && lane.trouble()
                                .filter(trouble -> !trouble.isPassing())
                                .isEmpty());
    }

    /** Ends the waiting of all threads, because there will be no more work. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
