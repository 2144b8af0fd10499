package keiba.application.fake;

import java.util.ArrayList;
import java.util.List;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterQueue;

/** Dead letters in memory, in the order in which they were sent. */
public final class FakeDeadLetterQueue implements DeadLetterQueue {
    private final List<DeadLetter> sent = new ArrayList<>();
    private final Faults faults = new Faults("the dead letter queue");

    public Faults faults() {
        return faults;
    }

    @Override
    public synchronized void send(List<DeadLetter> letters) {
        faults.run(() -> sent.addAll(letters));
    }

    public synchronized List<DeadLetter> sent() {
        return List.copyOf(sent);
    }
}
