package keiba.application.fake;

import java.util.List;
import java.util.Optional;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterBook;
import keiba.application.purchase.DeadLetterQueue;

/** Dead letters, stored in memory. */
public final class FakeDeadLetterBook implements DeadLetterBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the dead letter book");

    FakeDeadLetterBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    /** Every dead letter, copied or not. */
    public List<DeadLetter> all() {
        return books.read(state -> List.copyOf(state.deadLetters));
    }

    @Override
    public List<DeadLetter> uncopied(Optional<DeadLetter> after, int limit) {
        return faults.call(() -> books.read(state -> state.deadLetters.stream()
                .skip(after.map(letter -> state.deadLetters.indexOf(letter) + 1).orElse(0))
                .filter(letter -> !state.copied.contains(letter))
                .limit(limit)
                .toList()));
    }

    @Override
    public void note(DeadLetterQueue.Copies copies) {
        faults.run(() -> books.transaction(state -> {
            copies.refused().forEach(refused -> state.copied.add(refused.letter()));
            return state.copied.addAll(copies.durable());
        }));
    }
}
