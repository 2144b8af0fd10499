package keiba.application.race;

import static keiba.application.fake.Samples.NOW;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.race.RaceLife.ANNA;
import static keiba.application.race.RaceLife.BEN;
import static keiba.application.race.RaceLife.CHIE;
import static keiba.application.race.RaceLife.ORDER;
import static keiba.application.race.RaceLife.OTHER_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import keiba.application.UseCases;
import keiba.application.failure.TemporaryFailure;
import keiba.application.race.ConfirmResult.Cause;
import keiba.application.race.ConfirmResult.Changed;
import keiba.application.race.ConfirmResult.ClaimPeriodOver;
import keiba.application.race.ConfirmResult.ConfirmationOutcome;
import keiba.application.race.ConfirmResult.Confirmed;
import keiba.application.race.ConfirmResult.FinalOddsMissing;
import keiba.application.race.ConfirmResult.NotPossible;
import keiba.application.race.ConfirmResult.SamePerson;
import keiba.application.race.ConfirmResult.UnknownRace;
import keiba.application.race.RaceBook.Decision;
import keiba.domain.bet.BetType;
import keiba.domain.race.CancelReason;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmResultTest {
    private final RaceLife life = new RaceLife();

    private void assertNotConfirmed(ConfirmationOutcome outcome, Class<? extends ConfirmationOutcome> refusal) {
        assertThat(outcome).isInstanceOf(refusal);
        assertThat(life.card().state()).isEqualTo(RaceState.UNOFFICIAL);
        assertThat(life.card().posting().orElseThrow().confirmedAt()).isEmpty();
    }

    @Test
    void makes_the_posted_result_official_and_shows_it() {
        life.leadTo(RaceState.UNOFFICIAL);
        ConfirmationOutcome outcome = life.confirm(1, BEN);
        RaceCard card = life.card();
        assertThat(outcome).isEqualTo(new Confirmed(card));
        assertThat(card.state()).isEqualTo(RaceState.OFFICIAL);
        assertThat(card.posting().orElseThrow().confirmedAt()).contains(NOW);
        assertThat(life.world().raceBoard().find(RACE)).contains(card);
        assertThat(life.world().books().races().trail()).last().isEqualTo("8 Confirm 100");
    }

    @Test
    void confirms_a_result_only_until_the_last_day_of_the_claim_period() {
        life.leadTo(RaceState.UNOFFICIAL);
        Instant over = life.card().expiresOn().plusDays(1).atStartOfDay().toInstant(ZoneOffset.ofHours(9));
        life.world().clock().set(over);
        assertNotConfirmed(life.confirm(1, BEN), ClaimPeriodOver.class);
        life.world().clock().set(over.minusNanos(1));
        assertThat(life.confirm(1, BEN)).isInstanceOf(Confirmed.class);
    }

    @Test
    void confirms_a_result_after_the_claim_period_was_extended() {
        life.leadTo(RaceState.UNOFFICIAL);
        LocalDate day = life.card().expiresOn().plusDays(10);
        life.world().clock().set(day.atStartOfDay().toInstant(ZoneOffset.ofHours(9)));
        life.world().useCases().settlement().extend().extend(RACE, day.plusDays(60), OPERATOR);
        assertThat(life.confirm(1, BEN)).isInstanceOf(Confirmed.class);
    }

    @Test
    void refuses_a_confirmation_by_the_author_of_the_result() {
        life.leadTo(RaceState.UNOFFICIAL);
        assertNotConfirmed(life.confirm(1, ANNA), SamePerson.class);
    }

    @Test
    void refuses_a_confirmation_by_the_author_of_a_scratch_in_the_result() {
        life.leadTo(RaceState.UNOFFICIAL);
        life.exclude(4, BEN);
        life.declareFinalOdds();
        assertNotConfirmed(life.confirm(1, CHIE), Changed.class);
        assertNotConfirmed(life.confirm(2, BEN), SamePerson.class);
        assertThat(life.confirm(2, CHIE)).isInstanceOf(Confirmed.class);
    }

    @Test
    void the_first_author_may_confirm_a_change_by_another_person() {
        life.leadTo(RaceState.UNOFFICIAL);
        life.exclude(4, BEN);
        life.declareFinalOdds();
        assertThat(life.confirm(2, ANNA)).isInstanceOf(Confirmed.class);
    }

    @Test
    void posting_the_same_result_again_does_not_change_its_author() {
        life.leadTo(RaceState.UNOFFICIAL);
        life.post(ORDER, BEN);
        assertNotConfirmed(life.confirm(1, ANNA), SamePerson.class);
        assertThat(life.confirm(1, BEN)).isInstanceOf(Confirmed.class);
    }

    @Test
    void posting_a_replaced_result_again_makes_a_new_author() {
        life.leadTo(RaceState.UNOFFICIAL);
        life.post(OTHER_ORDER, BEN);
        life.post(ORDER, BEN);
        assertNotConfirmed(life.confirm(3, BEN), SamePerson.class);
        assertThat(life.confirm(3, ANNA)).isInstanceOf(Confirmed.class);
    }

    @Test
    void one_person_may_post_and_confirm_if_configured() {
        UseCases.Policy usual = UseCases.Policy.DEFAULT;
        RaceLife alone = new RaceLife(
                new UseCases.Policy(usual.limits(), usual.grace(), false, usual.chunk(), usual.ruleBooks()));
        alone.leadTo(RaceState.UNOFFICIAL);
        assertThat(alone.confirm(1, ANNA)).isInstanceOf(Confirmed.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 3, Long.MAX_VALUE})
    void confirms_no_other_version_than_the_posted_one(long version) {
        life.leadTo(RaceState.UNOFFICIAL);
        life.post(OTHER_ORDER, ANNA);
        assertNotConfirmed(life.confirm(version, BEN), Changed.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFICIAL", "PAYABLE"})
    void the_same_confirmation_again_changes_nothing(RaceState state) {
        life.leadTo(state);
        RaceCard card = life.card();
        assertThat(life.confirm(1, BEN)).isEqualTo(new Confirmed(card));
        assertThat(life.confirm(1, ANNA)).isEqualTo(new Confirmed(card));
        assertThat(life.confirm(2, BEN)).isInstanceOf(Changed.class);
        assertThat(life.card()).isEqualTo(card);
    }

    @ParameterizedTest
    @EnumSource(names = {"DECLARED", "OPEN", "SUSPENDED", "CLOSED", "RUNNING", "VOID"})
    void refuses_a_confirmation_before_a_result_is_posted(RaceState state) {
        life.leadTo(state);
        RaceCard before = life.card();
        assertThat(life.confirm(0, BEN)).isInstanceOf(NotPossible.class);
        assertThat(life.card()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"INQUIRY", "PLACED_TO_3"})
    void confirms_an_order_after_an_inquiry_and_after_its_first_three_placings(RaceState state) {
        life.leadTo(state);
        assertThat(life.confirm(1, ANNA)).isInstanceOf(SamePerson.class);
        assertThat(life.confirm(1, BEN)).isInstanceOf(Confirmed.class);
        assertThat(life.card().state()).isEqualTo(RaceState.OFFICIAL);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNOFFICIAL", "INQUIRY"})
    void confirms_the_first_three_placings_and_shows_the_race_without_starting_payouts(RaceState state) {
        life.leadTo(state);
        assertNotPlaced(life.confirmFirstThree(1, ANNA), SamePerson.class, state);
        assertNotPlaced(life.confirmFirstThree(2, BEN), Changed.class, state);
        ConfirmationOutcome outcome = life.confirmFirstThree(1, BEN);
        RaceCard placed = life.card();
        assertThat(outcome).isEqualTo(new Confirmed(placed));
        assertThat(placed.state()).isEqualTo(RaceState.PLACED_TO_3);
        assertThat(placed.posting().orElseThrow().confirmedAt()).isEmpty();
        assertThat(life.world().raceBoard().find(RACE)).contains(placed);
        assertThat(life.world().books().races().trail()).last().isEqualTo("8 ConfirmFirstThree 100");
        assertThat(life.confirmFirstThree(1, CHIE)).isEqualTo(new Confirmed(placed));
        life.world().useCases().settlement().calculate().calculateDue();
        assertThat(life.card()).isEqualTo(placed);
    }

    private void assertNotPlaced(
            ConfirmationOutcome outcome, Class<? extends ConfirmationOutcome> refusal, RaceState state) {
        assertThat(outcome).isInstanceOf(refusal);
        assertThat(life.card().state()).isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource(names = {"DECLARED", "OPEN", "SUSPENDED", "CLOSED", "RUNNING", "VOID"})
    void refuses_to_confirm_placings_before_a_result_is_posted(RaceState state) {
        life.leadTo(state);
        RaceCard before = life.card();
        assertThat(life.confirmFirstThree(0, BEN)).isInstanceOf(NotPossible.class);
        assertThat(life.card()).isEqualTo(before);
    }

    @Test
    void confirming_placings_of_an_official_result_changes_nothing() {
        life.leadTo(RaceState.OFFICIAL);
        RaceCard official = life.card();
        assertThat(life.confirmFirstThree(1, BEN)).isEqualTo(new Confirmed(official));
        assertThat(life.card()).isEqualTo(official);
    }

    @Test
    void refuses_a_confirmation_by_the_author_of_the_order_behind_third() {
        life.leadTo(RaceState.PLACED_TO_3);
        life.post(RaceResult.of(OrderOfFinish.of(6, 4, 3, 5, 1, 2, 8, 7)), BEN);
        assertThat(life.confirm(2, BEN)).isInstanceOf(SamePerson.class);
        assertThat(life.confirm(2, ANNA)).isInstanceOf(Confirmed.class);
    }

    @Test
    void refuses_to_confirm_placings_of_an_undeclared_race() {
        assertThat(life.confirmFirstThree(1, BEN)).isEqualTo(new UnknownRace(RACE));
    }

    @Test
    void refuses_to_confirm_a_void_race() {
        life.leadTo(RaceState.UNOFFICIAL);
        life.races().command().command(RACE, new RaceCommand.Cancel(CancelReason.NO_RACE), OPERATOR);
        assertThat(life.confirm(1, BEN)).isInstanceOf(NotPossible.class);
        assertThat(life.card().state()).isEqualTo(RaceState.VOID);
    }

    @Test
    void refuses_a_confirmation_before_the_close_marker_is_recorded() {
        life.open();
        life.command(new RaceCommand.Close());
        life.post(ORDER, ANNA);
        assertNotConfirmed(life.confirm(1, BEN), FinalOddsMissing.class);
        assertThat(life.confirm(1, BEN)).isEqualTo(new FinalOddsMissing(life.card(), Cause.RECORDING));
    }

    @Test
    void refuses_a_confirmation_before_the_odds_are_final() {
        life.open();
        life.fence();
        life.post(ORDER, ANNA);
        assertThat(life.confirm(1, BEN)).isEqualTo(new FinalOddsMissing(life.card(), Cause.COUNTING));
        assertThat(life.card().state()).isEqualTo(RaceState.UNOFFICIAL);
        life.declareFinalOdds();
        assertThat(life.confirm(1, BEN)).isInstanceOf(Confirmed.class);
    }

    @Test
    void refuses_a_confirmation_before_the_odds_are_final_after_a_late_scratch() {
        life.leadTo(RaceState.UNOFFICIAL);
        life.exclude(4, BEN);
        assertThat(life.confirm(2, CHIE)).isEqualTo(new FinalOddsMissing(life.card(), Cause.COUNTING));
        life.declareFinalOdds();
        assertThat(life.confirm(2, CHIE)).isInstanceOf(Confirmed.class);
    }

    @Test
    void refuses_a_confirmation_if_pool_totals_differ_from_the_tickets() {
        life.open();
        life.fence();
        life.world()
                .books()
                .races()
                .decide(
                        RACE,
                        OPERATOR,
                        "test",
                        (card, now) -> Decision.changed(card.blockedBy(Set.of(BetType.WIN)), "blocked"));
        life.post(ORDER, ANNA);
        assertThat(life.confirm(1, BEN)).isEqualTo(new FinalOddsMissing(life.card(), Cause.TOTALS_DIFFER));
        assertThat(life.card().closing().orElseThrow().differing()).isEqualTo(Set.of(BetType.WIN));
    }

    @Test
    void refuses_a_race_that_was_not_declared() {
        assertThat(life.confirm(1, BEN)).isEqualTo(new UnknownRace(RACE));
    }

    @Test
    void confirms_while_the_board_is_unavailable() {
        life.leadTo(RaceState.UNOFFICIAL);
        life.world().raceBoard().faults().away();
        assertThat(life.confirm(1, BEN)).isInstanceOf(Confirmed.class);
        assertThat(life.card().state()).isEqualTo(RaceState.OFFICIAL);
    }

    @Test
    void a_confirmation_can_be_repeated_after_its_answer_was_lost() {
        life.leadTo(RaceState.UNOFFICIAL);
        life.world().books().races().faults().loseAnswerOf(1);
        assertThatThrownBy(() -> life.confirm(1, BEN)).isInstanceOf(TemporaryFailure.class);
        RaceCard official = life.card();
        assertThat(life.confirm(1, BEN)).isEqualTo(new Confirmed(official));
        assertThat(List.of(official.state(), life.card().state())).containsOnly(RaceState.OFFICIAL);
    }
}
