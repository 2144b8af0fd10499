package keiba.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerMilleTest {
    @ParameterizedTest
    @ValueSource(ints = {-1, 1001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void refuses_rates_outside_0_to_1000(int value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PerMille.of(value))
                .withMessageContaining("" + value);
    }

    @ParameterizedTest
    @CsvSource({
        "775, 1000, 775",
        "775, 1, 0",
        "775, 129, 99", // 99.975
        "725, 40, 29", // exactly
        "0, 1000, 0",
        "1000, 1234567, 1234567",
        "800, 10000000000000, 8000000000000",
        "999, 9000000000000000, 8991000000000000"
    })
    void returns_the_part_of_an_amount_rounded_down(int rate, long amount, long part) {
        assertThat(PerMille.of(rate).of(Yen.of(amount))).isEqualTo(Yen.of(part));
    }

    @Test
    void rounds_negative_amounts_down_too() {
        assertThat(PerMille.of(500).of(Yen.of(-1))).isEqualTo(Yen.of(-1));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "775", "999", "1000"})
    void computes_the_part_of_the_largest_amounts_exactly(int rate) {
        for (long amount :
                new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1_001, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
            long exact = new BigDecimal(BigInteger.valueOf(amount))
                    .multiply(BigDecimal.valueOf(rate))
                    .movePointLeft(3)
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact();
            assertThat(PerMille.of(rate).of(Yen.of(amount))).isEqualTo(Yen.of(exact));
        }
    }

    @ParameterizedTest
    @CsvSource({"775,77.5%", "800,80.0%", "0,0.0%", "1000,100.0%", "5,0.5%"})
    void prints_the_rate_in_percent(int rate, String text) {
        assertThat(PerMille.of(rate)).hasToString(text);
    }
}
