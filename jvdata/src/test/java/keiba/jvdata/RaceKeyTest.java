package keiba.jvdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RaceKeyTest {
    private static final LocalDate DAY = LocalDate.of(2023, 8, 5);

    @Test
    void is_parsed_and_printed_as_sixteen_characters() {
        RaceKey key = new RaceKey(DAY, "01", 1, 5, 3);

        assertThat(key).hasToString("2023080501010503");
        assertThat(RaceKey.parse("2023080501010503")).hasValue(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "202308050101050",
                "20230805010105030",
                "2023023001010503",
                "2023000501010503",
                "202308050a010503",
                "2023080501010500",
                "2023080501 10503",
                "２023080501010503"
            })
    void is_not_parsed_from_other_texts(String text) {
        assertThat(RaceKey.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"01, 札幌", "05, 東京", "10, 小倉"})
    void returns_the_names_of_the_racecourses_of_jra(String course, String name) {
        assertThat(new RaceKey(DAY, course, 1, 1, 1).courseName()).hasValue(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "11", "30", "A4"})
    void returns_no_name_for_other_racecourses(String course) {
        assertThat(new RaceKey(DAY, course, 0, 0, 12).courseName()).isEmpty();
    }

    @Test
    void sorts_by_day_racecourse_and_race_number() {
        assertThat(new RaceKey(DAY, "01", 1, 5, 9)).isLessThan(new RaceKey(DAY, "01", 1, 5, 10));
        assertThat(new RaceKey(DAY, "01", 1, 5, 9)).isLessThan(new RaceKey(DAY, "02", 1, 5, 1));
        assertThat(new RaceKey(DAY, "10", 9, 9, 99)).isLessThan(new RaceKey(DAY.plusDays(1), "01", 1, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "0a, 1, 1, 1",
        "01, -1, 1, 1",
        "01, 100, 1, 1",
        "01, 1, 100, 1",
        "01, 1, 1, 0",
        "01, 1, 1, 100"
    })
    void refuses_values_that_do_not_fit_the_text(String course, int meeting, int day, int race) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RaceKey(DAY, course, meeting, day, race));
    }
}
