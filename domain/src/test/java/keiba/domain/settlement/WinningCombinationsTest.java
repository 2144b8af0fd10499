package keiba.domain.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Offering;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WinningCombinationsTest {
    private static final Set<BetType> ALL = EnumSet.allOf(BetType.class);

    /** Brackets 7 = {7, 8} and 8 = {9, 10}, the others of one. */
    private static final Offering THREE_PLACES = new Offering(Field.of(10), ALL, 3);

    private static final Offering TWO_PLACES = new Offering(Field.of(10), ALL, 2);

    /** Reads {@code "1 2=3"}: 1 won, 2 and 3 were second in a dead heat. */
    private static OrderOfFinish order(String text) {
        return new OrderOfFinish(Arrays.stream(text.split(" "))
                .map(group -> Horses.of(Arrays.stream(group.split("="))
                        .mapToInt(Integer::parseInt)
                        .toArray()))
                .toList());
    }

    private static List<String> texts(CombinationSet set) {
        return set.combinations().stream().map(Combination::toString).toList();
    }

    private static List<String> winning(BetType type, String order) {
        return texts(WinningCombinations.of(type, THREE_PLACES, order(order)));
    }

    @Nested
    class The_table_of_ties {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        # order       | WIN | PLACE 3 | PLACE 2 | QUINELLA | EXACTA | WIDE | TRIO | TRIFECTA
                        1 2 3 4 5 6   | 1   | 3       | 2       | 1        | 1      | 3    | 1    | 1
                        1=2 3 4 5 6   | 2   | 3       | 2       | 1        | 2      | 3    | 1    | 2
                        1=2=3 4 5 6   | 3   | 3       | 3       | 3        | 6      | 3    | 1    | 6
                        1 2=3 4 5 6   | 1   | 3       | 3       | 2        | 2      | 3    | 1    | 2
                        1 2=3=4 5 6   | 1   | 4       | 4       | 3        | 3      | 6    | 3    | 6
                        1 2 3=4 5 6   | 1   | 4       | 2       | 1        | 1      | 5    | 2    | 2
                        1 2 3=4=5 6   | 1   | 5       | 2       | 1        | 1      | 7    | 3    | 3
                        1=2 3=4 5 6   | 2   | 4       | 2       | 1        | 2      | 5    | 2    | 4
                        1=2=3=4 5 6   | 4   | 4       | 4       | 6        | 12     | 6    | 4    | 24
                        """)
        void has_the_listed_number_of_winners_for_each_type(
                String text,
                int win,
                int placeOfThree,
                int placeOfTwo,
                int quinella,
                int exacta,
                int wide,
                int trio,
                int trifecta) {
            OrderOfFinish order = order(text);

            assertThat(winning(BetType.WIN, text)).hasSize(win);
            assertThat(winning(BetType.PLACE, text)).hasSize(placeOfThree);
            assertThat(WinningCombinations.of(BetType.PLACE, TWO_PLACES, order).size())
                    .isEqualTo(placeOfTwo);
            assertThat(winning(BetType.QUINELLA, text)).hasSize(quinella);
            assertThat(winning(BetType.EXACTA, text)).hasSize(exacta);
            assertThat(winning(BetType.WIDE, text)).hasSize(wide);
            assertThat(winning(BetType.TRIO, text)).hasSize(trio);
            assertThat(winning(BetType.TRIFECTA, text)).hasSize(trifecta);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        1 2 3 4 5 6 | 1     | 1 2 3     | 1 2     | 1-2         | 1>2                         | 1-2 1-3 2-3
                        1=2 3 4 5 6 | 1 2   | 1 2 3     | 1 2     | 1-2         | 1>2 2>1                     | 1-2 1-3 2-3
                        1=2=3 4 5 6 | 1 2 3 | 1 2 3     | 1 2 3   | 1-2 1-3 2-3 | 1>2 1>3 2>1 2>3 3>1 3>2     | 1-2 1-3 2-3
                        1 2=3 4 5 6 | 1     | 1 2 3     | 1 2 3   | 1-2 1-3     | 1>2 1>3                     | 1-2 1-3 2-3
                        1 2=3=4 5 6 | 1     | 1 2 3 4   | 1 2 3 4 | 1-2 1-3 1-4 | 1>2 1>3 1>4                 | 1-2 1-3 1-4 2-3 2-4 3-4
                        1 2 3=4 5 6 | 1     | 1 2 3 4   | 1 2     | 1-2         | 1>2                         | 1-2 1-3 1-4 2-3 2-4
                        1 2 3=4=5 6 | 1     | 1 2 3 4 5 | 1 2     | 1-2         | 1>2                         | 1-2 1-3 1-4 1-5 2-3 2-4 2-5
                        1=2 3=4 5 6 | 1 2   | 1 2 3 4   | 1 2     | 1-2         | 1>2 2>1                     | 1-2 1-3 1-4 2-3 2-4
                        """)
        void has_the_listed_winning_horses_and_pairs(
                String text,
                String win,
                String placeOfThree,
                String placeOfTwo,
                String quinella,
                String exacta,
                String wide) {
            assertThat(winning(BetType.WIN, text)).containsExactly(win.split(" "));
            assertThat(winning(BetType.PLACE, text)).containsExactly(placeOfThree.split(" "));
            assertThat(texts(WinningCombinations.of(BetType.PLACE, TWO_PLACES, order(text))))
                    .containsExactly(placeOfTwo.split(" "));
            assertThat(winning(BetType.QUINELLA, text)).containsExactly(quinella.split(" "));
            assertThat(winning(BetType.EXACTA, text)).containsExactly(exacta.split(" "));
            assertThat(winning(BetType.WIDE, text)).containsExactly(wide.split(" "));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        1 2 3 4 5 6 | 1-2-3             | 1>2>3
                        1=2 3 4 5 6 | 1-2-3             | 1>2>3 2>1>3
                        1=2=3 4 5 6 | 1-2-3             | 1>2>3 1>3>2 2>1>3 2>3>1 3>1>2 3>2>1
                        1 2=3 4 5 6 | 1-2-3             | 1>2>3 1>3>2
                        1 2=3=4 5 6 | 1-2-3 1-2-4 1-3-4 | 1>2>3 1>2>4 1>3>2 1>3>4 1>4>2 1>4>3
                        1 2 3=4 5 6 | 1-2-3 1-2-4       | 1>2>3 1>2>4
                        1 2 3=4=5 6 | 1-2-3 1-2-4 1-2-5 | 1>2>3 1>2>4 1>2>5
                        1=2 3=4 5 6 | 1-2-3 1-2-4       | 1>2>3 1>2>4 2>1>3 2>1>4
                        """)
        void has_the_listed_winning_triples(String text, String trio, String trifecta) {
            assertThat(winning(BetType.TRIO, text)).containsExactly(trio.split(" "));
            assertThat(winning(BetType.TRIFECTA, text)).containsExactly(trifecta.split(" "));
        }
    }

    @Test
    void follow_the_order_and_not_the_numbers() {
        assertThat(winning(BetType.EXACTA, "9 2 5")).containsExactly("9>2");
        assertThat(winning(BetType.QUINELLA, "9 2 5")).containsExactly("2-9");
        assertThat(winning(BetType.WIDE, "9 2 5")).containsExactly("2-5", "2-9", "5-9");
        assertThat(winning(BetType.TRIFECTA, "9 2 5")).containsExactly("9>2>5");
    }

    @Nested
    class Brackets_ {
        @ParameterizedTest
        @CsvSource({
            "1 2 3, 1-2, 1>2",
            "8 1 3, 1-7, 7>1",
            "9 7 1, 7-8, 8>7",
            "8 7 1, 7-7, 7>7",
            "1 7=8 2, 1-7, 1>7",
            "7 8=9 1, 7-7 7-8, 7>7 7>8",
            "7=8 9 1, 7-7, 7>7",
            "7=8=9 1, 7-7 7-8, 7>7 7>8 8>7",
            "7=8=9=10, 7-7 7-8 8-8, 7>7 7>8 8>7 8>8",
            "1=2=3, 1-2 1-3 2-3, 1>2 1>3 2>1 2>3 3>1 3>2"
        })
        void win_as_distinct_pairs_with_the_first_two(String order, String unordered, String ordered) {
            assertThat(winning(BetType.BRACKET_QUINELLA, order)).containsExactly(unordered.split(" "));
            assertThat(winning(BetType.BRACKET_EXACTA, order)).containsExactly(ordered.split(" "));
        }

        @Test
        void are_the_brackets_of_the_field() {
            Field given = new Field(4, Brackets.of(8, 8, 1, 1), Horses.NONE);
            Offering offering = new Offering(given, ALL, 2);

            assertThat(texts(WinningCombinations.of(BetType.BRACKET_QUINELLA, offering, order("1 4 2"))))
                    .containsExactly("1-8");
        }
    }

    @Nested
    class With_few_finishers {
        @ParameterizedTest
        @EnumSource(BetType.class)
        void no_combination_wins_without_finishers(BetType type) {
            assertThat(WinningCombinations.of(type, THREE_PLACES, OrderOfFinish.NONE)
                            .isEmpty())
                    .isTrue();
        }

        @Test
        void a_single_finisher_wins_win_and_place_only() {
            for (BetType type : BetType.values()) {
                assertThat(winning(type, "7")).hasSize(type.places() == 1 ? 1 : 0);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"2 1", "1=2"})
        void two_finishers_make_pairs_and_no_triples(String order) {
            assertThat(winning(BetType.PLACE, order)).containsExactly("1", "2");
            assertThat(winning(BetType.QUINELLA, order)).containsExactly("1-2");
            assertThat(winning(BetType.WIDE, order)).containsExactly("1-2");
            assertThat(winning(BetType.BRACKET_QUINELLA, order)).containsExactly("1-2");
            assertThat(winning(BetType.TRIO, order)).isEmpty();
            assertThat(winning(BetType.TRIFECTA, order)).isEmpty();
        }

        @Test
        void two_finishers_cross_the_line_in_an_order() {
            assertThat(winning(BetType.EXACTA, "2 1")).containsExactly("2>1");
            assertThat(winning(BetType.EXACTA, "1=2")).containsExactly("1>2", "2>1");
        }
    }

    @Nested
    class When_all_eighteen_finish_together {
        private final Offering offering = new Offering(Field.of(18), ALL, 3);
        private final OrderOfFinish together = OrderOfFinish.of(Horses.upTo(18));

        @ParameterizedTest
        @EnumSource(BetType.class)
        void every_combination_on_sale_wins(BetType type) {
            assertThat(WinningCombinations.of(type, offering, together)).isEqualTo(offering.onSale(type));
        }
    }
}
