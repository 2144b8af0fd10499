package keiba.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** As many connections as given, each sending its next request as soon as the last was answered. */
final class ClosedLoop {
    static final int CONNECTIONS = 64;

    private ClosedLoop() {}

    /** What came of it. */
    record Result(double perSecond, Latencies latencies) {}

    /**
     * Sends for so long.
     *
     * @param numbers counts the requests over all calls
     * @param most ends it early, so that nothing grows without bound
     */
    static Result run(
            int port, Purchases purchases, AtomicInteger numbers, int most, Duration duration, Accepted accepted)
            throws InterruptedException, IOException {
        long begin = System.nanoTime();
        long end = begin + duration.toNanos();
        List<Future<Latencies>> running = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                running.add(clients.submit(() -> send(port, purchases, numbers, most, end, accepted)));
            }
        }
        Latencies all = Latencies.merged(joined(running));
        return new Result(all.count() * 1e9 / (System.nanoTime() - begin), all);
    }

    private static Latencies send(
            int port, Purchases purchases, AtomicInteger numbers, int most, long end, Accepted accepted)
            throws IOException {
        Latencies latencies = new Latencies();
        try (HttpConnection connection = new HttpConnection(port)) {
            for (long now = System.nanoTime(); now < end; ) {
                int number = numbers.incrementAndGet();
                if (number > most) {
                    break;
                }
                accepted.note(connection.send(purchases.request(number)));
                long answered = System.nanoTime();
                latencies.add(answered - now);
                now = answered;
            }
        }
        return latencies;
    }

    private static List<Latencies> joined(List<Future<Latencies>> running) throws InterruptedException, IOException {
        List<Latencies> parts = new ArrayList<>();
        for (Future<Latencies> each : running) {
            try {
                parts.add(each.get());
            } catch (ExecutionException failed) {
                throw new IOException("a connection failed: " + failed.getCause(), failed);
            }
        }
        return parts;
    }
}
