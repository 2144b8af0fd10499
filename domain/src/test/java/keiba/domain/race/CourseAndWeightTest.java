package keiba.domain.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Courses, distances and body weights. */
class CourseAndWeightTest {
    private static final Course DIRT_1200_FIRM =
            new Course(Optional.of(Surface.DIRT), Optional.of(new Distance(1_200)), Optional.of(Going.FIRM));

    @Test
    void an_announcement_replaces_what_it_mentions_and_leaves_the_rest() {
        Course soft = new Course(Optional.empty(), Optional.empty(), Optional.of(Going.SOFT));
        assertThat(DIRT_1200_FIRM.with(soft))
                .isEqualTo(new Course(
                        Optional.of(Surface.DIRT), Optional.of(new Distance(1_200)), Optional.of(Going.SOFT)));
        assertThat(DIRT_1200_FIRM.with(Course.UNKNOWN)).isEqualTo(DIRT_1200_FIRM);
        assertThat(Course.UNKNOWN.with(DIRT_1200_FIRM)).isEqualTo(DIRT_1200_FIRM);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 99, 10_000, Integer.MAX_VALUE})
    void no_race_is_run_over_such_a_distance(int metres) {
        assertThat(Distance.isPossible(metres)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Distance(metres))
                .withMessageContaining("" + metres);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 1_000, 2_400, 4_250, 9_999})
    void a_race_is_run_over_such_a_distance(int metres) {
        assertThat(new Distance(metres).metres()).isEqualTo(metres);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -486, 0, 48, 299, 1_301, 4_860, Integer.MAX_VALUE})
    void no_horse_weighs_so_much(int kilograms) {
        assertThat(BodyWeight.isPossible(kilograms)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BodyWeight(kilograms, OptionalInt.empty()))
                .withMessageContaining("" + kilograms);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -100, 100, Integer.MAX_VALUE})
    void no_weight_changes_so_much(int change) {
        assertThat(BodyWeight.isPossibleChange(change)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BodyWeight(486, OptionalInt.of(change)))
                .withMessageContaining("" + change);
    }

    @ParameterizedTest
    @ValueSource(ints = {-99, -4, 0, 4, 99})
    void a_weight_may_have_changed_since_the_last_race(int change) {
        assertThat(new BodyWeight(486, OptionalInt.of(change)).change()).hasValue(change);
        assertThat(new BodyWeight(486, OptionalInt.empty()).change()).isEmpty();
    }
}
