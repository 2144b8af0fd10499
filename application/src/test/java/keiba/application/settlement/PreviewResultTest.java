package keiba.application.settlement;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.BOB;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import keiba.application.fake.Samples;
import keiba.application.race.ConfirmResult;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.PreviewResult.PoolsMayChange;
import keiba.application.settlement.PreviewResult.PreviewRefused;
import keiba.application.settlement.PreviewResult.Previewed;
import keiba.application.settlement.PreviewResult.UnknownRace;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import keiba.domain.race.Transition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreviewResultTest {
    private static final RaceResult WON_BY_6 = RaceResult.of(OrderOfFinish.of(6, 4, 3, 1, 2, 5, 7, 8));
    private static final RaceResult WON_BY_3 = RaceResult.of(OrderOfFinish.of(3, 4, 6, 1, 2, 5, 7, 8));

    private final RaceDay day = new RaceDay();

    @AfterEach
    void check_that_stored_data_are_consistent() {
        assertThat(day.books().audit()).isEmpty();
    }

    private PreviewResult.ResultPreviewOutcome preview(RaceResult result) {
        return day.settlement().preview().preview(RACE, result);
    }

    private void post(RaceResult result) {
        day.world()
                .useCases()
                .races()
                .post()
                .post(RACE, result, Samples.OPERATOR.user().orElseThrow());
    }

    private void sellAndClose() {
        day.buy(ALICE, win(6, 1_000));
        day.buy(BOB, win(3, 2_000));
        day.close(RACE);
        day.declareFinalOdds();
    }

    @Test
    void previews_the_later_settlement_and_saves_nothing() {
        sellAndClose();
        RaceCard before = day.card();
        Previewed previewed = (Previewed) preview(WON_BY_6);
        assertThat(day.card()).isEqualTo(before);
        assertThat(day.books().payouts().settlement(RACE)).isEmpty();
        assertThat(previewed.matches()).isEmpty();
        assertThat(previewed.card().state()).isEqualTo(RaceState.UNOFFICIAL);
        day.confirm(RACE, 6, 4, 3);
        day.settlement().calculate().calculate(RACE);
        assertThat(day.books().payouts().settlement(RACE))
                .isEqualTo(previewed.types())
                .isNotEmpty();
    }

    @Test
    void returns_the_version_of_an_identical_posted_result() {
        sellAndClose();
        post(WON_BY_3);
        post(WON_BY_6);
        assertThat(((Previewed) preview(WON_BY_6)).matches()).contains(2L);
        assertThat(((Previewed) preview(WON_BY_3)).matches()).isEmpty();
        assertThat(day.card().posting().orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void refuses_a_preview_before_the_odds_are_final() {
        day.buy(ALICE, win(6, 1_000));
        day.close(RACE);
        assertThat(((PoolsMayChange) preview(WON_BY_6)).missing().cause()).isEqualTo(ConfirmResult.Cause.COUNTING);
    }

    @Test
    void refuses_a_result_that_does_not_fit_the_race_or_its_state() {
        assertThat(((PreviewRefused) preview(WON_BY_6)).reason()).isEqualTo(Transition.Reason.ILLEGAL_TRANSITION);
        sellAndClose();
        RaceResult incomplete = RaceResult.of(OrderOfFinish.of(6, 4, 3));
        assertThat(((PreviewRefused) preview(incomplete)).reason()).isEqualTo(Transition.Reason.INVALID_RESULT);
    }

    @Test
    void refuses_an_unknown_race() {
        RaceId unknown = new RaceId(999);
        assertThat(day.settlement().preview().preview(unknown, WON_BY_6)).isEqualTo(new UnknownRace(unknown));
    }
}
