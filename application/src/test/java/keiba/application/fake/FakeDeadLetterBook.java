package keiba.application.fake;

import java.util.List;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterBook;

/** The dead letters of the books in memory. */
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
    public List<DeadLetter> uncopied(int limit) {
        return faults.call(() -> books.read(state -> state.deadLetters.stream()
                .filter(letter -> !state.copied.contains(letter))
                .limit(limit)
                .toList()));
    }

    @Override
    public void copied(List<DeadLetter> letters) {
        faults.run(() -> books.transaction(state -> state.copied.addAll(letters)));
    }
}
