package keiba.domain.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderOfFinishTest {
    private static final OrderOfFinish ORDER =
            OrderOfFinish.of(Horses.of(6), Horses.of(4, 8), Horses.of(3), Horses.of(1, 2, 5));

    @ParameterizedTest
    @CsvSource({"6,1", "4,2", "8,2", "3,4", "1,5", "2,5", "5,5", "7,0", "0,0", "-3,0", "99,0"})
    void placing_of_a_horse_is_one_more_than_the_horses_ahead(int horse, int placing) {
        assertThat(ORDER.placingOf(horse).orElse(0)).isEqualTo(placing);
    }

    @Test
    void returns_the_finishers() {
        assertThat(ORDER.finishers()).isEqualTo(Horses.of(1, 2, 3, 4, 5, 6, 8));
        assertThat(OrderOfFinish.NONE.finishers()).isEqualTo(Horses.NONE);
        assertThat(OrderOfFinish.of(new int[0])).isEqualTo(OrderOfFinish.NONE);
    }

    @Test
    void refuses_an_empty_group_and_a_horse_that_finishes_twice() {
        assertThatIllegalArgumentException().isThrownBy(() -> OrderOfFinish.of(Horses.of(1), Horses.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> OrderOfFinish.of(Horses.of(1, 2), Horses.of(2, 3)));
        assertThatIllegalArgumentException().isThrownBy(() -> OrderOfFinish.of(1, 2, 1));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "3,2", "4,3", "5,4", "7,4", "100,4"})
    void keeps_only_the_groups_up_to_a_placing(int placings, int groups) {
        assertThat(ORDER.firstPlacings(placings))
                .isEqualTo(new OrderOfFinish(ORDER.groups().subList(0, groups)));
    }

    @Test
    void moves_later_horses_up_when_horses_are_removed() {
        assertThat(ORDER.without(Horses.of(6, 8, 5)))
                .isEqualTo(OrderOfFinish.of(Horses.of(4), Horses.of(3), Horses.of(1, 2)));
        assertThat(ORDER.without(Horses.of(7))).isEqualTo(ORDER);
        assertThat(ORDER.without(Horses.upTo(8))).isEqualTo(OrderOfFinish.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "6, 3, '[4, 8] 3 6 [1, 2, 5]'",
        "6, 4, '[4, 8] 6 3 [1, 2, 5]'",
        "6, 5, '[4, 8] 3 [1, 2, 5] 6'",
        "4, 8, '6 8 4 3 [1, 2, 5]'",
        "8, 3, '6 4 3 8 [1, 2, 5]'",
        "1, 2, '6 [4, 8] 3 [2, 5] 1'"
    })
    void demotes_a_horse_directly_behind_another_and_its_group(int horse, int behind, String order) {
        assertThat(ORDER.canDemote(horse, behind)).isTrue();
        assertThat(ORDER.demote(horse, behind)).hasToString(order);
    }

    @ParameterizedTest
    @CsvSource({"3,6", "3,4", "6,6", "7,3", "6,7", "0,3", "6,-1", "7,9"})
    void refuses_to_demote_forwards_or_without_a_placing(int horse, int behind) {
        assertThat(ORDER.canDemote(horse, behind)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> ORDER.demote(horse, behind));
    }

    @Test
    void does_not_change_when_the_list_passed_to_it_changes() {
        List<Horses> groups = new ArrayList<>(List.of(Horses.of(1)));
        OrderOfFinish order = new OrderOfFinish(groups);
        groups.add(Horses.of(2));

        assertThat(order).isEqualTo(OrderOfFinish.of(1));
    }

    @Test
    void prints_dead_heats_in_brackets() {
        assertThat(ORDER).hasToString("6 [4, 8] 3 [1, 2, 5]");
        assertThat(OrderOfFinish.NONE).hasToString("");
    }
}
