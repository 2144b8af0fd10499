package keiba.domain.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HorsesTest {
    @Test
    void return_the_numbers_in_ascending_order() {
        assertThat(Horses.of(5, 3, 30, 1).toArray()).containsExactly(1, 3, 5, 30);
        assertThat(Horses.of(5, 3)).isEqualTo(Horses.of(3, 5)).hasSameHashCodeAs(Horses.of(3, 5));
        assertThat(Horses.of(List.of(7, 2))).isEqualTo(Horses.of(2, 7));
        assertThat(Horses.of()).isEqualTo(Horses.NONE);
    }

    @Test
    void refuse_a_number_given_twice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Horses.of(3, 5, 3))
                .withMessageContaining("3");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 31, 32, 33, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void refuse_numbers_outside_1_to_30(int number) {
        assertThatIllegalArgumentException().isThrownBy(() -> Horses.of(number)).withMessageContaining("" + number);
        assertThatIllegalArgumentException().isThrownBy(() -> Horses.upTo(number));
        assertThatIllegalArgumentException().isThrownBy(() -> Horses.NONE.plus(number));
        assertThatIllegalArgumentException().isThrownBy(() -> Horses.NONE.minus(number));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 31, 32, 33, 34, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void never_contain_numbers_outside_1_to_30(int number) {
        assertThat(Horses.upTo(30).contains(number)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x8000_0000, 0xffff_ffff})
    void refuse_bits_that_are_no_horse_numbers(int bits) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Horses(bits));
    }

    @Test
    void contain_every_number_up_to_a_given_one() {
        assertThat(Horses.upTo(1)).isEqualTo(Horses.of(1));
        assertThat(Horses.upTo(4)).isEqualTo(Horses.of(1, 2, 3, 4));
        assertThat(Horses.upTo(30).size()).isEqualTo(30);
        assertThat(Horses.upTo(30).contains(30)).isTrue();
    }

    @Test
    void can_be_united_intersected_and_subtracted() {
        Horses some = Horses.of(1, 2, 3);
        Horses others = Horses.of(3, 4);

        assertThat(some.plus(others)).isEqualTo(Horses.of(1, 2, 3, 4));
        assertThat(some.minus(others)).isEqualTo(Horses.of(1, 2));
        assertThat(some.and(others)).isEqualTo(Horses.of(3));
        assertThat(some.plus(3)).isEqualTo(some);
        assertThat(some.plus(9)).isEqualTo(Horses.of(1, 2, 3, 9));
        assertThat(some.minus(9)).isEqualTo(some);
        assertThat(some.minus(2)).isEqualTo(Horses.of(1, 3));
    }

    @Test
    void tell_whether_they_contain_or_intersect_others() {
        Horses some = Horses.of(1, 2, 3);

        assertThat(some.containsAll(Horses.of(1, 3))).isTrue();
        assertThat(some.containsAll(Horses.of(1, 4))).isFalse();
        assertThat(some.containsAll(Horses.NONE)).isTrue();
        assertThat(some.intersects(Horses.of(3, 4))).isTrue();
        assertThat(some.intersects(Horses.of(4, 5))).isFalse();
        assertThat(some.isEmpty()).isFalse();
        assertThat(Horses.NONE.isEmpty()).isTrue();
        assertThat(some.size()).isEqualTo(3);
    }

    @Test
    void print_their_numbers() {
        assertThat(Horses.of(12, 3)).hasToString("[3, 12]");
        assertThat(Horses.NONE).hasToString("[]");
    }
}
