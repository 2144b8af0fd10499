package keiba.domain.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BracketsTest {
    @ParameterizedTest
    @CsvSource({
        "2,  1 1 0 0 0 0 0 0",
        "3,  1 1 1 0 0 0 0 0",
        "4,  1 1 1 1 0 0 0 0",
        "5,  1 1 1 1 1 0 0 0",
        "6,  1 1 1 1 1 1 0 0",
        "7,  1 1 1 1 1 1 1 0",
        "8,  1 1 1 1 1 1 1 1",
        "9,  1 1 1 1 1 1 1 2",
        "10, 1 1 1 1 1 1 2 2",
        "11, 1 1 1 1 1 2 2 2",
        "12, 1 1 1 1 2 2 2 2",
        "13, 1 1 1 2 2 2 2 2",
        "14, 1 1 2 2 2 2 2 2",
        "15, 1 2 2 2 2 2 2 2",
        "16, 2 2 2 2 2 2 2 2",
        "17, 2 2 2 2 2 2 2 3",
        "18, 2 2 2 2 2 2 3 3",
        "30, 3 3 4 4 4 4 4 4"
    })
    void are_filled_from_the_highest_bracket_with_more_than_eight_horses(int runners, String sizes) {
        int[] expected =
                Arrays.stream(sizes.split(" ")).mapToInt(Integer::parseInt).toArray();
        Brackets brackets = Brackets.standard(runners);

        int next = 1;
        for (int bracket = 1; bracket <= Brackets.COUNT; bracket++) {
            int[] horses = IntStream.range(next, next + expected[bracket - 1]).toArray();
            assertThat(brackets.horsesIn(bracket)).isEqualTo(Horses.of(horses));
            next += horses.length;
        }
        assertThat(brackets.runners()).isEqualTo(runners);
    }

    @Test
    void of_18_horses_have_three_horses_in_the_last_two() {
        assertThat(Brackets.standard(18)).hasToString("[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 7, 8, 8, 8]");
        assertThat(Brackets.standard(18).bracketOf(15)).isEqualTo(7);
        assertThat(Brackets.standard(18).bracketOf(16)).isEqualTo(8);
    }

    @Test
    void can_be_assigned_explicitly() {
        Brackets brackets = Brackets.of(1, 1, 8, 2);

        assertThat(brackets.bracketOf(3)).isEqualTo(8);
        assertThat(brackets.horsesIn(1)).isEqualTo(Horses.of(1, 2));
        assertThat(brackets.horsesIn(3)).isEqualTo(Horses.NONE);
        assertThat(brackets.runners()).isEqualTo(4);
    }

    @Test
    void are_equal_when_every_horse_has_the_same_bracket() {
        assertThat(Brackets.standard(3)).isEqualTo(Brackets.of(1, 2, 3)).hasSameHashCodeAs(Brackets.of(1, 2, 3));
        assertThat(Brackets.standard(3).hashCode())
                .isNotEqualTo(Brackets.of(1, 2, 4).hashCode());
        assertThat(Brackets.standard(3)).isNotEqualTo(Brackets.of(1, 2, 4)).isNotEqualTo("[1, 2, 3]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, -1})
    void are_numbered_1_to_8(int bracket) {
        assertThatIllegalArgumentException().isThrownBy(() -> Brackets.of(1, bracket));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Brackets.standard(9).horsesIn(bracket));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, -1, Integer.MAX_VALUE})
    void refuse_horses_that_are_not_declared(int horse) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Brackets.standard(5).bracketOf(horse));
    }

    @Test
    void need_1_to_30_horses() {
        assertThatIllegalArgumentException().isThrownBy(() -> Brackets.standard(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Brackets.standard(31));
        assertThatIllegalArgumentException().isThrownBy(Brackets::of);
        assertThatIllegalArgumentException().isThrownBy(() -> Brackets.of(new int[31]));
    }
}
