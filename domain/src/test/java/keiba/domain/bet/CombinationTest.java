package keiba.domain.bet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CombinationTest {
    @ParameterizedTest
    @CsvSource({
        "WIN,5",
        "PLACE,30",
        "BRACKET_QUINELLA,1-8",
        "BRACKET_QUINELLA,7-7",
        "QUINELLA,3-7",
        "QUINELLA,29-30",
        "WIDE,3-10",
        "EXACTA,3>7",
        "EXACTA,7>3",
        "TRIO,2-3-10",
        "TRIFECTA,3>7>1",
        "TRIFECTA,18>17>16",
        "BRACKET_EXACTA,8>1",
        "BRACKET_EXACTA,7>7"
    })
    void parses_and_prints_its_canonical_text(BetType type, String text) {
        Combination combination = Combination.parse(type, text).orElseThrow();

        assertThat(combination).hasToString(text);
        assertThat(combination.type()).isEqualTo(type);
        assertThat(Combination.of(type, combination.numbers())).isEqualTo(combination);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "3",
                "3-",
                "-3",
                "-3-7",
                "3--7",
                "3-7-",
                "3-7-9",
                "7-3",
                "3-3",
                "03-7",
                "3-07",
                "003-7",
                "0-3",
                "3-0",
                "3-31",
                "3-99",
                "3-100",
                "99999999999",
                "3-99999999999",
                "3-4294967303",
                "3>7",
                "3,7",
                "3 7",
                "3 - 7",
                " 3-7",
                "3-7 ",
                "3-7\n",
                "\t3-7",
                "3-7\0",
                "+3-7",
                "3-+7",
                "3.0-7",
                "3e0-7",
                "0x3-7",
                "３-７",
                "３－７",
                "3-٧",
                "३-७",
                "3‐7",
                "3−7",
                "a-b",
                "null",
                "3-7;3-8",
                "[3, 7]"
            })
    void parses_no_other_text_as_a_quinella_or_wide(String text) {
        assertThat(Combination.parse(BetType.QUINELLA, text)).isEmpty();
        assertThat(Combination.parse(BetType.WIDE, text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "WIN,0",
        "WIN,31",
        "WIN,05",
        "WIN,5-",
        "WIN,-5",
        "WIN,5-6",
        "WIN,5.0",
        "WIN,100",
        "WIN,99999999999",
        "WIN,2147483653",
        "WIN,５",
        "EXACTA,3-7",
        "EXACTA,3>3",
        "EXACTA,>3",
        "EXACTA,3>",
        "EXACTA,3>7>1",
        "EXACTA,03>7",
        "EXACTA,3>>7",
        "EXACTA,3->7",
        "TRIO,1-2",
        "TRIO,1-3-2",
        "TRIO,2-1-3",
        "TRIO,1-1-2",
        "TRIO,1-2-2",
        "TRIO,1-2-3-4",
        "TRIO,1>2>3",
        "TRIFECTA,3>7",
        "TRIFECTA,3>7>3",
        "TRIFECTA,3>3>7",
        "TRIFECTA,3>7>7",
        "TRIFECTA,3>7-1",
        "TRIFECTA,3-7-1",
        "TRIFECTA,3>7>31",
        "TRIFECTA,3>7>1>",
        "BRACKET_QUINELLA,9-9",
        "BRACKET_QUINELLA,0-0",
        "BRACKET_QUINELLA,7-3",
        "BRACKET_QUINELLA,7-9",
        "BRACKET_QUINELLA,8",
        "BRACKET_QUINELLA,7>7",
        "BRACKET_EXACTA,7-7",
        "BRACKET_EXACTA,9>1",
        "BRACKET_EXACTA,1>9"
    })
    void parses_no_invalid_text_of_the_other_types(BetType type, String text) {
        assertThat(Combination.parse(type, text)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(BetType.class)
    void refuses_texts_of_a_million_characters(BetType type) {
        assertThat(Combination.parse(type, "1".repeat(1_000_000))).isEmpty();
        assertThat(Combination.parse(type, "1-2".repeat(300_000))).isEmpty();
        assertThat(Combination.parse(type, "-".repeat(1_000_000))).isEmpty();
    }

    @Test
    void an_unordered_type_accepts_numbers_in_any_order() {
        assertThat(Combination.of(BetType.QUINELLA, 7, 3)).hasToString("3-7");
        assertThat(Combination.of(BetType.TRIO, 10, 1, 3)).hasToString("1-3-10");
        assertThat(Combination.of(BetType.BRACKET_QUINELLA, 8, 8)).hasToString("8-8");
    }

    @Test
    void an_ordered_type_keeps_the_order_of_the_numbers() {
        assertThat(Combination.of(BetType.EXACTA, 7, 3)).hasToString("7>3");
        assertThat(Combination.of(BetType.TRIFECTA, 7, 3, 10)).hasToString("7>3>10");
        assertThat(Combination.of(BetType.EXACTA, 7, 3)).isNotEqualTo(Combination.of(BetType.EXACTA, 3, 7));
    }

    @Test
    void does_not_share_its_array_of_numbers_with_callers() {
        int[] numbers = {7, 3};
        Combination combination = Combination.of(BetType.QUINELLA, numbers);
        combination.numbers()[0] = 9;

        assertThat(numbers).containsExactly(7, 3);
        assertThat(combination.numbers()).containsExactly(3, 7);
    }

    @Test
    void refuses_wrong_counts_duplicates_and_numbers_out_of_range() {
        assertThatIllegalArgumentException().isThrownBy(() -> Combination.of(BetType.WIN));
        assertThatIllegalArgumentException().isThrownBy(() -> Combination.of(BetType.WIN, 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Combination.of(BetType.WIN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Combination.of(BetType.WIN, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Combination.of(BetType.WIN, Integer.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> Combination.of(BetType.QUINELLA, 3, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Combination.of(BetType.EXACTA, 3, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Combination.of(BetType.TRIFECTA, 3, 1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Combination.of(BetType.BRACKET_EXACTA, 9, 9));
        assertThatIllegalArgumentException().isThrownBy(() -> Combination.of(BetType.TRIO, 1, 2));
    }

    @Test
    void returns_the_number_at_a_place() {
        Combination combination = Combination.of(BetType.TRIFECTA, 7, 30, 1);

        assertThat(combination.number(0)).isEqualTo(7);
        assertThat(combination.number(1)).isEqualTo(30);
        assertThat(combination.number(2)).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> combination.number(3));
        assertThatIllegalArgumentException().isThrownBy(() -> combination.number(-1));
    }

    @Test
    void sorts_by_type_and_then_by_number() {
        List<String> sorted = Stream.of("10>1", "2-10", "10", "2>1", "1-10", "2", "2-3")
                .map(CombinationTest::ofAnyType)
                .sorted()
                .map(Combination::toString)
                .toList();

        assertThat(sorted).containsExactly("2", "10", "1-10", "2-3", "2-10", "2>1", "10>1");
    }

    private static Combination ofAnyType(String text) {
        BetType type = text.contains(">") ? BetType.EXACTA : text.contains("-") ? BetType.QUINELLA : BetType.WIN;
        return Combination.parse(type, text).orElseThrow();
    }

    @Test
    void combinations_with_the_same_type_and_numbers_are_equal() {
        Combination quinella = Combination.of(BetType.QUINELLA, 3, 7);

        assertThat(quinella).isEqualTo(Combination.of(BetType.QUINELLA, 7, 3));
        assertThat(quinella).hasSameHashCodeAs(Combination.of(BetType.QUINELLA, 7, 3));
        assertThat(quinella.hashCode())
                .isNotEqualTo(Combination.of(BetType.QUINELLA, 3, 8).hashCode());
        assertThat(quinella).isNotEqualTo(Combination.of(BetType.WIDE, 3, 7)).isNotEqualTo("3-7");
        assertThat(quinella).isEqualByComparingTo(Combination.of(BetType.QUINELLA, 7, 3));
    }
}
