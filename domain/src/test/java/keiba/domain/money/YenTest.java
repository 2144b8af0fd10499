package keiba.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YenTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0                    | 0円
                    1                    | 1円
                    999                  | 999円
                    1000                 | 1,000円
                    999999               | 999,999円
                    1234500              | 1,234,500円
                    -1                   | -1円
                    -999                 | -999円
                    -1000                | -1,000円
                    -123456              | -123,456円
                    9223372036854775807  | 9,223,372,036,854,775,807円
                    -9223372036854775808 | -9,223,372,036,854,775,808円
                    """)
    void prints_commas_between_thousands_and_the_unit_at_the_end(long value, String text) {
        assertThat(Yen.of(value)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0                       | 0
                    100                     | 100
                    1200                    | 1200
                    1,200                   | 1200
                    1,200円                 | 1200
                    1200円                  | 1200
                    ¥1,200                  | 1200
                    ¥100                    | 100
                    -1,200円                | -1200
                    ¥-5                     | -5
                    999999999999999999      | 999999999999999999
                    999,999,999,999,999,999 | 999999999999999999
                    """)
    void parses_digits_with_or_without_commas_and_one_yen_sign(String text, long value) {
        assertThat(Yen.parse(text)).contains(Yen.of(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "円",
                "¥",
                "-",
                "--1",
                "+1",
                "1 200",
                " 1",
                "1 ",
                "1\n",
                "\0001",
                "1.5",
                "1.",
                "1,20",
                "1,2000",
                ",200",
                "12,",
                "1,,200",
                "1200,300",
                "¥1円",
                "¥¥1",
                "1円円",
                "-¥1",
                "円1",
                "1e3",
                "0x10",
                "１２００",
                "٣",
                "百",
                "1000000000000000000",
                "1,000,000,000,000,000,000",
                "9223372036854775808",
                "NaN",
                "null"
            })
    void parses_no_other_text(String text) {
        assertThat(Yen.parse(text)).isEmpty();
    }

    @Test
    void refuses_a_text_of_a_million_digits() {
        assertThat(Yen.parse("9".repeat(1_000_000))).isEmpty();
        assertThat(Yen.parse("1" + ",000".repeat(250_000))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -7, 100, 1_000, -1_000, 12_345_678, 999_999_999_999_999_999L})
    void parses_the_text_that_it_prints(long value) {
        assertThat(Yen.parse(Yen.of(value).toString())).contains(Yen.of(value));
    }

    @Test
    void adds_subtracts_and_multiplies() {
        assertThat(Yen.of(300).plus(Yen.of(200))).isEqualTo(Yen.of(500));
        assertThat(Yen.of(300).minus(Yen.of(500))).isEqualTo(Yen.of(-200));
        assertThat(Yen.of(300).times(-7)).isEqualTo(Yen.of(-2100));
        assertThat(Yen.of(300).minus(Yen.of(300))).isSameAs(Yen.ZERO);
    }

    @Test
    void throws_an_exception_on_overflow() {
        Yen most = Yen.of(Long.MAX_VALUE);
        Yen least = Yen.of(Long.MIN_VALUE);

        assertThatThrownBy(() -> most.plus(Yen.of(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> least.minus(Yen.of(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> least.times(-1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.times(2)).isInstanceOf(ArithmeticException.class);
        assertThat(most.plus(least)).isEqualTo(Yen.of(-1));
    }

    @ParameterizedTest
    @CsvSource({"100,true", "1000,true", "0,false", "-100,false", "50,false", "150,false", "101,false"})
    void tells_whether_an_amount_is_a_positive_multiple_of_a_step(long value, boolean expected) {
        assertThat(Yen.of(value).isPositiveMultipleOf(Yen.of(100))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -100, Long.MIN_VALUE})
    void refuses_a_step_that_is_not_positive(long step) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Yen.of(100).isPositiveMultipleOf(Yen.of(step)))
                .withMessageContaining(Yen.of(step).toString());
    }

    @Test
    void tells_whether_an_amount_is_zero_or_negative() {
        assertThat(Yen.ZERO.isZero()).isTrue();
        assertThat(Yen.of(1).isZero()).isFalse();
        assertThat(Yen.of(-1).isNegative()).isTrue();
        assertThat(Yen.ZERO.isNegative()).isFalse();
    }

    @Test
    void is_ordered_by_amount() {
        assertThat(Yen.of(-1)).isLessThan(Yen.ZERO);
        assertThat(Yen.of(1_000)).isGreaterThan(Yen.of(999));
        assertThat(Yen.of(5)).isEqualByComparingTo(Yen.of(5));
    }
}
