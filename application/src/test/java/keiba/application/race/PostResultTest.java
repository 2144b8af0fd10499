package keiba.application.race;

import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.race.RaceLife.ANNA;
import static keiba.application.race.RaceLife.BEN;
import static keiba.application.race.RaceLife.CHIE;
import static keiba.application.race.RaceLife.ORDER;
import static keiba.application.race.RaceLife.OTHER_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.race.PostResult.Posted;
import keiba.application.race.PostResult.ResultRefused;
import keiba.application.race.PostResult.UnknownRace;
import keiba.domain.race.CancelReason;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import keiba.domain.race.ScratchKind;
import keiba.domain.race.Transition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostResultTest {
    private final RaceLife life = new RaceLife();

    private Posting posting() {
        return life.card().posting().orElseThrow();
    }

    @Test
    void posts_a_result_under_its_authors_name_and_shows_it() {
        life.close();
        PostResult.PostingOutcome outcome = life.post(ORDER, ANNA);
        RaceCard card = life.card();
        assertThat(outcome).isEqualTo(new Posted(card));
        assertThat(card.state()).isEqualTo(RaceState.UNOFFICIAL);
        assertThat(card.race().result()).contains(ORDER);
        assertThat(card.posting()).contains(new Posting(1, ANNA, Optional.empty()));
        assertThat(life.world().raceBoard().find(RACE)).contains(card);
        assertThat(life.world().books().races().trail()).last().isEqualTo("7 Post 100");
    }

    @Test
    void another_result_replaces_the_posted_one_with_a_new_version_and_author() {
        life.close();
        life.post(ORDER, ANNA);
        life.post(OTHER_ORDER, BEN);
        assertThat(life.card().race().result()).contains(OTHER_ORDER);
        assertThat(posting()).isEqualTo(new Posting(2, BEN, Optional.empty()));
        life.post(ORDER, ANNA);
        assertThat(posting()).isEqualTo(new Posting(3, ANNA, Optional.empty()));
    }

    @Test
    void the_same_result_again_keeps_its_version_and_its_author() {
        life.close();
        life.post(ORDER, ANNA);
        RaceCard posted = life.card();
        assertThat(life.post(ORDER, BEN)).isEqualTo(new Posted(posted));
        assertThat(life.post(ORDER, ANNA)).isEqualTo(new Posted(posted));
        assertThat(life.card()).isEqualTo(posted);
        assertThat(posting().by()).isEqualTo(ANNA);
    }

    @Test
    void a_result_can_be_posted_while_the_final_odds_are_still_missing() {
        life.open();
        life.fence();
        assertThat(life.post(ORDER, ANNA)).isInstanceOf(Posted.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"DECLARED", "OPEN", "SUSPENDED", "OFFICIAL", "PAYABLE", "VOID"})
    void refuses_a_result_before_the_end_of_sales_and_after_the_confirmation(RaceState state) {
        life.leadTo(state);
        RaceCard before = life.card();
        assertThat(life.post(OTHER_ORDER, ANNA)).isInstanceOfSatisfying(ResultRefused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Transition.Reason.ILLEGAL_TRANSITION);
            assertThat(refused.card()).isEqualTo(before);
        });
        assertThat(life.card()).isEqualTo(before);
    }

    @Test
    void the_same_order_ends_an_inquiry_and_keeps_its_version_and_its_author() {
        life.leadTo(RaceState.INQUIRY);
        assertThat(life.post(ORDER, BEN)).isInstanceOf(Posted.class);
        assertThat(life.card().state()).isEqualTo(RaceState.UNOFFICIAL);
        assertThat(posting()).isEqualTo(new Posting(1, ANNA, Optional.empty()));
    }

    @Test
    void another_order_ends_an_inquiry_and_is_a_new_version() {
        life.leadTo(RaceState.INQUIRY);
        life.post(OTHER_ORDER, BEN);
        assertThat(life.card().state()).isEqualTo(RaceState.UNOFFICIAL);
        assertThat(posting()).isEqualTo(new Posting(2, BEN, Optional.empty()));
    }

    @Test
    void changes_the_order_behind_the_confirmed_first_three_placings_but_not_these_placings() {
        life.leadTo(RaceState.PLACED_TO_3);
        assertThat(life.post(OTHER_ORDER, ANNA))
                .isInstanceOfSatisfying(
                        ResultRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Transition.Reason.FIRST_THREE_CONFIRMED));
        RaceResult behind = RaceResult.of(OrderOfFinish.of(6, 4, 3, 5, 1, 2, 8, 7));
        assertThat(life.post(behind, CHIE)).isInstanceOf(Posted.class);
        assertThat(life.card().state()).isEqualTo(RaceState.PLACED_TO_3);
        assertThat(life.card().race().result()).contains(behind);
        assertThat(posting()).isEqualTo(new Posting(2, CHIE, Optional.empty()));
    }

    @Test
    void refuses_a_result_with_a_missing_or_an_excluded_runner() {
        life.open();
        life.exclude(8, BEN);
        life.fence();
        RaceCard before = life.card();
        for (int[] order : List.of(new int[] {6, 4, 3, 5, 1, 2}, new int[] {6, 4, 3, 5, 1, 2, 7, 8})) {
            assertThat(life.post(RaceResult.of(OrderOfFinish.of(order)), ANNA))
                    .isInstanceOfSatisfying(
                            ResultRefused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Transition.Reason.INVALID_RESULT));
        }
        assertThat(life.card()).isEqualTo(before);
        assertThat(life.post(RaceResult.of(OrderOfFinish.of(6, 4, 3, 5, 1, 2, 7)), ANNA))
                .isInstanceOf(Posted.class);
    }

    @Test
    void a_scratch_that_changes_the_order_makes_a_new_version_with_its_author() {
        life.close();
        life.post(ORDER, ANNA);
        life.exclude(4, BEN);
        assertThat(posting()).isEqualTo(new Posting(2, BEN, Optional.empty()));
        assertThat(life.card().race().result()).contains(RaceResult.of(OrderOfFinish.of(6, 3, 5, 1, 2, 7, 8)));
    }

    @Test
    void excluding_a_horse_that_was_pulled_up_makes_a_new_version_too() {
        life.close();
        life.post(RaceResult.of(OrderOfFinish.of(6, 4, 3, 5, 1, 2, 7)).withPulledUp(8), ANNA);
        life.exclude(8, BEN);
        assertThat(posting()).isEqualTo(new Posting(2, BEN, Optional.empty()));
    }

    @Test
    void a_repeated_scratch_changes_neither_version_nor_author() {
        life.open();
        life.exclude(4, ANNA);
        life.fence();
        life.post(RaceResult.of(OrderOfFinish.of(6, 3, 5, 1, 2, 7, 8)), ANNA);
        RaceCard posted = life.card();
        life.exclude(4, BEN);
        assertThat(life.card()).isEqualTo(posted);
    }

    @Test
    void refuses_a_race_that_was_not_declared() {
        assertThat(life.post(ORDER, ANNA)).isEqualTo(new UnknownRace(RACE));
    }

    @Test
    void posts_a_result_while_the_board_is_unavailable() {
        life.close();
        life.world().raceBoard().faults().away();
        assertThat(life.post(ORDER, ANNA)).isInstanceOf(Posted.class);
        assertThat(life.card().state()).isEqualTo(RaceState.UNOFFICIAL);
    }

    @Test
    void a_result_can_be_posted_again_after_the_answer_was_lost() {
        life.close();
        life.world().books().races().faults().loseAnswerOf(1);
        assertThatThrownBy(() -> life.post(ORDER, ANNA)).isInstanceOf(TemporaryFailure.class);
        assertThat(life.post(ORDER, ANNA)).isInstanceOf(Posted.class);
        assertThat(posting()).isEqualTo(new Posting(1, ANNA, Optional.empty()));
    }

    @Test
    void concurrently_posted_results_get_different_versions() throws Exception {
        life.close();
        List<Long> versions = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<PostResult.PostingOutcome>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int first = i + 1;
                List<Integer> order = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8));
                order.remove(Integer.valueOf(first));
                order.addFirst(first);
                RaceResult result = RaceResult.of(OrderOfFinish.of(
                        order.stream().mapToInt(Integer::intValue).toArray()));
                running.add(threads.submit(() -> life.post(result, new UserId(first))));
            }
            for (Future<PostResult.PostingOutcome> each : running) {
                RaceCard card = ((Posted) each.get()).card();
                versions.add(card.posting().orElseThrow().version());
            }
        }
        assertThat(versions).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    @Test
    void a_void_race_keeps_its_posted_result_and_refuses_another() {
        life.leadTo(RaceState.UNOFFICIAL);
        life.races().command().command(RACE, new RaceCommand.Cancel(CancelReason.NO_RACE), OPERATOR);
        assertThat(life.post(OTHER_ORDER, BEN)).isInstanceOf(ResultRefused.class);
        assertThat(posting().version()).isEqualTo(1);
    }

    @Test
    void a_scratch_that_leaves_one_runner_voids_the_race_and_names_its_author() {
        life.open();
        for (int horse = 1; horse <= 6; horse++) {
            life.exclude(horse, ANNA);
        }
        life.fence();
        life.post(RaceResult.of(OrderOfFinish.of(7, 8)), ANNA);
        life.races().command().command(RACE, new RaceCommand.Scratch(8, ScratchKind.EXCLUDED), Actor.of(BEN));
        assertThat(life.card().state()).isEqualTo(RaceState.VOID);
        assertThat(posting().by()).isEqualTo(BEN);
    }
}
