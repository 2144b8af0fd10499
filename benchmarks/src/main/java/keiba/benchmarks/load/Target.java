package keiba.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A server under a closed loop, in rounds that take turns with those of other targets. */
final class Target implements AutoCloseable {
    private static final long WARM_UP_AT_MOST = TimeUnit.SECONDS.toNanos(60);

    /** So many requests end a round early, so that the topic does not grow without bound. */
    private static final int MOST_IN_A_ROUND = 200_000;

    private final ChildProcess server;
    private final HttpLoop loop;
    private final IntFunction<byte[]> requests;
    private final ClosedLoop.AnswerCheck check;
    private final List<ClosedLoop.Result> rounds = new ArrayList<>();
    private double processorMicros;

    Target(ChildProcess server, IntFunction<byte[]> requests, ClosedLoop.AnswerCheck check) throws IOException {
        this.server = server;
        this.requests = requests;
        this.check = check;
        this.loop = new HttpLoop(server.port(), Testbed.CONNECTIONS);
    }

    /** Returns the number of the next request. */
    int warmUp(int first, int count) throws IOException {
        return ClosedLoop.run(loop, requests, first, count, WARM_UP_AT_MOST, check)
                .next();
    }

    /** Returns the number of the next request. */
    int load(int first, long nanos) throws IOException {
        double before = server.processorMicros();
        ClosedLoop.Result round = ClosedLoop.run(loop, requests, first, MOST_IN_A_ROUND, nanos, check);
        processorMicros += server.processorMicros() - before;
        rounds.add(round);
        return round.next();
    }

    /** The round in the middle, by speed. */
    ClosedLoop.Result median() {
        return rounds.stream()
                .sorted(Comparator.comparing(ClosedLoop.Result::perSecond))
                .toList()
                .get(rounds.size() / 2);
    }

    /** Processor time of the server for one request, in microseconds, over all rounds. */
    double processorMicros() {
        return processorMicros
                / Math.max(
                        1,
                        rounds.stream()
                                .mapToLong(round -> round.latencies().count())
                                .sum());
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
