package keiba.domain.bet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetTypeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    WIN              | 1 | false | false | false | -
                    PLACE            | 1 | false | false | true  | -
                    BRACKET_QUINELLA | 2 | false | true  | false | -
                    QUINELLA         | 2 | false | false | false | -
                    WIDE             | 2 | false | false | true  | -
                    EXACTA           | 2 | true  | false | false | >
                    TRIO             | 3 | false | false | false | -
                    TRIFECTA         | 3 | true  | false | false | >
                    BRACKET_EXACTA   | 2 | true  | true  | false | >
                    """)
    void tells_the_places_order_and_separator_of_its_combinations(
            BetType type, int places, boolean ordered, boolean onBrackets, boolean range, char separator) {
        assertThat(type.places()).isEqualTo(places);
        assertThat(type.ordered()).isEqualTo(ordered);
        assertThat(type.onBrackets()).isEqualTo(onBrackets);
        assertThat(type.hasRange()).isEqualTo(range);
        assertThat(type.separator()).isEqualTo(separator);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    WIN              | Win              | 単勝   | 単勝式
                    PLACE            | Place            | 複勝   | 複勝式
                    BRACKET_QUINELLA | Bracket Quinella | 枠連   | 枠番号二連勝複式
                    QUINELLA         | Quinella         | 馬連   | 普通馬番号二連勝複式
                    WIDE             | Quinella Place   | ワイド | 拡大馬番号二連勝複式
                    EXACTA           | Exacta           | 馬単   | 馬番号二連勝単式
                    TRIO             | Trio             | 3連複  | 馬番号三連勝複式
                    TRIFECTA         | Trifecta         | 3連単  | 馬番号三連勝単式
                    BRACKET_EXACTA   | Bracket Exacta   | 枠単   | 枠番号二連勝単式
                    """)
    void has_an_english_a_short_japanese_and_a_statutory_name(
            BetType type, String englishName, String japaneseName, String statutoryName) {
        assertThat(type.englishName()).isEqualTo(englishName);
        assertThat(type.japaneseName()).isEqualTo(japaneseName);
        assertThat(type.statutoryName()).isEqualTo(statutoryName);
    }

    @Test
    void is_listed_in_the_usual_order_from_win_to_bracket_exacta() {
        assertThat(BetType.values())
                .containsExactly(
                        BetType.WIN,
                        BetType.PLACE,
                        BetType.BRACKET_QUINELLA,
                        BetType.QUINELLA,
                        BetType.WIDE,
                        BetType.EXACTA,
                        BetType.TRIO,
                        BetType.TRIFECTA,
                        BetType.BRACKET_EXACTA);
    }
}
