package keiba.application.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.LongStream;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import org.junit.jupiter.api.Test;

class CopyDeadLettersTest {
    private final FakeWorld world = new FakeWorld();

    private void bury(int many) {
        for (int number = 0; number < many; number++) {
            world.queue().appendUnreadable(2, Optional.empty(), Optional.empty(), "not JSON");
        }
        world.reader().readAll();
    }

    private int copy() {
        return world.useCases().purchases().copyDeadLetters().copy();
    }

    @Test
    void copies_nothing_without_dead_letters() {
        assertThat(copy()).isZero();
        assertThat(world.deadLetterQueue().sent()).isEmpty();
    }

    @Test
    void copies_every_dead_letter_once_in_batches() {
        bury(250);
        assertThat(copy()).isEqualTo(250);
        assertThat(copy()).isZero();
        assertThat(world.deadLetterQueue().faults().calls()).isEqualTo(3);
        assertThat(world.deadLetterQueue().sent())
                .isEqualTo(world.books().deadLetters().all())
                .extracting(DeadLetter::offset)
                .isEqualTo(LongStream.range(0, 250).boxed().toList());
    }

    @Test
    void copies_a_batch_again_if_its_answer_was_lost() {
        bury(150);
        world.deadLetterQueue().faults().loseAnswerOf(2);
        assertThatThrownBy(this::copy).isInstanceOf(TemporaryFailure.class);
        assertThat(copy()).isEqualTo(50);
        assertThat(world.deadLetterQueue().sent())
                .hasSize(200)
                .containsAll(world.books().deadLetters().all());
    }

    @Test
    void copies_the_other_dead_letters_if_one_is_too_large() {
        bury(150);
        world.deadLetterQueue().tooLarge(3);
        assertThat(copy()).isEqualTo(149);
        assertThat(copy()).isZero();
        assertThat(world.books().deadLetters().all()).hasSize(150);
    }

    @Test
    void copies_the_other_dead_letters_if_some_keep_failing() {
        bury(250);
        for (long offset = 0; offset < 120; offset++) {
            world.deadLetterQueue().lose(offset);
        }
        assertThatThrownBy(this::copy).isInstanceOf(TemporaryFailure.class).hasMessageContaining("120");
        assertThat(world.deadLetterQueue().sent())
                .extracting(DeadLetter::offset)
                .isEqualTo(LongStream.range(120, 250).boxed().toList());
    }

    @Test
    void stops_after_two_failed_batches_while_the_queue_is_unavailable() {
        bury(450);
        world.deadLetterQueue().faults().away();
        assertThatThrownBy(this::copy).isInstanceOf(TemporaryFailure.class);
        assertThat(world.deadLetterQueue().faults().calls()).isEqualTo(2);
    }

    @Test
    void copies_a_dead_letter_again_if_its_copy_could_not_be_noted() {
        bury(1);
        world.books().deadLetters().faults().failAt(2);
        assertThatThrownBy(this::copy).isInstanceOf(TemporaryFailure.class);
        assertThat(copy()).isEqualTo(1);
        assertThat(world.deadLetterQueue().sent()).hasSize(2);
    }
}
