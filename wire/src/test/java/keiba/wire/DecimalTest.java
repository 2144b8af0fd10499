package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 12_345, -1, -12_345, 999_999_999_999_999_999L})
    void parses_the_decimal_text_of_a_long(long number) {
        assertThat(Decimal.parse(Long.toString(number))).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-",
                "+",
                "+1",
                "01",
                "00",
                "-0",
                "-01",
                "1 ",
                " 1",
                "1\n",
                "1.0",
                "1e3",
                "0x1",
                "1_000",
                "1,000",
                "\uFF11",
                "\u0661",
                "1\u0662",
                "\u00b2",
                "\u2460",
                "1000000000000000000",
                "9223372036854775808"
            })
    void refuses_every_other_form(String text) {
        assertThat(Decimal.parse(text)).isEmpty();
    }
}
