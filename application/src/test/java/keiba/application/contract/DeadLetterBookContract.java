package keiba.application.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterBook;
import keiba.application.purchase.QueueChunk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DeadLetterBook} does. */
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
    void has_nothing_to_copy_at_first() {
        assertThat(letters().uncopied(10)).isEmpty();
    }

    @Test
    void keeps_a_dead_letter_as_it_came() {
        bury(1);
        DeadLetter letter = letters().uncopied(10).get(0);
        assertThat(letter.partition()).isEqualTo(1);
        assertThat(letter.offset()).isZero();
        assertThat(letter.reason()).isEqualTo("no bet");
        assertThat(letter.value().toArray()).isEqualTo(bytes().toArray());
    }

    @Test
    void gives_out_the_oldest_first() {
        bury(5);
        assertThat(offsets(letters().uncopied(3))).containsExactly(0L, 1L, 2L);
        assertThat(offsets(letters().uncopied(3))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void gives_out_none_that_was_copied() {
        bury(5);
        letters().copied(letters().uncopied(3));
        assertThat(offsets(letters().uncopied(10))).containsExactly(3L, 4L);
        letters().copied(letters().uncopied(10));
        assertThat(letters().uncopied(10)).isEmpty();
    }

    @Test
    void may_be_told_twice() {
        bury(2);
        List<DeadLetter> all = letters().uncopied(10);
        letters().copied(all);
        letters().copied(all);
        letters().copied(List.of());
        assertThat(letters().uncopied(10)).isEmpty();
    }
}
