package keiba.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A server under a closed loop, in rounds that take turns with those of other targets. */
final class Target {
    private static final long FIRST_WARM_UP_AT_MOST = TimeUnit.SECONDS.toNanos(60);

    /** So many requests end a round early, so that the topic does not grow without bound. */
    private static final int MOST_IN_A_ROUND = 200_000;

    private final ChildProcess server;
    private final IntFunction<byte[]> requests;
    private final ClosedLoop.AnswerCheck check;
    private final List<ClosedLoop.Result> rounds = new ArrayList<>();
    private double processorMicros;
    private double compilerMicros;

    Target(ChildProcess server, IntFunction<byte[]> requests, ClosedLoop.AnswerCheck check) {
        this.server = server;
        this.requests = requests;
        this.check = check;
    }

    /**
     * Sends some requests, and further ones until the JVM of the server is warm.
     *
     * @return the number of the next request
     */
    int warmUp(int first, WarmUp warmUp) throws IOException {
        int next = run(first, warmUp.requests(), FIRST_WARM_UP_AT_MOST).next();
        WarmUp.Until warm = warmUp.until(server);
        while (warm.isAwaited()) {
            next = run(next, MOST_IN_A_ROUND, warmUp.slice().toNanos()).next();
        }
        return next;
    }

    /** Returns the number of the next request. */
    int load(int first, long nanos) throws IOException {
        double before = server.processorMicros();
        double compilersBefore = server.compilerMicros();
        ClosedLoop.Result round = run(first, MOST_IN_A_ROUND, nanos);
        processorMicros += server.processorMicros() - before;
        compilerMicros += server.compilerMicros() - compilersBefore;
        rounds.add(round);
        return round.next();
    }

    /** On connections of its own: the server closes those that are idle for long while others have their turn. */
    private ClosedLoop.Result run(int first, int most, long nanos) throws IOException {
        try (HttpLoop loop = new HttpLoop(server.port(), Testbed.CONNECTIONS)) {
            return ClosedLoop.run(loop, requests, first, most, nanos, check);
        }
    }

    /** Returns the round in the middle, by speed. */
    ClosedLoop.Result median() {
        return rounds.stream()
                .sorted(Comparator.comparing(ClosedLoop.Result::perSecond))
                .toList()
                .get(rounds.size() / 2);
    }

    /** Processor time of the server for one request, in microseconds, over all rounds. */
    double processorMicros() {
        return processorMicros / requests();
    }

    /** Of that, what the just-in-time compilers of its JVM used. */
    double compilerMicros() {
        return compilerMicros / requests();
    }

    private long requests() {
        return Math.max(
                1, rounds.stream().mapToLong(round -> round.latencies().count()).sum());
    }
}
