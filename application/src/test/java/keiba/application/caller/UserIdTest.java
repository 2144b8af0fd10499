package keiba.application.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import keiba.application.race.RaceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdTest {

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1L << 53, Long.MAX_VALUE})
    void refuses_numbers_that_a_json_reader_may_round(long value) {
        assertThat(UserId.isPossible(value)).isFalse();
        assertThat(RaceId.isPossible(value)).isFalse();
        assertThatThrownBy(() -> new UserId(value)).hasMessageContaining(Long.toString(value));
        assertThatThrownBy(() -> new RaceId(value)).hasMessageContaining(Long.toString(value));
    }

    @Test
    void accepts_1_to_the_largest_number_exact_in_json() {
        assertThat(new UserId(1)).hasToString("1").isLessThan(new UserId(UserId.MAX));
        assertThat(new UserId((1L << 53) - 1)).hasToString("9007199254740991");
        assertThat(new RaceId((1L << 53) - 1)).hasToString("9007199254740991");
    }
}
