package keiba.domain.bet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CombinationSetTest {
    private static final Numbering QUINELLA = Numbering.of(BetType.QUINELLA, 4);

    @Test
    void returns_each_index_once_in_ascending_order() {
        CombinationSet set = CombinationSet.of(QUINELLA, 5, 0, 2, 5);

        assertThat(set.indexes()).containsExactly(0, 2, 5);
        assertThat(set.stream()).containsExactly(0, 2, 5);
        assertThat(set.size()).isEqualTo(3);
        assertThat(set.index(1)).isEqualTo(2);
        assertThat(set.contains(2)).isTrue();
        assertThat(set.contains(3)).isFalse();
        assertThat(set.contains(-1)).isFalse();
        assertThat(set.type()).isEqualTo(BetType.QUINELLA);
    }

    @Test
    void returns_its_combinations_in_numeric_order() {
        CombinationSet set = CombinationSet.of(
                QUINELLA, List.of(Combination.of(BetType.QUINELLA, 4, 3), Combination.of(BetType.QUINELLA, 1, 2)));

        assertThat(set.combinations()).extracting(Combination::toString).containsExactly("1-2", "3-4");
        assertThat(set).hasToString("QUINELLA [1-2, 3-4]");
    }

    @Test
    void refuses_indexes_and_combinations_outside_its_numbering() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> CombinationSet.of(QUINELLA, 6));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> CombinationSet.of(QUINELLA, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CombinationSet.of(QUINELLA, List.of(Combination.of(BetType.WIDE, 1, 2))));
    }

    @Test
    void intersects_and_subtracts_sets() {
        CombinationSet set = CombinationSet.of(QUINELLA, 0, 2, 5);
        CombinationSet other = CombinationSet.of(QUINELLA, 1, 2, 3);

        assertThat(set.and(other)).isEqualTo(CombinationSet.of(QUINELLA, 2));
        assertThat(set.minus(other)).isEqualTo(CombinationSet.of(QUINELLA, 0, 5));
        assertThat(set.minus(set).isEmpty()).isTrue();
        assertThat(set.isEmpty()).isFalse();
        assertThat(set.minus(set)).isEqualTo(CombinationSet.none(QUINELLA));
    }

    @Test
    void refuses_operations_with_a_set_of_another_type_or_field() {
        CombinationSet set = CombinationSet.of(QUINELLA, 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.and(CombinationSet.of(Numbering.of(BetType.WIDE, 4), 0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.minus(CombinationSet.of(Numbering.of(BetType.QUINELLA, 5), 0)));
    }

    @Test
    void sets_with_the_same_numbering_and_indexes_are_equal() {
        CombinationSet set = CombinationSet.of(QUINELLA, 0, 2);

        assertThat(set)
                .isEqualTo(CombinationSet.of(QUINELLA, 2, 0))
                .hasSameHashCodeAs(CombinationSet.of(QUINELLA, 2, 0));
        assertThat(set.hashCode()).isNotEqualTo(CombinationSet.of(QUINELLA, 0).hashCode());
        assertThat(set)
                .isNotEqualTo(CombinationSet.of(QUINELLA, 0))
                .isNotEqualTo(CombinationSet.of(Numbering.of(BetType.WIDE, 4), 0, 2))
                .isNotEqualTo(CombinationSet.of(Numbering.of(BetType.QUINELLA, 5), 0, 2))
                .isNotEqualTo("QUINELLA [1-2, 1-4]");
    }

    @Test
    void is_not_changed_by_writing_to_the_returned_array() {
        CombinationSet set = CombinationSet.of(QUINELLA, 0, 2);
        set.indexes()[0] = 1;

        assertThat(set.indexes()).containsExactly(0, 2);
    }
}
