package keiba.application.fake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterQueue;

/** Dead letters in memory, in the order in which they were sent. */
public final class FakeDeadLetterQueue implements DeadLetterQueue {
    private final List<DeadLetter> sent = new ArrayList<>();
    private final Set<Long> tooLarge = new HashSet<>();
    private final Set<Long> lost = new HashSet<>();
    private final Faults faults = new Faults("the dead letter queue");

    public Faults faults() {
        return faults;
    }

    /** From now on letters of this offset are too large for the queue. */
    public synchronized void tooLarge(long offset) {
        tooLarge.add(offset);
    }

    /** From now on letters of this offset never arrive, for a reason that may pass. */
    public synchronized void lose(long offset) {
        lost.add(offset);
    }

    @Override
    public synchronized Copies send(List<DeadLetter> letters) {
        return faults.call(() -> {
            List<DeadLetter> arrived = letters.stream()
                    .filter(letter -> !tooLarge.contains(letter.offset()) && !lost.contains(letter.offset()))
                    .toList();
            List<RefusedCopy> refused = letters.stream()
                    .filter(letter -> tooLarge.contains(letter.offset()))
                    .map(letter -> new RefusedCopy(letter, "too large"))
                    .toList();
            sent.addAll(arrived);
            return new Copies(arrived, refused);
        });
    }

    public synchronized List<DeadLetter> sent() {
        return List.copyOf(sent);
    }
}
