package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=10 | 10",
                "wait=1 | 1",
                "WAIT=10 | 10",
                " wait = 10 | 10",
                "wait=\"10\" | 10",
                "respond-async, wait=10 | 10",
                "wait=10; foo=bar, respond-async | 10",
                "wait=5, wait=10 | 5",
                "wait=20 | 20",
                "wait=21 | 20",
                "wait=9000000000000000 | 20"
            })
    void reads_a_wait_and_limits_it_to_20_seconds(String header, long seconds) {
        assertThat(WaitPreference.of(List.of(header))).hasValue(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wait",
                "wait=",
                "wait=0",
                "wait=-1",
                "wait=1.5",
                "wait=ten",
                "wait=1e1",
                "wait=\"10",
                "wait=\"",
                "wait=99999999999999999999",
                "wait=x, wait=10",
                "waiting=10",
                "await=10",
                "return=minimal; wait=10",
                ",,;=,"
            })
    void ignores_a_value_that_is_not_a_valid_wait(String header) {
        assertThat(WaitPreference.of(List.of(header))).isEmpty();
    }

    @Test
    void reads_every_line_of_the_header() {
        assertThat(WaitPreference.of(List.of("respond-async", "wait=3"))).hasValue(Duration.ofSeconds(3));
        assertThat(WaitPreference.of(List.of())).isEmpty();
    }
}
