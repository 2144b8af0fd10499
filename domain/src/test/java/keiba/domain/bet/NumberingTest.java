package keiba.domain.bet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberingTest {
    static Stream<Numbering> all() {
        return Arrays.stream(BetType.values())
                .flatMap(type -> IntStream.rangeClosed(Field.MIN_RUNNERS, Field.MAX_RUNNERS)
                        .mapToObj(runners -> Numbering.of(type, runners)));
    }

    private static Stream<Combination> combinations(Numbering numbering) {
        return IntStream.range(0, numbering.count()).mapToObj(numbering::combination);
    }

    @Nested
    class Counts {
        @ParameterizedTest
        @CsvSource({
            "2,  2,  1,   2,   0,   0",
            "3,  3,  3,   6,   1,   6",
            "4,  4,  6,   12,  4,   24",
            "8,  8,  28,  56,  56,  336",
            "14, 14, 91,  182, 364, 2184",
            "16, 16, 120, 240, 560, 3360",
            "18, 18, 153, 306, 816, 4896",
            "28, 28, 378, 756, 3276, 19656"
        })
        void follow_from_the_number_of_horses(
                int runners, int horses, int pairs, int orderedPairs, int triples, int orderedTriples) {
            assertThat(Numbering.of(BetType.WIN, runners).count()).isEqualTo(horses);
            assertThat(Numbering.of(BetType.PLACE, runners).count()).isEqualTo(horses);
            assertThat(Numbering.of(BetType.QUINELLA, runners).count()).isEqualTo(pairs);
            assertThat(Numbering.of(BetType.WIDE, runners).count()).isEqualTo(pairs);
            assertThat(Numbering.of(BetType.EXACTA, runners).count()).isEqualTo(orderedPairs);
            assertThat(Numbering.of(BetType.TRIO, runners).count()).isEqualTo(triples);
            assertThat(Numbering.of(BetType.TRIFECTA, runners).count()).isEqualTo(orderedTriples);
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 8, 9, 18, 28})
        void of_bracket_pairs_are_the_same_in_every_field(int runners) {
            assertThat(Numbering.of(BetType.BRACKET_QUINELLA, runners).count()).isEqualTo(36);
            assertThat(Numbering.of(BetType.BRACKET_EXACTA, runners).count()).isEqualTo(64);
        }
    }

    @Nested
    class For_every_type_and_field {
        @ParameterizedTest
        @MethodSource("keiba.domain.bet.NumberingTest#all")
        void index_and_combination_are_inverse_functions(Numbering numbering) {
            assertThat(combinations(numbering).mapToInt(numbering::index).toArray())
                    .isEqualTo(IntStream.range(0, numbering.count()).toArray());
        }

        @ParameterizedTest
        @MethodSource("keiba.domain.bet.NumberingTest#all")
        void combinations_are_valid_distinct_and_in_numeric_order(Numbering numbering) {
            assertThat(combinations(numbering))
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .allSatisfy(combination -> assertThat(Combination.parse(numbering.type(), combination.toString()))
                            .contains(combination));
        }

        @ParameterizedTest
        @MethodSource("keiba.domain.bet.NumberingTest#all")
        void numbers_and_bits_are_those_of_the_combination(Numbering numbering) {
            for (int index = 0; index < numbering.count(); index++) {
                Combination combination = numbering.combination(index);
                int at = index;

                assertThat(IntStream.range(0, numbering.type().places()).map(place -> numbering.number(at, place)))
                        .containsExactly(
                                IntStream.of(combination.numbers()).boxed().toArray(Integer[]::new));
                assertThat(numbering.bits(index))
                        .isEqualTo(Arrays.stream(combination.numbers())
                                .mapToObj(Horses::of)
                                .reduce(Horses.NONE, Horses::plus)
                                .bits());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    WIN      | 4 | 1 2 3 4
                    QUINELLA | 4 | 1-2 1-3 1-4 2-3 2-4 3-4
                    WIDE     | 3 | 1-2 1-3 2-3
                    EXACTA   | 3 | 1>2 1>3 2>1 2>3 3>1 3>2
                    TRIO     | 5 | 1-2-3 1-2-4 1-2-5 1-3-4 1-3-5 1-4-5 2-3-4 2-3-5 2-4-5 3-4-5
                    TRIFECTA | 3 | 1>2>3 1>3>2 2>1>3 2>3>1 3>1>2 3>2>1
                    """)
    void lists_combinations_in_numeric_order(BetType type, int runners, String expected) {
        assertThat(combinations(Numbering.of(type, runners)).map(Combination::toString))
                .containsExactly(expected.split(" "));
    }

    @Test
    void sorts_combinations_by_number_not_by_text() {
        Numbering numbering = Numbering.of(BetType.QUINELLA, 10);

        assertThat(numbering.combination(8)).hasToString("1-10");
        assertThat(numbering.combination(9)).hasToString("2-3");
    }

    @Test
    void lists_a_bracket_with_itself_before_higher_brackets() {
        Numbering unordered = Numbering.of(BetType.BRACKET_QUINELLA, 18);
        Numbering ordered = Numbering.of(BetType.BRACKET_EXACTA, 18);

        assertThat(unordered.combination(0)).hasToString("1-1");
        assertThat(unordered.combination(7)).hasToString("1-8");
        assertThat(unordered.combination(8)).hasToString("2-2");
        assertThat(unordered.combination(35)).hasToString("8-8");
        assertThat(ordered.combination(0)).hasToString("1>1");
        assertThat(ordered.combination(8)).hasToString("2>1");
        assertThat(ordered.combination(63)).hasToString("8>8");
    }

    @Test
    void accepts_the_numbers_of_an_unordered_type_in_any_order() {
        Numbering trio = Numbering.of(BetType.TRIO, 18);
        int index = trio.index(3, 9, 17);

        assertThat(IntStream.of(
                        trio.index(3, 17, 9),
                        trio.index(9, 3, 17),
                        trio.index(9, 17, 3),
                        trio.index(17, 3, 9),
                        trio.index(17, 9, 3)))
                .containsOnly(index);
        assertThat(Numbering.of(BetType.WIDE, 18).index(9, 3))
                .isEqualTo(Numbering.of(BetType.WIDE, 18).index(3, 9));
        assertThat(Numbering.of(BetType.BRACKET_QUINELLA, 18).index(8, 3))
                .isEqualTo(Numbering.of(BetType.BRACKET_QUINELLA, 18).index(3, 8));
    }

    @Nested
    class Refuses {
        @ParameterizedTest
        @ValueSource(ints = {1, 29, 0, -1, Integer.MAX_VALUE})
        void fields_of_fewer_than_2_or_more_than_28_horses(int runners) {
            assertThatIllegalArgumentException().isThrownBy(() -> Numbering.of(BetType.WIN, runners));
        }

        @Test
        void numbers_outside_the_field() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.WIN, 8).index(9));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.WIN, 8).index(0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.QUINELLA, 8).index(9, 1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.EXACTA, 8).index(1, 9));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.TRIO, 8).index(9, 1, 2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.TRIO, 8).index(1, -1, 2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.TRIFECTA, 8).index(1, 2, 9));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.BRACKET_EXACTA, 18).index(9, 9));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.WIN, 8).index(Combination.of(BetType.WIN, 9)));
        }

        @ParameterizedTest
        @EnumSource(
                value = BetType.class,
                names = {"QUINELLA", "WIDE", "EXACTA"})
        void a_horse_given_twice_in_a_pair(BetType type) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(type, 8).index(3, 3));
        }

        @ParameterizedTest
        @CsvSource({"3,3,5", "3,5,3", "5,3,3", "3,3,3"})
        void a_horse_given_twice_in_a_triple(int a, int b, int c) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.TRIO, 8).index(a, b, c));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.TRIFECTA, 8).index(a, b, c));
        }

        @Test
        void a_wrong_count_of_numbers() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.QUINELLA, 8).index(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.TRIO, 8).index(1, 2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.EXACTA, 8).index(1, 2, 3));
        }

        @Test
        void combinations_of_another_type() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Numbering.of(BetType.QUINELLA, 8).index(Combination.of(BetType.WIDE, 1, 2)));
        }

        @Test
        void indexes_outside_the_count() {
            Numbering numbering = Numbering.of(BetType.TRIO, 8);

            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> numbering.combination(56));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> numbering.combination(-1));
        }
    }

    @Test
    void returns_the_same_instance_for_the_same_type_and_field() {
        assertThat(Numbering.of(BetType.TRIO, 12)).isSameAs(Numbering.of(BetType.TRIO, 12));
        assertThat(Numbering.of(BetType.TRIO, 12)).hasToString("TRIO of 12");
        assertThat(Numbering.of(BetType.TRIO, 12).runners()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 3, 7, 32, Integer.MAX_VALUE})
    void refuses_a_place_that_a_combination_does_not_have(int place) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Numbering.of(BetType.TRIFECTA, 18).number(0, place))
                .withMessageContainingAll("0 to 2", Integer.toString(place));
    }
}
