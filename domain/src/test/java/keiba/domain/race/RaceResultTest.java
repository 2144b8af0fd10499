package keiba.domain.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import keiba.domain.race.RaceResult.Demotion;
import keiba.domain.race.RaceResult.Fault;
import keiba.domain.race.RaceResult.Finding;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaceResultTest {
    private static final Horses STARTERS = Horses.upTo(5);
    private static final RaceResult PLAIN = RaceResult.of(OrderOfFinish.of(1, 2, 3, 4, 5));

    @Nested
    class The_official_order {
        @Test
        void is_the_crossing_order_without_rulings() {
            assertThat(PLAIN.official()).isEqualTo(OrderOfFinish.of(1, 2, 3, 4, 5));
        }

        @Test
        void leaves_out_disqualified_horses_and_moves_others_up() {
            assertThat(PLAIN.withDisqualified(1, 4).official()).isEqualTo(OrderOfFinish.of(2, 3, 5));
        }

        @Test
        void does_not_contain_a_horse_that_was_pulled_up() {
            RaceResult result = RaceResult.of(OrderOfFinish.of(1, 2, 3, 4)).withPulledUp(5);

            assertThat(result.official()).isEqualTo(OrderOfFinish.of(1, 2, 3, 4));
            assertThat(result.check(STARTERS)).isEmpty();
        }

        @Test
        void applies_demotions_in_sequence() {
            assertThat(PLAIN.demote(1, 3).demote(2, 1).official()).isEqualTo(OrderOfFinish.of(3, 1, 2, 4, 5));
        }

        @Test
        void applies_demotions_after_disqualifications() {
            assertThat(PLAIN.withDisqualified(3).demote(1, 2).official()).isEqualTo(OrderOfFinish.of(2, 1, 4, 5));
        }

        @Test
        void throws_on_an_impossible_demotion() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PLAIN.demote(3, 1).official());
        }
    }

    @Nested
    class The_check {
        @Test
        void finds_no_fault_if_every_starter_occurs_once() {
            RaceResult result = RaceResult.of(OrderOfFinish.of(Horses.of(1, 2), Horses.of(3)))
                    .withPulledUp(4)
                    .withDisqualified(5);

            assertThat(result.check(STARTERS)).isEmpty();
        }

        @Test
        void accepts_a_disqualified_horse_that_crossed_the_line() {
            assertThat(PLAIN.withDisqualified(1).check(STARTERS)).isEmpty();
        }

        @Test
        void accepts_a_result_without_finishers() {
            assertThat(RaceResult.of(OrderOfFinish.NONE)
                            .withPulledUp(1, 2, 3, 4, 5)
                            .check(STARTERS))
                    .isEmpty();
        }

        @Test
        void finds_horses_that_did_not_start_in_every_part_of_the_result() {
            assertThat(PLAIN.check(Horses.of(1, 2, 4))).contains(new Finding(Fault.NOT_A_RUNNER, Horses.of(3, 5)));
            assertThat(PLAIN.withPulledUp(6).check(STARTERS)).contains(new Finding(Fault.NOT_A_RUNNER, Horses.of(6)));
            assertThat(PLAIN.withDisqualified(30).check(STARTERS))
                    .contains(new Finding(Fault.NOT_A_RUNNER, Horses.of(30)));
        }

        @Test
        void finds_starters_that_are_missing_from_the_result() {
            assertThat(RaceResult.of(OrderOfFinish.of(2, 4)).withPulledUp(5).check(STARTERS))
                    .contains(new Finding(Fault.MISSING, Horses.of(1, 3)));
        }

        @Test
        void finds_horses_that_were_pulled_up_and_finished() {
            assertThat(PLAIN.withPulledUp(2, 4).check(STARTERS)).contains(new Finding(Fault.TWICE, Horses.of(2, 4)));
        }

        @Test
        void finds_horses_that_were_pulled_up_and_disqualified() {
            RaceResult result =
                    RaceResult.of(OrderOfFinish.of(1, 2, 3, 4)).withPulledUp(5).withDisqualified(5);

            assertThat(result.check(STARTERS)).contains(new Finding(Fault.TWICE, Horses.of(5)));
        }

        @Test
        void finds_impossible_demotions() {
            Finding finding = new Finding(Fault.IMPOSSIBLE_DEMOTION, Horses.of(3));

            assertThat(PLAIN.demote(3, 1).check(STARTERS)).contains(finding);
            assertThat(PLAIN.demote(3, 3).check(STARTERS)).contains(finding);
            assertThat(PLAIN.withDisqualified(3).demote(3, 4).check(STARTERS)).contains(finding);
            assertThat(PLAIN.withDisqualified(4).demote(3, 4).check(STARTERS)).contains(finding);
        }

        @Test
        void checks_a_demotion_against_the_order_after_earlier_demotions() {
            assertThat(PLAIN.demote(1, 3).demote(2, 1).check(STARTERS)).isEmpty();
            assertThat(PLAIN.demote(1, 3).demote(1, 2).check(STARTERS))
                    .contains(new Finding(Fault.IMPOSSIBLE_DEMOTION, Horses.of(1)));
        }
    }

    @Nested
    class Without_a_horse {
        @Test
        void the_result_does_not_name_it_anywhere() {
            RaceResult result =
                    RaceResult.of(OrderOfFinish.of(1, 2, 3)).withPulledUp(4).withDisqualified(5);

            assertThat(result.without(Horses.of(2, 4, 5))).isEqualTo(RaceResult.of(OrderOfFinish.of(1, 3)));
        }

        @Test
        void its_demotions_are_removed_and_others_kept() {
            RaceResult result = PLAIN.demote(1, 2).demote(3, 4).demote(2, 5);

            assertThat(result.without(Horses.of(2)).demotions()).containsExactly(new Demotion(3, 4));
            assertThat(result.without(Horses.of(2)).official()).isEqualTo(OrderOfFinish.of(1, 4, 3, 5));
        }

        @Test
        void a_demotion_is_checked_against_the_order_after_earlier_demotions() {
            RaceResult result = PLAIN.demote(1, 3).demote(2, 1);

            assertThat(result.without(Horses.of(5)).demotions()).isEqualTo(result.demotions());
        }

        @Test
        void a_demotion_behind_a_disqualified_horse_is_removed() {
            RaceResult result = PLAIN.withDisqualified(2).demote(1, 2);

            assertThat(result.without(Horses.of(5)).demotions()).isEmpty();
        }
    }

    @Test
    void returns_the_status_of_a_starter() {
        RaceResult result = RaceResult.of(OrderOfFinish.of(1, 2, 3))
                .withPulledUp(4)
                .withDisqualified(3)
                .demote(1, 2);

        assertThat(result.statusOf(1)).contains(RunnerStatus.DEMOTED);
        assertThat(result.statusOf(2)).contains(RunnerStatus.FINISHED);
        assertThat(result.statusOf(3)).contains(RunnerStatus.DISQUALIFIED);
        assertThat(result.statusOf(4)).contains(RunnerStatus.PULLED_UP);
        assertThat(result.statusOf(5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 99, -1, Integer.MAX_VALUE})
    void refuses_a_demotion_of_or_behind_a_number_that_is_no_horse(int number) {
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.demote(number, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> PLAIN.demote(1, number));
    }

    @Test
    void does_not_change_when_the_list_passed_to_it_changes() {
        List<Demotion> demotions = new ArrayList<>();
        RaceResult result = new RaceResult(PLAIN.crossing(), Horses.NONE, Horses.NONE, demotions);
        demotions.add(new Demotion(1, 2));

        assertThat(result.demotions()).isEmpty();
    }
}
