package keiba.domain.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 29, 0, -1, 30, Integer.MAX_VALUE})
    void refuses_fewer_than_2_and_more_than_28_horses(int runners) {
        assertThatIllegalArgumentException().isThrownBy(() -> Field.of(runners));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 29})
    void refuses_1_and_29_horses_even_with_brackets_for_them(int runners) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Field(runners, Brackets.standard(runners), Horses.NONE))
                .withMessageContaining("" + runners);
    }

    @Test
    void enters_every_horse_in_the_standard_brackets_by_default() {
        Field field = Field.of(9);

        assertThat(field.declared()).isEqualTo(Horses.upTo(9));
        assertThat(field.entered()).isEqualTo(Horses.upTo(9));
        assertThat(field.entries()).isEqualTo(9);
        assertThat(field.brackets()).isEqualTo(Brackets.standard(9));
    }

    @Test
    void keeps_numbers_and_brackets_when_horses_are_withdrawn() {
        Field field = Field.of(9).withdraw(Horses.of(8)).withdraw(Horses.of(2));

        assertThat(field.runners()).isEqualTo(9);
        assertThat(field.withdrawn()).isEqualTo(Horses.of(2, 8));
        assertThat(field.entered()).isEqualTo(Horses.of(1, 3, 4, 5, 6, 7, 9));
        assertThat(field.entries()).isEqualTo(7);
        assertThat(field.enteredIn(8)).isEqualTo(Horses.of(9));
        assertThat(field.enteredIn(2)).isEqualTo(Horses.NONE);
    }

    @Test
    void refuses_brackets_of_another_number_of_horses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Field(9, Brackets.standard(10), Horses.NONE))
                .withMessageContaining("10");
    }

    @Test
    void refuses_the_withdrawal_of_a_horse_that_was_never_declared() {
        assertThatIllegalArgumentException().isThrownBy(() -> Field.of(9).withdraw(Horses.of(10)));
    }
}
