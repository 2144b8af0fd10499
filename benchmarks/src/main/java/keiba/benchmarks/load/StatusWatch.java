package keiba.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.RedisClient;

/**
 * Looks up in Redis when purchases become COMPLETED: the key that clients' requests are answered from. Every look asks for all purchases that
 * are still pending, some hundreds in a command, so that none waits behind others to be asked for. A purchase counts as completed at the
 * end of the look that finds it: the figures are too long by one pause and one look at most, never too short.
 */
final class StatusWatch {
    private static final byte[] COMPLETED = "COMPLETED".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FAILED = "FAILED".getBytes(StandardCharsets.US_ASCII);
    private static final int ASKED_AT_ONCE = 500;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(4);

    /** A look may take a tenth of the time; so it costs Redis little even when thousands of purchases are pending. */
    private static final int PAUSES_PER_LOOK = 9;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Queue<Pending> arrived = new ConcurrentLinkedQueue<>();
    private final Latencies fromAnswer = new Latencies();
    private final Latencies fromDue = new Latencies();
    private final Latencies looks = new Latencies();
    private final int most;
    private int failed;

    private record Pending(byte[] key, long due, long answered) {}

    /** @param most how many purchases there will be */
    StatusWatch(int most) {
        this.most = most;
    }

    /** A purchase was answered 202; called by the thread that sends. */
    void accepted(UUID id, long due, long answered) {
        byte[] key = ("purchase:" + id + ":status").getBytes(StandardCharsets.US_ASCII);
        arrived.add(new Pending(key, due, answered));
    }

    /** From its 202 until each was COMPLETED; complete when {@link #watch} has returned. */
    Latencies fromAnswer() {
        return fromAnswer;
    }

    /** From the moment at which each was due until it was COMPLETED. */
    Latencies fromDue() {
        return fromDue;
    }

    /** Returns the times between two looks, by which the other figures may be too long. */
    Latencies looks() {
        return looks;
    }

    /** Looks until all are completed. */
    void watch(URI redis) throws IOException {
        List<Pending> pending = new ArrayList<>();
        long progress = System.nanoTime();
        long before = progress;
        try (RedisClient board = RedisClient.create(redis)) {
            while (fromAnswer.count() + failed < most) {
                for (Pending next = arrived.poll(); next != null; next = arrived.poll()) {
                    pending.add(next);
                }
                long begin = System.nanoTime();
                List<Pending> still = look(board, pending);
                long end = System.nanoTime();
                looks.add(end - before);
                before = end;
                progress = still.size() < pending.size() ? end : progress;
                pending = still;
                if (end - progress > PATIENCE || Thread.currentThread().isInterrupted()) {
                    throw new IOException("only " + fromAnswer.count() + " of " + most
                            + " purchases are COMPLETED, and no further one");
                }
                LockSupport.parkNanos(Math.max(PAUSE, PAUSES_PER_LOOK * (end - begin)));
            }
        }
        if (failed > 0) {
            throw new IOException(failed + " purchases are FAILED, although each had to be sold");
        }
    }

    /** Returns the ones that are still pending. */
    private List<Pending> look(RedisClient board, List<Pending> asked) {
        List<Pending> still = new ArrayList<>();
        for (int from = 0; from < asked.size(); from += ASKED_AT_ONCE) {
            List<Pending> some = asked.subList(from, Math.min(asked.size(), from + ASKED_AT_ONCE));
            List<byte[]> statuses = board.mget(some.stream().map(Pending::key).toArray(byte[][]::new));
            long now = System.nanoTime();
            for (int i = 0; i < some.size(); i++) {
                note(some.get(i), statuses.get(i), now, still);
            }
        }
        return still;
    }

    private void note(Pending purchase, byte[] status, long now, List<Pending> still) {
        if (Arrays.equals(status, COMPLETED)) {
            fromAnswer.add(now - purchase.answered());
            fromDue.add(now - purchase.due());
        } else if (Arrays.equals(status, FAILED)) {
            failed++;
        } else {
            still.add(purchase);
        }
    }
}
