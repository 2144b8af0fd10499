package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private static final Instant START = Instant.parse("2026-11-22T03:04:05Z");
    private static final Timetable TIMETABLE = new Timetable(START, Duration.ofMinutes(4));

    @Test
    void closes_one_race_in_each_interval() {
        assertThat(TIMETABLE.deadline(0)).isEqualTo(START.plusSeconds(240));
        assertThat(TIMETABLE.deadline(1)).isEqualTo(START.plusSeconds(480));
        assertThat(TIMETABLE.deadline(360)).isEqualTo(START.plusSeconds(361 * 240));
    }

    @Test
    void has_two_races_on_sale_and_another_one_declared_at_any_time() {
        for (Instant now = START; now.isBefore(START.plus(Duration.ofHours(3))); now = now.plusSeconds(7)) {
            Instant moment = now;
            assertThat(LongStream.range(0, 60)
                            .filter(race -> !TIMETABLE.opening(race).isAfter(moment)
                                    && TIMETABLE.deadline(race).isAfter(moment)))
                    .as("%s", now)
                    .hasSize(2);
            assertThat(LongStream.range(0, 60)
                            .filter(race -> !TIMETABLE.declaration(race).isAfter(moment)
                                    && TIMETABLE.opening(race).isAfter(moment)))
                    .as("%s", now)
                    .hasSize(1);
        }
    }

    @Test
    void starts_sales_at_once_if_they_should_have_begun_already() {
        Instant late = TIMETABLE.opening(5).plusSeconds(30);

        assertThat(TIMETABLE.times(5, late, Duration.ofMinutes(1)))
                .isEqualTo(new SaleTimes(
                        late, TIMETABLE.deadline(5), TIMETABLE.deadline(5).plusSeconds(60)));
        assertThat(TIMETABLE.times(5, START, Duration.ZERO).opening()).isEqualTo(TIMETABLE.opening(5));
    }

    @Test
    void skips_races_that_would_be_sold_for_less_than_half_an_interval() {
        Instant deadline = TIMETABLE.deadline(7);

        assertThat(TIMETABLE.from(7, START)).isEqualTo(7);
        assertThat(TIMETABLE.from(7, deadline.minusSeconds(120))).isEqualTo(7);
        assertThat(TIMETABLE.from(7, deadline.minusSeconds(119))).isEqualTo(8);
        assertThat(TIMETABLE.from(7, deadline.plus(Duration.ofHours(8)))).isEqualTo(7 + 120 + 1);
    }
}
