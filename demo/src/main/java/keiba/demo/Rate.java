package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a count rises: its rise over the last second or so. */
final class Rate {
    private static final Duration WINDOW = Duration.ofMillis(1_500);

    private final Deque<Seen> seen = new ArrayDeque<>();

    private record Seen(Instant at, long count) {}

    /** Notes a count, and tells how much it rises in a second. */
    long perSecond(Instant now, long count) {
        seen.addLast(new Seen(now, count));
        while (seen.size() > 2 && Duration.between(seen.getFirst().at, now).compareTo(WINDOW) > 0) {
            seen.removeFirst();
        }
        Seen first = seen.getFirst();
        long millis = Duration.between(first.at, now).toMillis();
        return millis == 0 ? 0 : (count - first.count) * 1_000 / millis;
    }
}
