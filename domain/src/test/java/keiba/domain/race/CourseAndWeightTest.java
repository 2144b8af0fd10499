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
    void an_announcement_replaces_only_the_values_that_it_contains() {
        Course soft = new Course(Optional.empty(), Optional.empty(), Optional.of(Going.SOFT));
        assertThat(DIRT_1200_FIRM.with(soft))
                .isEqualTo(new Course(
                        Optional.of(Surface.DIRT), Optional.of(new Distance(1_200)), Optional.of(Going.SOFT)));
        assertThat(DIRT_1200_FIRM.with(Course.UNKNOWN)).isEqualTo(DIRT_1200_FIRM);
        assertThat(Course.UNKNOWN.with(DIRT_1200_FIRM)).isEqualTo(DIRT_1200_FIRM);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 99, 10_000, Integer.MAX_VALUE})
    void refuses_a_distance_outside_100_to_9999_metres(int metres) {
        assertThat(Distance.isPossible(metres)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Distance(metres))
                .withMessageContaining("" + metres);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 1_000, 2_400, 4_250, 9_999})
    void accepts_a_distance_of_100_to_9999_metres(int metres) {
        assertThat(new Distance(metres).metres()).isEqualTo(metres);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -486, 0, 48, 299, 1_301, 4_860, Integer.MAX_VALUE})
    void refuses_a_body_weight_outside_300_to_1300_kilograms(int kilograms) {
        assertThat(BodyWeight.isPossible(kilograms)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BodyWeight(kilograms, OptionalInt.empty()))
                .withMessageContaining("" + kilograms);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -100, 100, Integer.MAX_VALUE})
    void refuses_a_change_of_weight_of_100_kilograms_or_more(int change) {
        assertThat(BodyWeight.isPossibleChange(change)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BodyWeight(486, OptionalInt.of(change)))
                .withMessageContaining("" + change);
    }

    @ParameterizedTest
    @ValueSource(ints = {-99, -4, 0, 4, 99})
    void accepts_a_change_of_weight_of_up_to_99_kilograms_or_none(int change) {
        assertThat(new BodyWeight(486, OptionalInt.of(change)).change()).hasValue(change);
        assertThat(new BodyWeight(486, OptionalInt.empty()).change()).isEmpty();
    }
}
