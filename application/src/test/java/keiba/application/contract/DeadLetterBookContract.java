package keiba.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterBook;
import keiba.application.purchase.DeadLetterQueue;
import keiba.application.purchase.QueueChunk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that every {@link DeadLetterBook} must pass, the fake and the real adapter alike. */
public abstract class DeadLetterBookContract extends BooksContract {

    @BeforeEach
    void openTopic() {
        beginTopic();
    }

    private DeadLetterBook letters() {
        return books().deadLetters();
    }

    private void bury(int many) {
        List<QueueChunk.Entry> entries = new ArrayList<>();
        for (int offset = 0; offset < many; offset++) {
            entries.add(unreadable(offset, Optional.empty()));
        }
        record(chunk(0, entries), BooksContract::sell);
    }

    private static List<Long> offsets(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::offset).toList();
    }

    @Test
    void has_no_dead_letters_to_copy_at_first() {
        assertThat(letters().uncopied(Optional.empty(), 10)).isEmpty();
    }

    @Test
    void keeps_a_dead_letter_unchanged() {
        bury(1);
        DeadLetter letter = letters().uncopied(Optional.empty(), 10).get(0);
        assertThat(letter.partition()).isEqualTo(1);
        assertThat(letter.offset()).isZero();
        assertThat(letter.reason()).isEqualTo("no bet");
        assertThat(letter.value().orElseThrow().toArray()).isEqualTo(bytes().toArray());
    }

    @Test
    void returns_the_oldest_uncopied_dead_letters_first() {
        bury(5);
        assertThat(offsets(letters().uncopied(Optional.empty(), 3))).containsExactly(0L, 1L, 2L);
        assertThat(offsets(letters().uncopied(Optional.empty(), 3))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void does_not_return_copied_dead_letters() {
        bury(5);
        letters().note(copied(letters().uncopied(Optional.empty(), 3)));
        assertThat(offsets(letters().uncopied(Optional.empty(), 10))).containsExactly(3L, 4L);
        letters().note(copied(letters().uncopied(Optional.empty(), 10)));
        assertThat(letters().uncopied(Optional.empty(), 10)).isEmpty();
    }

    private static DeadLetterQueue.Copies copied(List<DeadLetter> letters) {
        return new DeadLetterQueue.Copies(letters, List.of());
    }

    @Test
    void returns_the_dead_letters_after_a_given_one() {
        bury(5);
        DeadLetter second = letters().uncopied(Optional.empty(), 10).get(1);
        assertThat(offsets(letters().uncopied(Optional.of(second), 2))).containsExactly(2L, 3L);
        letters().note(copied(letters().uncopied(Optional.of(second), 2)));
        assertThat(offsets(letters().uncopied(Optional.of(second), 10))).containsExactly(4L);
    }

    @Test
    void does_not_return_dead_letters_that_the_queue_refused() {
        bury(3);
        DeadLetter first = letters().uncopied(Optional.empty(), 1).get(0);
        letters()
                .note(new DeadLetterQueue.Copies(
                        List.of(), List.of(new DeadLetterQueue.RefusedCopy(first, "too\0large \uD800"))));
        assertThat(offsets(letters().uncopied(Optional.empty(), 10))).containsExactly(1L, 2L);
    }

    @Test
    void distinguishes_no_value_from_an_empty_value() {
        record(
                chunk(
                        0,
                        List.of(
                                new QueueChunk.Unreadable(
                                        0, appendedAt(0), Optional.empty(), Optional.empty(), "none", Optional.empty()),
                                new QueueChunk.Unreadable(
                                        1,
                                        appendedAt(1),
                                        Optional.empty(),
                                        Optional.empty(),
                                        "empty",
                                        Optional.of(new QueueChunk.Bytes(new byte[0]))))),
                BooksContract::sell);
        List<DeadLetter> letters = letters().uncopied(Optional.empty(), 10);
        assertThat(letters.get(0).value()).isEmpty();
        assertThat(letters.get(1).value().orElseThrow().toArray()).isEmpty();
    }

    @Test
    void accepts_the_same_copies_twice() {
        bury(2);
        List<DeadLetter> all = letters().uncopied(Optional.empty(), 10);
        letters().note(copied(all));
        letters().note(copied(all));
        letters().note(copied(List.of()));
        assertThat(letters().uncopied(Optional.empty(), 10)).isEmpty();
    }
}
