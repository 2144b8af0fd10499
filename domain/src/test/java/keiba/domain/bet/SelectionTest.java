package keiba.domain.bet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.domain.bet.Expansion.Combinations;
import keiba.domain.bet.Expansion.Fault;
import keiba.domain.bet.Expansion.Invalid;
import keiba.domain.bet.Expansion.Part;
import keiba.domain.bet.Selection.Box;
import keiba.domain.bet.Selection.Formation;
import keiba.domain.bet.Selection.Straight;
import keiba.domain.bet.Selection.Wheel;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    private static final Set<BetType> ALL = EnumSet.allOf(BetType.class);

    /** Brackets 7 = {13, 14, 15} and 8 = {16, 17, 18}, the others of two. */
    private static final Offering EIGHTEEN = new Offering(Field.of(18), ALL, 3);

    /** Brackets 7 = {7, 8} and 8 = {9, 10}, the others of one. */
    private static final Offering TEN = new Offering(Field.of(10), ALL, 3);

    /** As {@link #TEN}; 2 withdrawn, so that bracket 2 is empty, and 8, so that bracket 7 holds one horse. */
    private static final Offering TEN_WITHOUT_2_AND_8 =
            new Offering(Field.of(10).withdraw(Horses.of(2, 8)), ALL, 3);

    private static Expansion expand(BetType type, Selection selection) {
        return selection.expand(type, TEN);
    }

    private static List<String> texts(Expansion expansion) {
        assertThat(expansion).isInstanceOf(Combinations.class);
        return ((Combinations) expansion)
                .set().combinations().stream().map(Combination::toString).toList();
    }

    private static int count(BetType type, Selection selection) {
        Expansion expansion = selection.expand(type, EIGHTEEN);
        assertThat(expansion).isInstanceOf(Combinations.class);
        return ((Combinations) expansion).count();
    }

    private static void assertInvalid(Expansion expansion, Part part, Fault fault) {
        assertThat(expansion).isEqualTo(new Invalid(part, fault));
    }

    private static List<Integer> upTo(int n) {
        return range(1, n);
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    private static Wheel wheel(List<Integer> axis, List<Integer> partners) {
        return Wheel.of(axis, partners);
    }

    static Stream<List<Integer>> hostileLists() {
        List<Integer> mixed = new ArrayList<>(upTo(10));
        mixed.addAll(Collections.nCopies(9_990, -1));
        return Stream.of(Collections.nCopies(10_000, 1), range(1, 10_000), range(-10_000, -1), mixed);
    }

    @Nested
    class The_examples_of_the_contract {
        @Test
        void expand_to_the_listed_combinations() {
            assertThat(texts(expand(BetType.WIN, Straight.of(5)))).containsExactly("5");
            assertThat(texts(expand(BetType.QUINELLA, Straight.of(3, 7)))).containsExactly("3-7");
            assertThat(texts(expand(BetType.TRIO, Box.of(1, 3, 5, 9))))
                    .containsExactly("1-3-5", "1-3-9", "1-5-9", "3-5-9");
            assertThat(texts(expand(
                            BetType.EXACTA, wheel(List.of(3), List.of(1, 5)).at(1))))
                    .containsExactly("3>1", "3>5");
            assertThat(texts(expand(
                            BetType.TRIFECTA,
                            wheel(List.of(3, 8), List.of(1, 5)).at(1, 3))))
                    .containsExactly("3>1>8", "3>5>8");
            assertThat(texts(expand(
                            BetType.TRIFECTA,
                            wheel(List.of(3), List.of(1, 5, 7)).inEveryPosition())))
                    .containsExactly(
                            "1>3>5", "1>3>7", "1>5>3", "1>7>3", "3>1>5", "3>1>7", "3>5>1", "3>5>7", "3>7>1", "3>7>5",
                            "5>1>3", "5>3>1", "5>3>7", "5>7>3", "7>1>3", "7>3>1", "7>3>5", "7>5>3");
            assertThat(texts(expand(BetType.TRIFECTA, Formation.of(List.of(3), List.of(5, 7), List.of(1, 5, 7, 8)))))
                    .containsExactly("3>5>1", "3>5>7", "3>5>8", "3>7>1", "3>7>5", "3>7>8");
        }
    }

    @Nested
    class Straight_ {
        @ParameterizedTest
        @CsvSource({
            "WIN,5",
            "PLACE,10",
            "BRACKET_QUINELLA,3-7",
            "BRACKET_QUINELLA,7-7",
            "QUINELLA,3-7",
            "WIDE,3-7",
            "EXACTA,7>3",
            "TRIO,1-3-7",
            "TRIFECTA,7>3>1",
            "BRACKET_EXACTA,8>7",
            "BRACKET_EXACTA,8>8"
        })
        void is_one_combination(BetType type, String text) {
            int[] numbers = Combination.parse(type, text).orElseThrow().numbers();

            assertThat(texts(expand(type, Straight.of(numbers)))).containsExactly(text);
        }

        @Test
        void accepts_numbers_in_any_order_for_an_unordered_type() {
            assertThat(texts(expand(BetType.TRIO, Straight.of(7, 1, 3)))).containsExactly("1-3-7");
        }

        @ParameterizedTest
        @EnumSource(BetType.class)
        void needs_as_many_numbers_as_the_type_has_places(BetType type) {
            assertInvalid(expand(type, new Straight(List.of())), Part.NUMBERS, Fault.WRONG_COUNT);
            assertInvalid(expand(type, new Straight(upTo(type.places() - 1))), Part.NUMBERS, Fault.WRONG_COUNT);
            assertInvalid(expand(type, new Straight(upTo(type.places() + 1))), Part.NUMBERS, Fault.WRONG_COUNT);
        }

        @ParameterizedTest
        @EnumSource(
                value = BetType.class,
                names = {"QUINELLA", "WIDE", "EXACTA"})
        void refuses_the_same_horse_twice(BetType type) {
            assertInvalid(expand(type, Straight.of(3, 3)), Part.NUMBERS, Fault.DUPLICATE);
        }

        @Test
        void refuses_the_same_horse_twice_in_any_positions_of_three() {
            assertInvalid(expand(BetType.TRIFECTA, Straight.of(3, 5, 3)), Part.NUMBERS, Fault.DUPLICATE);
            assertInvalid(expand(BetType.TRIO, Straight.of(3, 3, 5)), Part.NUMBERS, Fault.DUPLICATE);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 11, 18, 30, 31, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
        void refuses_horses_that_are_not_entered(int number) {
            assertInvalid(expand(BetType.WIN, Straight.of(number)), Part.NUMBERS, Fault.NOT_ENTERED);
            assertInvalid(expand(BetType.EXACTA, Straight.of(1, number)), Part.NUMBERS, Fault.NOT_ENTERED);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 9, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
        void refuses_brackets_other_than_1_to_8(int number) {
            assertInvalid(expand(BetType.BRACKET_QUINELLA, Straight.of(1, number)), Part.NUMBERS, Fault.NOT_ENTERED);
            assertInvalid(expand(BetType.BRACKET_EXACTA, Straight.of(number, number)), Part.NUMBERS, Fault.NOT_ENTERED);
        }

        @Test
        void pairs_a_bracket_with_itself_only_if_two_horses_were_entered_in_it() {
            assertInvalid(
                    expand(BetType.BRACKET_QUINELLA, Straight.of(1, 1)), Part.NUMBERS, Fault.SAME_BRACKET_NOT_SOLD);
            assertInvalid(
                    Straight.of(7, 7).expand(BetType.BRACKET_EXACTA, TEN_WITHOUT_2_AND_8),
                    Part.NUMBERS,
                    Fault.SAME_BRACKET_NOT_SOLD);
            assertInvalid(
                    Straight.of(2, 2).expand(BetType.BRACKET_QUINELLA, TEN_WITHOUT_2_AND_8),
                    Part.NUMBERS,
                    Fault.NOT_ENTERED);
            assertThat(texts(Straight.of(8, 8).expand(BetType.BRACKET_QUINELLA, TEN_WITHOUT_2_AND_8)))
                    .containsExactly("8-8");
        }
    }

    @Nested
    class A_box {
        @ParameterizedTest
        @CsvSource({
            // n, pairs, ordered pairs, triples, ordered triples
            "3, 3, 6, 1, 6",
            "4, 6, 12, 4, 24",
            "5, 10, 20, 10, 60",
            "6, 15, 30, 20, 120",
            "10, 45, 90, 120, 720",
            "18, 153, 306, 816, 4896"
        })
        void has_the_right_number_of_combinations(int n, int pairs, int orderedPairs, int triples, int orderedTriples) {
            Box box = new Box(upTo(n));

            assertThat(count(BetType.QUINELLA, box)).isEqualTo(pairs);
            assertThat(count(BetType.WIDE, box)).isEqualTo(pairs);
            assertThat(count(BetType.EXACTA, box)).isEqualTo(orderedPairs);
            assertThat(count(BetType.TRIO, box)).isEqualTo(triples);
            assertThat(count(BetType.TRIFECTA, box)).isEqualTo(orderedTriples);
        }

        @ParameterizedTest
        @CsvSource({"2, 1, 2", "3, 3, 6", "8, 28, 56"})
        void of_brackets_never_pairs_a_bracket_with_itself(int n, int pairs, int orderedPairs) {
            Box box = new Box(upTo(n));

            assertThat(count(BetType.BRACKET_QUINELLA, box)).isEqualTo(pairs);
            assertThat(count(BetType.BRACKET_EXACTA, box)).isEqualTo(orderedPairs);
        }

        @Test
        void of_the_fewest_possible_numbers_combines_all_of_them() {
            assertThat(texts(expand(BetType.QUINELLA, Box.of(7, 3)))).containsExactly("3-7");
            assertThat(texts(expand(BetType.EXACTA, Box.of(7, 3)))).containsExactly("3>7", "7>3");
            assertThat(texts(expand(BetType.TRIO, Box.of(9, 3, 5)))).containsExactly("3-5-9");
            assertThat(texts(expand(BetType.BRACKET_EXACTA, Box.of(7, 8)))).containsExactly("7>8", "8>7");
        }

        @ParameterizedTest
        @EnumSource(
                value = BetType.class,
                names = {"WIN", "PLACE"})
        void is_not_offered_for_win_and_place(BetType type) {
            assertInvalid(expand(type, Box.of(1, 2)), Part.METHOD, Fault.METHOD_NOT_OFFERED);
        }

        @ParameterizedTest
        @EnumSource(
                value = BetType.class,
                mode = EnumSource.Mode.EXCLUDE,
                names = {"WIN", "PLACE"})
        void needs_at_least_as_many_numbers_as_the_type_has_places(BetType type) {
            assertInvalid(expand(type, new Box(upTo(type.places() - 1))), Part.NUMBERS, Fault.WRONG_COUNT);
            assertInvalid(expand(type, new Box(List.of())), Part.NUMBERS, Fault.WRONG_COUNT);
        }

        @Test
        void refuses_duplicate_numbers_and_numbers_not_entered() {
            assertInvalid(expand(BetType.TRIO, Box.of(1, 2, 3, 2)), Part.NUMBERS, Fault.DUPLICATE);
            assertInvalid(expand(BetType.TRIO, Box.of(1, 2, 11)), Part.NUMBERS, Fault.NOT_ENTERED);
            assertInvalid(expand(BetType.BRACKET_QUINELLA, Box.of(8, 8)), Part.NUMBERS, Fault.DUPLICATE);
            assertInvalid(expand(BetType.BRACKET_QUINELLA, Box.of(8, 9)), Part.NUMBERS, Fault.NOT_ENTERED);
            assertInvalid(
                    Box.of(1, 2, 3).expand(BetType.QUINELLA, TEN_WITHOUT_2_AND_8), Part.NUMBERS, Fault.NOT_ENTERED);
            assertInvalid(
                    Box.of(1, 2, 3).expand(BetType.BRACKET_QUINELLA, TEN_WITHOUT_2_AND_8),
                    Part.NUMBERS,
                    Fault.NOT_ENTERED);
        }

        @ParameterizedTest(name = "list {index}")
        @MethodSource("keiba.domain.bet.SelectionTest#hostileLists")
        void of_ten_thousand_numbers_is_refused(List<Integer> numbers) {
            assertThat(expand(BetType.TRIFECTA, new Box(numbers))).isInstanceOf(Invalid.class);
            assertThat(expand(BetType.BRACKET_EXACTA, new Box(numbers))).isInstanceOf(Invalid.class);
        }
    }

    @Nested
    class A_wheel {
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 7, 17})
        void with_one_axis_of_two_has_one_combination_for_each_of_n_partners(int n) {
            Wheel wheel = wheel(List.of(1), range(2, n + 1));

            assertThat(count(BetType.QUINELLA, wheel)).isEqualTo(n);
            assertThat(count(BetType.WIDE, wheel)).isEqualTo(n);
            assertThat(count(BetType.EXACTA, wheel.at(1))).isEqualTo(n);
            assertThat(count(BetType.EXACTA, wheel.at(2))).isEqualTo(n);
            assertThat(count(BetType.EXACTA, wheel.inEveryPosition())).isEqualTo(2 * n);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 7})
        void of_brackets_has_one_combination_for_each_of_n_partners(int n) {
            Wheel wheel = wheel(List.of(1), range(2, n + 1));

            assertThat(count(BetType.BRACKET_QUINELLA, wheel)).isEqualTo(n);
            assertThat(count(BetType.BRACKET_EXACTA, wheel.at(1))).isEqualTo(n);
            assertThat(count(BetType.BRACKET_EXACTA, wheel.at(2))).isEqualTo(n);
            assertThat(count(BetType.BRACKET_EXACTA, wheel.inEveryPosition())).isEqualTo(2 * n);
        }

        @ParameterizedTest
        @CsvSource({"2, 1, 2, 6", "3, 3, 6, 18", "4, 6, 12, 36", "11, 55, 110, 330", "17, 136, 272, 816"})
        void with_one_axis_of_three_pairs_the_partners(int n, int pairs, int orderedPairs, int multi) {
            Wheel wheel = wheel(List.of(1), range(2, n + 1));

            assertThat(count(BetType.TRIO, wheel)).isEqualTo(pairs);
            assertThat(count(BetType.TRIFECTA, wheel.at(1))).isEqualTo(orderedPairs);
            assertThat(count(BetType.TRIFECTA, wheel.at(2))).isEqualTo(orderedPairs);
            assertThat(count(BetType.TRIFECTA, wheel.at(3))).isEqualTo(orderedPairs);
            assertThat(count(BetType.TRIFECTA, wheel.inEveryPosition())).isEqualTo(multi);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 12, 16})
        void with_two_axes_of_three_has_one_combination_for_each_of_n_partners(int n) {
            Wheel wheel = wheel(List.of(1, 2), range(3, n + 2));

            assertThat(count(BetType.TRIO, wheel)).isEqualTo(n);
            assertThat(count(BetType.TRIFECTA, wheel.at(1, 2))).isEqualTo(n);
            assertThat(count(BetType.TRIFECTA, wheel.at(3, 1))).isEqualTo(n);
            assertThat(count(BetType.TRIFECTA, wheel.inEveryPosition())).isEqualTo(6 * n);
        }

        @Test
        void of_an_unordered_type_combines_axes_and_partners() {
            assertThat(texts(expand(BetType.QUINELLA, wheel(List.of(5), List.of(9, 1)))))
                    .containsExactly("1-5", "5-9");
            assertThat(texts(expand(BetType.TRIO, wheel(List.of(5), List.of(9, 1, 6)))))
                    .containsExactly("1-5-6", "1-5-9", "5-6-9");
            assertThat(texts(expand(BetType.TRIO, wheel(List.of(5, 2), List.of(9, 1)))))
                    .containsExactly("1-2-5", "2-5-9");
        }

        @Test
        void puts_its_axis_at_the_given_position() {
            Wheel exacta = wheel(List.of(5), List.of(1, 9));
            Wheel trifecta = wheel(List.of(5), List.of(1, 9));

            assertThat(texts(expand(BetType.EXACTA, exacta.at(2)))).containsExactly("1>5", "9>5");
            assertThat(texts(expand(BetType.EXACTA, exacta.inEveryPosition())))
                    .containsExactly("1>5", "5>1", "5>9", "9>5");
            assertThat(texts(expand(BetType.TRIFECTA, trifecta.at(1)))).containsExactly("5>1>9", "5>9>1");
            assertThat(texts(expand(BetType.TRIFECTA, trifecta.at(2)))).containsExactly("1>5>9", "9>5>1");
            assertThat(texts(expand(BetType.TRIFECTA, trifecta.at(3)))).containsExactly("1>9>5", "9>1>5");
        }

        @ParameterizedTest
        @CsvSource({"1,2,3>8>1", "1,3,3>1>8", "2,1,8>3>1", "2,3,1>3>8", "3,1,8>1>3", "3,2,1>8>3"})
        void puts_the_first_of_two_axes_at_the_first_given_position(int first, int second, String text) {
            Wheel wheel = wheel(List.of(3, 8), List.of(1)).at(first, second);

            assertThat(texts(expand(BetType.TRIFECTA, wheel))).containsExactly(text);
        }

        @Test
        void with_two_axes_in_every_position_has_every_order_of_each_triple() {
            assertThat(texts(expand(
                            BetType.TRIFECTA, wheel(List.of(8, 3), List.of(1)).inEveryPosition())))
                    .containsExactly("1>3>8", "1>8>3", "3>1>8", "3>8>1", "8>1>3", "8>3>1");
        }

        @Test
        void of_brackets_may_pair_the_axis_with_itself() {
            Wheel wheel = wheel(List.of(7), List.of(6, 7, 8));

            assertThat(texts(expand(BetType.BRACKET_QUINELLA, wheel))).containsExactly("6-7", "7-7", "7-8");
            assertThat(texts(expand(BetType.BRACKET_EXACTA, wheel.at(1)))).containsExactly("7>6", "7>7", "7>8");
            assertThat(texts(expand(BetType.BRACKET_EXACTA, wheel.at(2)))).containsExactly("6>7", "7>7", "8>7");
            assertThat(texts(expand(BetType.BRACKET_EXACTA, wheel.inEveryPosition())))
                    .containsExactly("6>7", "7>6", "7>7", "7>8", "8>7");
            assertThat(texts(expand(BetType.BRACKET_QUINELLA, wheel(List.of(7), List.of(7)))))
                    .containsExactly("7-7");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 5, 8})
        void of_ordered_brackets_in_every_position_counts_the_axis_with_itself_once(int n) {
            Wheel wheel = wheel(List.of(1), upTo(n)).inEveryPosition();

            assertThat(count(BetType.BRACKET_EXACTA, wheel)).isEqualTo(2 * n - 1);
        }

        @Test
        void pairs_a_bracket_with_itself_only_if_two_horses_were_entered_in_it() {
            Wheel wheel = wheel(List.of(7), List.of(7, 8));

            assertInvalid(
                    wheel.expand(BetType.BRACKET_QUINELLA, TEN_WITHOUT_2_AND_8),
                    Part.PARTNERS,
                    Fault.SAME_BRACKET_NOT_SOLD);
            assertInvalid(
                    expand(
                            BetType.BRACKET_EXACTA,
                            wheel(List.of(1), List.of(1, 8)).at(1)),
                    Part.PARTNERS,
                    Fault.SAME_BRACKET_NOT_SOLD);
        }

        @Test
        void never_pairs_a_horse_with_itself() {
            assertInvalid(expand(BetType.QUINELLA, wheel(List.of(3), List.of(3, 5))), Part.PARTNERS, Fault.OVERLAP);
            assertInvalid(
                    expand(BetType.EXACTA, wheel(List.of(3), List.of(5, 3)).at(1)), Part.PARTNERS, Fault.OVERLAP);
            assertInvalid(expand(BetType.TRIO, wheel(List.of(3, 4), List.of(5, 4))), Part.PARTNERS, Fault.OVERLAP);
        }

        @ParameterizedTest
        @EnumSource(
                value = BetType.class,
                names = {"WIN", "PLACE"})
        void is_not_offered_for_win_and_place(BetType type) {
            assertInvalid(expand(type, wheel(List.of(1), List.of(2))), Part.METHOD, Fault.METHOD_NOT_OFFERED);
        }

        @ParameterizedTest
        @CsvSource({
            "BRACKET_QUINELLA,0",
            "BRACKET_QUINELLA,2",
            "QUINELLA,0",
            "QUINELLA,2",
            "WIDE,2",
            "EXACTA,0",
            "EXACTA,2",
            "BRACKET_EXACTA,2",
            "TRIO,0",
            "TRIO,3",
            "TRIFECTA,0",
            "TRIFECTA,3",
            "TRIFECTA,4"
        })
        void refuses_a_wrong_number_of_axes(BetType type, int axes) {
            Wheel wheel = wheel(upTo(axes), List.of(5, 6));

            assertInvalid(expand(type, wheel), Part.AXIS, Fault.WRONG_COUNT);
        }

        @Test
        void refuses_too_few_partners() {
            assertInvalid(expand(BetType.QUINELLA, wheel(List.of(1), List.of())), Part.PARTNERS, Fault.WRONG_COUNT);
            assertInvalid(expand(BetType.TRIO, wheel(List.of(1), List.of(2))), Part.PARTNERS, Fault.WRONG_COUNT);
            assertInvalid(expand(BetType.TRIO, wheel(List.of(1, 2), List.of())), Part.PARTNERS, Fault.WRONG_COUNT);
            assertInvalid(
                    expand(BetType.TRIFECTA, wheel(List.of(1), List.of(2)).at(1)), Part.PARTNERS, Fault.WRONG_COUNT);
        }

        @Test
        void refuses_duplicate_axes_and_axes_not_entered() {
            assertInvalid(expand(BetType.TRIO, wheel(List.of(3, 3), List.of(5))), Part.AXIS, Fault.DUPLICATE);
            assertInvalid(expand(BetType.TRIO, wheel(List.of(3, 11), List.of(5))), Part.AXIS, Fault.NOT_ENTERED);
            assertInvalid(
                    wheel(List.of(8), List.of(1, 3)).expand(BetType.TRIO, TEN_WITHOUT_2_AND_8),
                    Part.AXIS,
                    Fault.NOT_ENTERED);
            assertInvalid(
                    wheel(List.of(2), List.of(1)).expand(BetType.BRACKET_QUINELLA, TEN_WITHOUT_2_AND_8),
                    Part.AXIS,
                    Fault.NOT_ENTERED);
        }

        @Test
        void refuses_duplicate_partners_and_partners_not_entered() {
            assertInvalid(expand(BetType.QUINELLA, wheel(List.of(3), List.of(5, 5))), Part.PARTNERS, Fault.DUPLICATE);
            assertInvalid(
                    expand(BetType.QUINELLA, wheel(List.of(3), List.of(5, -5))), Part.PARTNERS, Fault.NOT_ENTERED);
            assertInvalid(
                    wheel(List.of(1), List.of(3, 8)).expand(BetType.QUINELLA, TEN_WITHOUT_2_AND_8),
                    Part.PARTNERS,
                    Fault.NOT_ENTERED);
        }

        @ParameterizedTest
        @EnumSource(
                value = BetType.class,
                names = {"BRACKET_QUINELLA", "QUINELLA", "WIDE", "TRIO"})
        void of_an_unordered_type_refuses_positions_and_multi(BetType type) {
            Wheel wheel = wheel(List.of(1), List.of(2, 3));

            assertInvalid(expand(type, wheel.at(1)), Part.POSITION, Fault.WRONG_POSITION);
            assertInvalid(expand(type, wheel.inEveryPosition()), Part.POSITION, Fault.WRONG_POSITION);
            assertInvalid(expand(type, wheel.at(1).inEveryPosition()), Part.POSITION, Fault.WRONG_POSITION);
        }

        @ParameterizedTest
        @EnumSource(
                value = BetType.class,
                names = {"EXACTA", "TRIFECTA", "BRACKET_EXACTA"})
        void of_an_ordered_type_needs_either_positions_or_multi(BetType type) {
            Wheel wheel = wheel(List.of(1), List.of(2, 3));

            assertInvalid(expand(type, wheel), Part.POSITION, Fault.WRONG_POSITION);
            assertInvalid(expand(type, wheel.at(1).inEveryPosition()), Part.POSITION, Fault.WRONG_POSITION);
            assertInvalid(expand(type, wheel.inEveryPosition().at(1)), Part.POSITION, Fault.WRONG_POSITION);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 4, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
        void refuses_positions_that_do_not_exist(int position) {
            Wheel one = wheel(List.of(1), List.of(2, 3));
            Wheel two = wheel(List.of(1, 2), List.of(3));

            assertInvalid(expand(BetType.TRIFECTA, one.at(position)), Part.POSITION, Fault.WRONG_POSITION);
            assertInvalid(expand(BetType.TRIFECTA, two.at(1, position)), Part.POSITION, Fault.WRONG_POSITION);
            assertInvalid(expand(BetType.EXACTA, one.at(position)), Part.POSITION, Fault.WRONG_POSITION);
        }

        @Test
        void needs_one_distinct_position_for_each_axis() {
            Wheel one = wheel(List.of(1), List.of(2, 3));
            Wheel two = wheel(List.of(1, 2), List.of(3));

            assertInvalid(expand(BetType.EXACTA, one.at(3)), Part.POSITION, Fault.WRONG_POSITION);
            assertInvalid(expand(BetType.TRIFECTA, one.at(1, 2)), Part.POSITION, Fault.WRONG_POSITION);
            assertInvalid(expand(BetType.TRIFECTA, two.at(1)), Part.POSITION, Fault.WRONG_POSITION);
            assertInvalid(expand(BetType.TRIFECTA, two.at(2, 2)), Part.POSITION, Fault.WRONG_POSITION);
            assertInvalid(expand(BetType.TRIFECTA, two.at(1, 2, 3)), Part.POSITION, Fault.WRONG_POSITION);
        }

        @ParameterizedTest(name = "list {index}")
        @MethodSource("keiba.domain.bet.SelectionTest#hostileLists")
        void of_ten_thousand_numbers_is_refused(List<Integer> numbers) {
            List<Integer> some = List.of(2, 3);

            assertThat(expand(BetType.TRIFECTA, wheel(numbers, some).at(1))).isInstanceOf(Invalid.class);
            assertThat(expand(BetType.TRIFECTA, wheel(some, numbers).inEveryPosition()))
                    .isInstanceOf(Invalid.class);
            assertThat(expand(BetType.TRIFECTA, new Wheel(List.of(1), some, numbers, false)))
                    .isInstanceOf(Invalid.class);
        }
    }

    @Nested
    class A_formation {
        @Test
        void of_an_ordered_type_uses_column_i_for_place_i() {
            assertThat(texts(expand(BetType.EXACTA, Formation.of(List.of(1, 2), List.of(2, 3)))))
                    .containsExactly("1>2", "1>3", "2>3");
            assertThat(texts(expand(BetType.TRIFECTA, Formation.of(List.of(1, 2), List.of(1, 2), List.of(1, 2, 3)))))
                    .containsExactly("1>2>3", "2>1>3");
        }

        @Test
        void of_an_unordered_type_has_each_combination_once() {
            assertThat(texts(expand(BetType.QUINELLA, Formation.of(List.of(1, 2), List.of(2, 1, 3)))))
                    .containsExactly("1-2", "1-3", "2-3");
            assertThat(texts(expand(BetType.TRIO, Formation.of(List.of(1, 2), List.of(1, 2), List.of(1, 2, 3)))))
                    .containsExactly("1-2-3");
            assertThat(texts(expand(BetType.WIDE, Formation.of(List.of(1), List.of(1, 4)))))
                    .containsExactly("1-4");
        }

        @Test
        void of_brackets_keeps_a_bracket_with_itself_if_two_horses_were_entered_in_it() {
            Formation formation = Formation.of(List.of(6, 7), List.of(6, 7, 8));

            assertThat(texts(expand(BetType.BRACKET_QUINELLA, formation))).containsExactly("6-7", "6-8", "7-7", "7-8");
            assertThat(texts(expand(BetType.BRACKET_EXACTA, formation)))
                    .containsExactly("6>7", "6>8", "7>6", "7>7", "7>8");
            assertThat(texts(formation.expand(BetType.BRACKET_QUINELLA, TEN_WITHOUT_2_AND_8)))
                    .containsExactly("6-7", "6-8", "7-8");
        }

        @Test
        void with_every_number_in_every_column_is_every_combination() {
            assertThat(count(BetType.TRIFECTA, Formation.of(upTo(18), upTo(18), upTo(18))))
                    .isEqualTo(4_896);
            assertThat(count(BetType.TRIO, Formation.of(upTo(18), upTo(18), upTo(18))))
                    .isEqualTo(816);
            assertThat(count(BetType.BRACKET_QUINELLA, Formation.of(upTo(8), upTo(8))))
                    .isEqualTo(36);
            assertThat(count(BetType.BRACKET_EXACTA, Formation.of(upTo(8), upTo(8))))
                    .isEqualTo(64);
        }

        @Test
        void without_any_possible_combination_is_refused_as_empty() {
            assertInvalid(expand(BetType.QUINELLA, Formation.of(List.of(3), List.of(3))), Part.COLUMNS, Fault.EMPTY);
            assertInvalid(
                    expand(BetType.TRIFECTA, Formation.of(List.of(1, 2), List.of(1, 2), List.of(1, 2))),
                    Part.COLUMNS,
                    Fault.EMPTY);
            assertInvalid(
                    expand(BetType.BRACKET_EXACTA, Formation.of(List.of(1), List.of(1))), Part.COLUMNS, Fault.EMPTY);
        }

        @ParameterizedTest
        @EnumSource(
                value = BetType.class,
                names = {"WIN", "PLACE"})
        void is_not_offered_for_win_and_place(BetType type) {
            assertInvalid(expand(type, Formation.of(List.of(1, 2))), Part.METHOD, Fault.METHOD_NOT_OFFERED);
        }

        @Test
        void needs_one_nonempty_column_for_each_place() {
            List<Integer> one = List.of(1);

            assertInvalid(expand(BetType.QUINELLA, Formation.of(one)), Part.COLUMNS, Fault.WRONG_COUNT);
            assertInvalid(expand(BetType.QUINELLA, new Formation(List.of())), Part.COLUMNS, Fault.WRONG_COUNT);
            assertInvalid(expand(BetType.QUINELLA, Formation.of(one, one, one)), Part.COLUMNS, Fault.WRONG_COUNT);
            assertInvalid(expand(BetType.TRIO, Formation.of(one, one)), Part.COLUMNS, Fault.WRONG_COUNT);
            assertInvalid(
                    expand(BetType.TRIO, Formation.of(one, List.of(2), List.of())), Part.COLUMNS, Fault.WRONG_COUNT);
        }

        @Test
        void refuses_duplicate_numbers_and_numbers_not_entered_in_a_column() {
            assertInvalid(
                    expand(BetType.EXACTA, Formation.of(List.of(1), List.of(2, 2))), Part.COLUMNS, Fault.DUPLICATE);
            assertInvalid(
                    expand(BetType.EXACTA, Formation.of(List.of(0), List.of(2))), Part.COLUMNS, Fault.NOT_ENTERED);
            assertInvalid(
                    Formation.of(List.of(1), List.of(3, 8)).expand(BetType.EXACTA, TEN_WITHOUT_2_AND_8),
                    Part.COLUMNS,
                    Fault.NOT_ENTERED);
        }

        @ParameterizedTest(name = "list {index}")
        @MethodSource("keiba.domain.bet.SelectionTest#hostileLists")
        void of_ten_thousand_numbers_or_columns_is_refused(List<Integer> numbers) {
            assertThat(expand(BetType.TRIFECTA, Formation.of(List.of(1), numbers, numbers)))
                    .isInstanceOf(Invalid.class);
            assertInvalid(
                    expand(BetType.TRIFECTA, new Formation(Collections.nCopies(10_000, List.of(1)))),
                    Part.COLUMNS,
                    Fault.WRONG_COUNT);
        }
    }

    @Nested
    class Any_selection {
        @Test
        void of_a_type_that_is_not_on_sale_is_refused() {
            Offering wins = new Offering(Field.of(10), Set.of(BetType.WIN), 3);

            assertInvalid(Straight.of(1, 2).expand(BetType.QUINELLA, wins), Part.BET_TYPE, Fault.NOT_ON_SALE);
        }

        @Test
        void expands_to_the_same_result_each_time() {
            Formation formation = Formation.of(List.of(1, 2), List.of(2, 3));

            assertThat(expand(BetType.EXACTA, formation)).isEqualTo(expand(BetType.EXACTA, formation));
        }

        @Test
        void does_not_change_when_the_lists_passed_to_it_change() {
            List<Integer> numbers = new ArrayList<>(Arrays.asList(1, 2));
            Straight straight = new Straight(numbers);
            Box box = new Box(numbers);
            Wheel wheel = new Wheel(numbers, numbers, numbers, false);
            Formation formation = new Formation(List.of(numbers));
            numbers.add(3);

            assertThat(straight.numbers()).containsExactly(1, 2);
            assertThat(box.numbers()).containsExactly(1, 2);
            assertThat(wheel).isEqualTo(new Wheel(List.of(1, 2), List.of(1, 2), List.of(1, 2), false));
            assertThat(formation.columns()).containsExactly(List.of(1, 2));
        }
    }
}
