package keiba.bootstrap.faults;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The violations that were found, in the order in which they were noticed. Thread-safe. */
final class Findings {
    private static final int MOST = 100;

    private final ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();

    void add(String finding) {
        if (found.size() < MOST) {
            found.add(finding);
        }
    }

    List<String> all() {
        return List.copyOf(found);
    }
}
