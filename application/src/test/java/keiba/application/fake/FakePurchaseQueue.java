package keiba.application.fake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.PurchaseQueue;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.race.CloseId;
import keiba.application.race.CloseQueue;
import keiba.application.race.RaceId;

/** A log per partition, in memory. */
public final class FakePurchaseQueue implements PurchaseQueue, CloseQueue {
    private static final QueueId ID = new QueueId(new UUID(0x4b41_464b_4100_4000L, 0x8000_0000_0000_0001L));

    private final List<List<QueueChunk.Entry>> logs;
    private final InstantSource clock;
    private final Map<Integer, Mode> partitionModes = new HashMap<>();
    private Supplier<Mode> mode = () -> Mode.TAKE;

    public FakePurchaseQueue(int partitions, InstantSource clock) {
        this.logs = IntStream.range(0, partitions)
                .<List<QueueChunk.Entry>>mapToObj(partition -> new ArrayList<>())
                .toList();
        this.clock = clock;
    }

    /** What the queue does with a message. */
    public enum Mode {
        /** Takes it. */
        TAKE(true, Sent.DURABLE),
        /** Refuses it. */
        REFUSE(false, Sent.NOT_SENT),
        /** Takes it, and gives no verdict. */
        KEEP_SILENTLY(true, Sent.UNKNOWN),
        /** Loses it, and gives no verdict. */
        LOSE_SILENTLY(false, Sent.UNKNOWN);

        private final boolean kept;
        private final Sent verdict;

        Mode(boolean kept, Sent verdict) {
            this.kept = kept;
            this.verdict = verdict;
        }
    }

    /** What the queue does with every message from now on. */
    public synchronized void be(Mode always) {
        partitionModes.clear();
        mode = () -> always;
    }

    /** What the queue does with every message for one partition from now on. */
    public synchronized void be(int partition, Mode always) {
        partitionModes.put(partition, always);
    }

    private Mode modeFor(RaceId race) {
        Mode planned = partitionModes.get(partitionOf(race));
        return planned != null ? planned : mode.get();
    }

    /** What the queue does with each message from now on. */
    public synchronized void behave(Supplier<Mode> each) {
        mode = each;
    }

    @Override
    public synchronized Sent send(PurchaseMessage message) {
        Mode now = modeFor(message.race());
        if (now.kept) {
            append(message);
        }
        return now.verdict;
    }

    @Override
    public synchronized Marking mark(RaceId race, CloseId close) {
        Mode now = modeFor(race);
        if (now.kept) {
            appendMarker(race, close);
        }
        return switch (now.verdict) {
            case DURABLE -> () -> true;
            case NOT_SENT -> throw new TemporaryFailure("the queue refused it", new IllegalStateException("planned"));
            case UNKNOWN ->
                () -> {
                    throw new TemporaryFailure("the queue gave no verdict", new IllegalStateException("planned"));
                };
        };
    }

    /** Appends a close marker, as any producer of the queue could. */
    public synchronized void appendMarker(RaceId race, CloseId close) {
        append(partitionOf(race), offset -> new QueueChunk.CloseMarker(offset, clock.instant(), race, close));
    }

    /** Appends a purchase, as another producer would. */
    public synchronized void append(PurchaseMessage message) {
        append(
                partitionOf(message.race()),
                offset -> new QueueChunk.Queued(offset, clock.instant(), message, bytes(message.toString())));
    }

    /** Appends a message that is no purchase. */
    public synchronized void appendUnreadable(
            int partition, Optional<MessageId> id, Optional<UserId> user, String reason) {
        Instant now = clock.instant();
        append(
                partition,
                offset -> new QueueChunk.Unreadable(
                        offset, now, id, user, reason, Optional.of(bytes("unreadable: " + reason))));
    }

    private void append(int partition, LongFunction<QueueChunk.Entry> entryAt) {
        List<QueueChunk.Entry> log = logs.get(partition);
        log.add(entryAt.apply(log.size()));
    }

    private static QueueChunk.Bytes bytes(String text) {
        return new QueueChunk.Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public QueueId id() {
        return ID;
    }

    public int partitions() {
        return logs.size();
    }

    public int partitionOf(RaceId race) {
        return (int) (race.value() % logs.size());
    }

    /** Returns the offset of the next message of a partition. */
    public synchronized long end(int partition) {
        return logs.get(partition).size();
    }

    /** How many messages there are in all partitions. */
    public synchronized int size() {
        return logs.stream().mapToInt(List::size).sum();
    }

    /** Returns at most so many entries of a partition from an offset on, up to a close marker. */
    public synchronized QueueChunk chunk(int partition, long from, int most) {
        List<QueueChunk.Entry> log = logs.get(partition);
        int next = endOfChunk(log, (int) from, (int) Math.min(log.size(), from + most));
        return new QueueChunk(ID, partition, from, next, 0, log.subList((int) from, next));
    }

    private static int endOfChunk(List<QueueChunk.Entry> log, int from, int most) {
        for (int i = from; i < most; i++) {
            if (log.get(i) instanceof QueueChunk.CloseMarker) {
                return i + 1;
            }
        }
        return most;
    }

    /** Returns all entries of a partition. */
    public synchronized List<QueueChunk.Entry> log(int partition) {
        return List.copyOf(logs.get(partition));
    }
}
