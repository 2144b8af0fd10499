package keiba.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OngoingRacesTest {
    private static final List<Long> ON_SALE = List.of(1L, 2L, 3L);

    private final OngoingRaces all = new OngoingRaces(ON_SALE, Set.of());
    private final OngoingRaces others = new OngoingRaces(ON_SALE, Set.of(1L));

    @Test
    void waits_for_each_race_until_one_of_its_purchases_is_recorded() {
        Map<Long, List<String>> accepted = Map.of(1L, List.of("a", "b"), 2L, List.of("c"), 3L, List.of("d"));
        assertThat(all.waiting(ON_SALE, accepted, Set.of())).containsExactly(1L, 2L, 3L);
        assertThat(all.waiting(ON_SALE, accepted, Set.of("b", "d"))).containsExactly(2L);
        assertThat(all.haveGoneOn(ON_SALE, accepted, Set.of("b", "d"))).isFalse();
        assertThat(all.haveGoneOn(ON_SALE, accepted, Set.of("b", "c", "d"))).isTrue();
    }

    @Test
    void records_of_one_race_do_not_count_for_another() {
        Map<Long, List<String>> accepted = Map.of(1L, List.of("a", "b", "c"));
        assertThat(all.haveGoneOn(ON_SALE, accepted, Set.of("a", "b", "c"))).isFalse();
        assertThat(all.waiting(ON_SALE, accepted, Set.of("a", "b", "c"))).containsExactly(2L, 3L);
    }

    @Test
    void records_of_earlier_purchases_do_not_count() {
        assertThat(all.haveGoneOn(ON_SALE, Map.of(), Set.of("a", "b", "c"))).isFalse();
    }

    @Test
    void ignores_the_locked_race() {
        Map<Long, List<String>> accepted = Map.of(1L, List.of("a"), 2L, List.of("b"), 3L, List.of("c"));
        assertThat(others.haveGoneOn(ON_SALE, accepted, Set.of("b", "c"))).isTrue();
        assertThat(others.haveGoneOn(ON_SALE, accepted, Set.of("a"))).isFalse();
        assertThat(others.waiting(ON_SALE, accepted, Set.of("a"))).containsExactly(2L, 3L);
    }

    @Test
    void waits_for_a_closed_race_only_if_a_purchase_was_accepted() {
        Map<Long, List<String>> accepted = Map.of(1L, List.of("a"), 2L, List.of("b"));
        List<Long> left = List.of(1L);
        assertThat(all.waiting(left, accepted, Set.of("a"))).containsExactly(2L);
        assertThat(all.haveGoneOn(left, accepted, Set.of("a", "b"))).isTrue();
    }

    @Test
    void without_races_on_sale_at_first_it_waits_for_any_recorded_purchase() {
        OngoingRaces none = new OngoingRaces(List.of(), Set.of());
        assertThat(none.haveGoneOn(List.of(), Map.of(), Set.of())).isFalse();
        assertThat(none.haveGoneOn(List.of(4L), Map.of(4L, List.of("a")), Set.of()))
                .isFalse();
        assertThat(none.haveGoneOn(List.of(4L), Map.of(4L, List.of("a")), Set.of("a")))
                .isTrue();
    }
}
