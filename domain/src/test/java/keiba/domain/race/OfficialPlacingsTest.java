package keiba.domain.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import keiba.domain.race.OfficialPlacings.Entry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfficialPlacingsTest {
    @Nested
    class AnOrderFromPlacings {
        @Test
        void lists_the_horses_by_placing() {
            assertThat(OrderOfFinish.ofPlacings(Map.of(1, 2, 4, 3, 7, 1))).isEqualTo(OrderOfFinish.of(7, 1, 4));
        }

        @Test
        void has_a_dead_heat_for_equal_placings() {
            assertThat(OrderOfFinish.ofPlacings(Map.of(1, 1, 2, 2, 3, 2, 4, 4)))
                    .isEqualTo(OrderOfFinish.of(Horses.of(1), Horses.of(2, 3), Horses.of(4)));
        }

        @Test
        void is_empty_without_placings() {
            assertThat(OrderOfFinish.ofPlacings(Map.of())).isEqualTo(OrderOfFinish.NONE);
        }

        @Test
        void refuses_placings_with_a_gap_or_a_miscounted_dead_heat() {
            assertThatIllegalArgumentException().isThrownBy(() -> OrderOfFinish.ofPlacings(Map.of(1, 2)));
            assertThatIllegalArgumentException().isThrownBy(() -> OrderOfFinish.ofPlacings(Map.of(1, 1, 2, 3)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OrderOfFinish.ofPlacings(Map.of(1, 1, 2, 1, 3, 2)))
                    .withMessageContaining("[3] are placed 2 with 2 horses ahead");
            assertThatIllegalArgumentException().isThrownBy(() -> OrderOfFinish.ofPlacings(Map.of(1, 0)));
            assertThatIllegalArgumentException().isThrownBy(() -> OrderOfFinish.ofPlacings(Map.of(31, 1)));
        }
    }

    @Test
    void reads_the_placings_and_codes_of_jv_data() {
        OfficialPlacings placings = new OfficialPlacings(Map.of(
                1, Entry.ofJvData(2, 0),
                2, Entry.ofJvData(1, 0),
                3, Entry.ofJvData(0, 1),
                4, Entry.ofJvData(0, 3),
                5, Entry.ofJvData(0, 4),
                6, Entry.ofJvData(0, 5),
                7, Entry.ofJvData(3, 7),
                8, Entry.ofJvData(0, 2)));

        assertThat(placings.order()).isEqualTo(OrderOfFinish.of(2, 1, 7));
        assertThat(placings.nonStarters()).isEqualTo(Horses.of(3, 4, 8));
        assertThat(placings.with(Abnormality.PULLED_UP)).isEqualTo(Horses.of(5));
        assertThat(placings.with(Abnormality.DISQUALIFIED)).isEqualTo(Horses.of(6));
        assertThat(placings.with(Abnormality.DEMOTED)).isEqualTo(Horses.of(7));
        assertThat(placings.with(Abnormality.REMOUNTED)).isEqualTo(Horses.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, NONE, 異常なし", "1, SCRATCHED, 出走取消", "2, EXCLUDED_BY_STARTERS, 発走除外", "3, EXCLUDED_BY_STEWARDS, 競走除外",
        "4, PULLED_UP, 競走中止", "5, DISQUALIFIED, 失格", "6, REMOUNTED, 落馬再騎乗", "7, DEMOTED, 降着"
    })
    void has_the_codes_and_names_of_jv_datas_table_2101(int code, Abnormality abnormality, String name) {
        assertThat(Abnormality.ofJvDataCode(code)).contains(abnormality);
        assertThat(abnormality.jvDataCode()).isEqualTo(code);
        assertThat(abnormality.japaneseName()).isEqualTo(name);
    }

    @Test
    void refuses_unknown_codes() {
        assertThat(Abnormality.values()).hasSize(8);
        assertThat(Abnormality.ofJvDataCode(8)).isEqualTo(Optional.empty());
        assertThat(Abnormality.ofJvDataCode(-1)).isEqualTo(Optional.empty());
        assertThatIllegalArgumentException().isThrownBy(() -> Entry.ofJvData(1, 8));
    }

    @Test
    void no_abnormality_gives_a_placing_to_a_horse_that_did_not_start() {
        assertThat(Arrays.stream(Abnormality.values()).filter(each -> each.placed() && !each.started()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void refuses_a_placing_for_a_horse_that_did_not_finish(int code) {
        assertThatIllegalArgumentException().isThrownBy(() -> Entry.ofJvData(1, code));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 7})
    void refuses_a_finisher_without_a_placing(int code) {
        assertThatIllegalArgumentException().isThrownBy(() -> Entry.ofJvData(0, code));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 31, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void refuses_placings_and_horse_numbers_out_of_range(int number) {
        assertThatIllegalArgumentException().isThrownBy(() -> Entry.placed(number));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OfficialPlacings(Map.of(number, Entry.without(Abnormality.SCRATCHED))));
    }

    @Test
    void refuses_placings_with_a_gap_between_horses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OfficialPlacings(Map.of(1, Entry.placed(1), 2, Entry.placed(3))));
    }
}
