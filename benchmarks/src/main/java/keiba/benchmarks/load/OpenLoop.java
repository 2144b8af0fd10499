package keiba.benchmarks.load;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Purchases at a steady rate, however slowly they are answered. Each has a moment at which it is due, and its time counts from that moment,
 * also when it had to wait for a free connection: a server that stands still for a second delays a second's purchases, not 64.
 */
final class OpenLoop implements HttpLoop.Traffic {
    private final IntFunction<byte[]> requests;
    private final Accepted accepted;
    private final StatusWatch watch;
    private final int perSecond;
    private final int most;
    private final long begin;
    private final Latencies untilAnswer = new Latencies();
    private final Latencies lateness = new Latencies();
    private int number;

    /**
     * @param watch is told of every purchase that is answered
     * @param most how many purchases in all
     * @param begin when the first is due, in the nanoseconds of {@link System#nanoTime}
     */
    OpenLoop(IntFunction<byte[]> requests, Accepted accepted, StatusWatch watch, int perSecond, int most, long begin) {
        this.requests = requests;
        this.accepted = accepted;
        this.watch = watch;
        this.perSecond = perSecond;
        this.most = most;
        this.begin = begin;
    }

    /** From the moment at which each was due until its answer. */
    Latencies untilAnswer() {
        return untilAnswer;
    }

    /** Returns how long after it was due each was sent. */
    Latencies lateness() {
        return lateness;
    }

    private long due(int which) {
        return begin + which * TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    @Override
    public HttpLoop.@Nullable Request next(long now) {
        if (number == most || due(number) > now) {
            return null;
        }
        HttpLoop.Request request = new HttpLoop.Request(number, requests.apply(number), due(number));
        number++;
        return request;
    }

    @Override
    public long untilNext(long now) {
        return number == most ? HttpLoop.UNTIL_ANSWERED : Math.max(0, due(number) - now);
    }

    @Override
    public boolean isOver(long now) {
        return number == most;
    }

    @Override
    public void answered(HttpLoop.Request request, Answer answer, long sent, long now) throws IOException {
        UUID id = accepted.note(answer);
        untilAnswer.add(now - request.due());
        lateness.add(sent - request.due());
        watch.accepted(id, request.due(), now);
    }
}
