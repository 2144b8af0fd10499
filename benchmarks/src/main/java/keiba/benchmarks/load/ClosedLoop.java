package keiba.benchmarks.load;

import java.io.IOException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A fixed number of connections, each of which sends its next request as soon as the last one is answered. */
final class ClosedLoop implements HttpLoop.Traffic {
    private final IntFunction<byte[]> requests;
    private final AnswerCheck check;
    private final long begin;
    private final long end;
    private final int last;
    private final Latencies latencies = new Latencies();
    private int number;
    private long lastAnswer;

    /** Looks at each answer. */
    @FunctionalInterface
    interface AnswerCheck {
        void check(Answer answer) throws IOException;
    }

    /**
     * The outcome of a run.
     *
     * @param next the number of the next request
     * @param clientMicros processor time of the client for one request
     */
    record Result(double perSecond, Latencies latencies, int next, double clientMicros) {}

    private ClosedLoop(IntFunction<byte[]> requests, int first, int most, long nanos, AnswerCheck check) {
        this.requests = requests;
        this.check = check;
        this.number = first;
        this.last = first + most;
        this.begin = System.nanoTime();
        this.end = begin + nanos;
    }

    /**
     * Sends for a time, or until a number of requests is sent if that comes first.
     *
     * @param first the number of the first request
     */
    static Result run(HttpLoop loop, IntFunction<byte[]> requests, int first, int most, long nanos, AnswerCheck check)
            throws IOException {
        ClosedLoop traffic = new ClosedLoop(requests, first, most, nanos, check);
        long clientNanos = loop.run(traffic);
        long count = Math.max(1, traffic.latencies.count());
        return new Result(
                count * 1e9 / Math.max(1, traffic.lastAnswer - traffic.begin),
                traffic.latencies,
                traffic.number,
                clientNanos / 1e3 / count);
    }

    @Override
    public HttpLoop.@Nullable Request next(long now) {
        if (isOver(now)) {
            return null;
        }
        HttpLoop.Request request = new HttpLoop.Request(number, requests.apply(number), now);
        number++;
        return request;
    }

    @Override
    public long untilNext(long now) {
        return HttpLoop.UNTIL_ANSWERED;
    }

    @Override
    public boolean isOver(long now) {
        return now >= end || number >= last;
    }

    @Override
    public void answered(HttpLoop.Request request, Answer answer, long sent, long now) throws IOException {
        check.check(answer);
        latencies.add(now - sent);
        lastAnswer = now;
    }
}
