package keiba.domain.bet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import keiba.domain.bet.Expansion.Fault;
import keiba.domain.bet.Expansion.Invalid;
import keiba.domain.bet.Expansion.Part;
import keiba.domain.bet.MultiLegSelection.InvalidLeg;
import keiba.domain.bet.MultiLegSelection.LegsExpansion;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiLegSelectionTest {
    private static final MultiLegType DOUBLE = new MultiLegType(BetType.WIN, 2);
    private static final List<Offering> FIVE = Collections.nCopies(5, offering(18));

    private static Offering offering(int runners, int... withdrawn) {
        return RuleBooks.JRA.offering(Field.of(runners).withdraw(Horses.of(withdrawn)));
    }

    private static List<Selection> horses(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(Selection.Straight::of)
                .map(Selection.class::cast)
                .toList();
    }

    private static LegsExpansion expand(List<List<Selection>> legs) {
        return MultiLegSelection.expand(DOUBLE, List.of(offering(8), offering(9, 4)), legs);
    }

    private static InvalidLeg invalid(int leg, Part part, Fault fault) {
        return new InvalidLeg(leg, new Invalid(part, fault));
    }

    private static MultiLegCombination win5(String text) {
        return MultiLegCombination.parse(MultiLegType.WIN5, text).orElseThrow();
    }

    @Test
    void counts_the_combinations_of_win5_as_the_product_of_the_horses() {
        MultiLegSelection selection = MultiLegSelection.expand(
                        MultiLegType.WIN5,
                        FIVE,
                        List.of(horses(1, 2, 3), horses(4), horses(5, 6), horses(7, 8, 9, 18), horses(1, 10)))
                .orElseThrow();

        assertThat(selection.count()).isEqualTo(3 * 2 * 4 * 2);
        assertThat(selection.contains(win5("3/4/6/18/10"))).isTrue();
        assertThat(selection.contains(win5("3/4/6/18/11"))).isFalse();
    }

    @Test
    void counts_every_combination_of_the_largest_fields() {
        List<Selection> all = horses(IntStream.rangeClosed(1, 18).toArray());

        assertThat(MultiLegSelection.expand(MultiLegType.WIN5, FIVE, Collections.nCopies(5, all))
                        .orElseThrow()
                        .count())
                .isEqualTo(1_889_568);
    }

    @Test
    void accepts_boxes_wheels_and_formations_in_the_legs_of_a_triple_exacta() {
        MultiLegSelection selection = MultiLegSelection.expand(
                        MultiLegType.TRIPLE_EXACTA,
                        Collections.nCopies(3, offering(12)),
                        List.of(
                                List.of(Selection.Box.of(1, 2, 3)),
                                List.of(Selection.Straight.of(1, 2), Selection.Formation.of(List.of(5), List.of(6, 7))),
                                List.of(Selection.Wheel.of(List.of(4), List.of(5, 6))
                                        .at(1))))
                .orElseThrow();

        assertThat(selection.count()).isEqualTo(6 * 3 * 2);
        assertThat(selection.contains(MultiLegCombination.parse(MultiLegType.TRIPLE_EXACTA, "3>1/5>7/4>6")
                        .orElseThrow()))
                .isTrue();
    }

    @Test
    void counts_the_combinations_without_excluded_ones_of_each_leg() {
        MultiLegSelection selection =
                expand(List.of(horses(1, 2, 3), horses(5, 6))).orElseThrow();
        Numbering first = Numbering.of(BetType.WIN, 8);
        Numbering second = Numbering.of(BetType.WIN, 9);

        assertThat(selection.countWithout(List.of(CombinationSet.of(first, 0, 7), CombinationSet.none(second))))
                .isEqualTo(4);
        assertThat(selection.countWithout(List.of(CombinationSet.none(first), CombinationSet.of(second, 4, 5))))
                .isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> selection.countWithout(List.of()))
                .withMessage("2 x WIN must have 2 legs, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> selection.countWithout(List.of(CombinationSet.none(second), CombinationSet.none(second))))
                .withMessageContaining("different numberings");
    }

    @Nested
    class Refusals {
        @Test
        void name_the_first_invalid_leg() {
            assertThat(expand(List.of(horses(1), horses(4)))).isEqualTo(invalid(2, Part.NUMBERS, Fault.NOT_ENTERED));
            assertThat(expand(List.of(horses(9), horses(4)))).isEqualTo(invalid(1, Part.NUMBERS, Fault.NOT_ENTERED));
            assertThat(expand(List.of(horses(1, 1), horses(2)))).isEqualTo(invalid(1, Part.NUMBERS, Fault.DUPLICATE));
            assertThat(expand(List.of(horses(1), List.of(Selection.Box.of(1, 2)))))
                    .isEqualTo(invalid(2, Part.METHOD, Fault.METHOD_NOT_OFFERED));
            assertThat(expand(List.of(horses(1), horses(Integer.MIN_VALUE))))
                    .isEqualTo(invalid(2, Part.NUMBERS, Fault.NOT_ENTERED));
        }

        @Test
        void name_the_missing_empty_or_surplus_leg() {
            assertThat(expand(List.of())).isEqualTo(invalid(1, Part.NUMBERS, Fault.WRONG_COUNT));
            assertThat(expand(List.of(horses(1)))).isEqualTo(invalid(2, Part.NUMBERS, Fault.WRONG_COUNT));
            assertThat(expand(List.of(horses(1), horses()))).isEqualTo(invalid(2, Part.NUMBERS, Fault.WRONG_COUNT));
            assertThat(expand(List.of(horses(1), horses(2), horses(3))))
                    .isEqualTo(invalid(3, Part.NUMBERS, Fault.WRONG_COUNT));
        }

        @Test
        void name_the_duplicate_among_a_million_equal_selections() {
            assertThat(expand(List.of(horses(1), Collections.nCopies(1_000_000, Selection.Straight.of(2)))))
                    .isEqualTo(invalid(2, Part.NUMBERS, Fault.DUPLICATE));
        }

        @Test
        void are_thrown_as_an_exception_by_or_else_throw() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> expand(List.of(horses(1), horses(4))).orElseThrow())
                    .withMessage("leg 2 is invalid: NUMBERS NOT_ENTERED");
        }

        @Test
        void do_not_cover_a_wrong_number_of_races_which_throws_an_exception() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MultiLegSelection.expand(MultiLegType.WIN5, FIVE.subList(0, 4), List.of()))
                    .withMessage("5 x WIN must be on 5 races, not 4");
        }
    }

    @Test
    void refuses_missing_or_empty_legs_and_legs_of_another_type() {
        CombinationSet win = CombinationSet.of(Numbering.of(BetType.WIN, 8), 0);
        CombinationSet place = CombinationSet.of(Numbering.of(BetType.PLACE, 8), 0);
        CombinationSet none = CombinationSet.none(Numbering.of(BetType.WIN, 8));
        for (List<CombinationSet> legs : List.of(List.of(win), List.of(win, place), List.of(none, win))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MultiLegSelection(DOUBLE, legs))
                    .withMessageStartingWith(
                            "a selection of 2 x WIN must have at least one combination of each leg, not ");
        }
    }

    @Test
    void contains_refuses_a_combination_of_another_kind_or_outside_the_field() {
        MultiLegSelection selection = expand(List.of(horses(1), horses(2))).orElseThrow();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> selection.contains(win5("1/2/3/4/5")))
                .withMessage("the combination must be of 2 x WIN, not 5 x WIN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> selection.contains(
                        MultiLegCombination.parse(DOUBLE, "9/1").orElseThrow()));
    }

    @Nested
    class Combinations {
        @ParameterizedTest
        @ValueSource(strings = {"3/5/12/1/8", "1/1/1/1/1", "18/18/18/18/18"})
        void are_parsed_from_their_text(String text) {
            assertThat(win5(text)).hasToString(text);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "/",
                    "1",
                    "1/2/3/4",
                    "1/2/3/4/5/6",
                    "1/2/3/4/",
                    "/1/2/3/4",
                    "1//3/4/5",
                    "1/2/3/4/05",
                    "1/2/3/4/0",
                    "1/2/3/4/31",
                    "1/2/3/4/a",
                    "1-2/3/4/5/6",
                    "1/2/3/4/5 ",
                    "1/2/3/4/5/",
                    "１/2/3/4/5"
                })
        void are_not_parsed_from_any_other_text(String text) {
            assertThat(MultiLegCombination.parse(MultiLegType.WIN5, text)).isEmpty();
        }

        @Test
        void are_not_parsed_from_a_text_of_two_million_characters() {
            assertThat(MultiLegCombination.parse(MultiLegType.WIN5, "1/".repeat(1_000_000)))
                    .isEmpty();
        }

        @Test
        void are_ordered_leg_by_leg() {
            List<MultiLegCombination> sorted = new ArrayList<>(
                    List.of(win5("2/1/1/1/1"), win5("1/10/1/1/1"), win5("1/2/1/1/18"), win5("1/2/1/1/3")));
            Collections.sort(sorted);

            assertThat(sorted)
                    .map(MultiLegCombination::toString)
                    .containsExactly("1/2/1/1/3", "1/2/1/1/18", "1/10/1/1/1", "2/1/1/1/1");
            assertThat(win5("1/2/3/4/5"))
                    .isGreaterThan(MultiLegCombination.parse(DOUBLE, "1/2").orElseThrow());
        }

        @Test
        void need_one_combination_of_each_leg() {
            Combination win = Combination.of(BetType.WIN, 1);
            Combination place = Combination.of(BetType.PLACE, 1);
            for (List<Combination> legs : List.of(List.of(win), List.of(win, place), List.of(win, win, win))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new MultiLegCombination(DOUBLE, legs))
                        .withMessageStartingWith(
                                "a combination of 2 x WIN must have one combination of each leg, not ");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"WIN, 1", "WIN, 0", "WIN, -5", "WIN, 11", "TRIFECTA, 4", "EXACTA, 6"})
    void refuses_a_kind_with_too_few_or_too_many_legs_or_combinations(BetType type, int legs) {
        assertThatIllegalArgumentException().isThrownBy(() -> new MultiLegType(type, legs));
    }

    @Test
    void accepts_kinds_of_seven_and_ten_legs() {
        assertThat(new MultiLegType(BetType.WIN, 7)).hasToString("7 x WIN");
        assertThat(new MultiLegType(BetType.WIN, 10).legs()).isEqualTo(10);
    }
}
