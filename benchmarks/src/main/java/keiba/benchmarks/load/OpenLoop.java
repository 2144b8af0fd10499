package keiba.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.RedisClient;

/** Purchases at a steady rate, however they are answered, and the time from each 202 until its status says that it is recorded. */
final class OpenLoop {
    private static final int CONNECTIONS = 64;
    private static final int ASKED_AT_ONCE = 500;
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final int perSecond;
    private final int most;

    private record Waiting(UUID id, long accepted) {
        String key() {
            return "purchase:" + id + ":status";
        }
    }

    OpenLoop(int perSecond, int seconds) {
        this.perSecond = perSecond;
        this.most = perSecond * seconds;
    }

    /** How long they took from 202 to COMPLETED. */
    Latencies run(int port, Purchases purchases, Accepted accepted, URI redis)
            throws InterruptedException, IOException {
        long begin = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS + 1)) {
            Future<Latencies> watched = clients.submit(() -> watch(redis));
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                senders.add(clients.submit(() -> send(port, purchases, accepted, begin)));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
            return Latencies.merged(List.of(watched.get()));
        } catch (ExecutionException failed) {
            throw new IOException("a connection failed: " + failed.getCause(), failed);
        }
    }

    private boolean send(int port, Purchases purchases, Accepted accepted, long begin) throws IOException {
        try (HttpConnection connection = new HttpConnection(port)) {
            for (int number = sent.getAndIncrement(); number < most; number = sent.getAndIncrement()) {
                long due = begin + number * TimeUnit.SECONDS.toNanos(1) / perSecond;
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                UUID id = accepted.note(connection.send(purchases.request(number)));
                waiting.add(new Waiting(id, System.nanoTime()));
            }
        }
        return true;
    }

    private Latencies watch(URI redis) throws IOException {
        Latencies latencies = new Latencies();
        int completed = 0;
        long progress = System.nanoTime();
        try (RedisClient board = RedisClient.create(redis)) {
            while (completed < most) {
                int now = look(board, latencies);
                completed += now;
                progress = now > 0 ? System.nanoTime() : progress;
                if (System.nanoTime() - progress > PATIENCE) {
                    throw new IOException("only " + completed + " of " + most + " purchases were completed");
                }
                LockSupport.parkNanos(BETWEEN_LOOKS);
            }
        }
        return latencies;
    }

    private int look(RedisClient board, Latencies latencies) throws IOException {
        List<Waiting> asked = waiting.stream().limit(ASKED_AT_ONCE).toList();
        if (asked.isEmpty()) {
            return 0;
        }
        List<String> statuses = board.mget(asked.stream().map(Waiting::key).toArray(String[]::new));
        long now = System.nanoTime();
        List<Waiting> done = new ArrayList<>();
        Iterator<String> status = statuses.iterator();
        for (Waiting purchase : asked) {
            if (isDone(status.next())) {
                done.add(purchase);
                latencies.add(now - purchase.accepted());
            }
        }
        waiting.removeAll(done);
        return done.size();
    }

    private static boolean isDone(String status) throws IOException {
        if ("FAILED".equals(status)) {
            throw new IOException("a purchase failed");
        }
        return "COMPLETED".equals(status);
    }
}
