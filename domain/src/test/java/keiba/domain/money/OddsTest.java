package keiba.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OddsTest {
    @ParameterizedTest
    @CsvSource({
        "0.1,1",
        "1.0,10",
        "1.1,11",
        "2.9,29",
        "12.3,123",
        "999.9,9999",
        "999999.9,9999999",
        "100.0,1000",
        "9999999999999999.9,99999999999999999"
    })
    void parses_and_prints_odds_with_one_decimal(String text, long tenths) {
        assertThat(Odds.parse(text)).contains(Odds.ofTenths(tenths));
        assertThat(Odds.ofTenths(tenths)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1",
                "1.",
                ".5",
                "0.0",
                "00.1",
                "01.0",
                "1.00",
                "1.25",
                "-1.0",
                "+1.0",
                "1,0",
                " 1.0",
                "1.0 ",
                "1.0\n",
                "1.0.0",
                "1e1",
                "１.０",
                "NaN",
                "----",
                "10000000000000000.0",
                "99999999999999999999.9"
            })
    void parses_no_other_text(String text) {
        assertThat(Odds.parse(text)).isEmpty();
    }

    @Test
    void refuses_a_text_of_a_million_digits() {
        assertThat(Odds.parse("9".repeat(1_000_000) + ".0")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refuses_odds_below_one_tenth(long tenths) {
        assertThatIllegalArgumentException().isThrownBy(() -> Odds.ofTenths(tenths));
    }

    @Test
    void returns_the_payout_of_100_yen() {
        assertThat(Odds.ofTenths(29).per100()).isEqualTo(Yen.of(290));
        assertThatThrownBy(() -> Odds.ofTenths(Long.MAX_VALUE).per100()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void returns_the_payout_of_a_stake() {
        assertThat(Odds.ofTenths(29).payout(Yen.of(1_200))).isEqualTo(Yen.of(3_480));
        assertThat(Odds.ofTenths(29).payout(Yen.of(10))).isEqualTo(Yen.of(29));
        assertThatIllegalArgumentException().isThrownBy(() -> Odds.ofTenths(29).payout(Yen.of(105)));
        assertThatIllegalArgumentException().isThrownBy(() -> Odds.ofTenths(29).payout(Yen.of(-10)));
        assertThat(Odds.ofTenths(29).payout(Yen.ZERO)).isEqualTo(Yen.ZERO);
        assertThatThrownBy(() -> Odds.ofTenths(9_999_999).payout(Yen.of(10_000_000_000_000L)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void are_ordered_by_value() {
        assertThat(Odds.ofTenths(99)).isLessThan(Odds.ofTenths(100));
        assertThat(Odds.ofTenths(100)).isEqualByComparingTo(Odds.ofTenths(100));
    }
}
