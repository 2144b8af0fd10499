package keiba.application.settlement;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExtendClaimPeriod.Extended;
import keiba.application.settlement.ExtendClaimPeriod.ExtensionOutcome;
import keiba.application.settlement.ExtendClaimPeriod.InvalidDay;
import keiba.application.settlement.ExtendClaimPeriod.NothingToClaim;
import keiba.application.settlement.ExtendClaimPeriod.UnknownRace;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.Test;

class ExtendClaimPeriodTest {
    private static final LocalDate LAST_DAY = LocalDate.of(2027, 1, 21);
    private static final LocalDate LATER = LocalDate.of(2027, 2, 15);

    private final RaceDay day = new RaceDay();

    private ExtensionOutcome extend(LocalDate expiresOn) {
        return day.settlement().extend().extend(RACE, expiresOn, OPERATOR);
    }

    private List<String> trail() {
        return day.books().races().trail().stream()
                .filter(line -> line.contains("ExtendClaimPeriod"))
                .toList();
    }

    @Test
    void extends_the_claim_period_to_a_later_day() {
        MessageId winner = day.buy(ALICE, win(6, 100));
        day.settle();
        assertThat(day.card().expiresOn()).isEqualTo(LAST_DAY);

        assertThat(extend(LATER)).isEqualTo(new Extended(day.card()));

        assertThat(day.card().expiresOn()).isEqualTo(LATER);
        assertThat(day.settlement().view().payouts(ALICE, Optional.empty(), Optional.empty(), 1))
                .extracting(Payout::expiresOn)
                .containsExactly(LATER);
        day.passLastDay();
        day.settlement().execute().expireDue();
        assertThat(day.settlement().execute().one(winner, ALICE)).isInstanceOf(ExecutionBook.Paid.class);
    }

    @Test
    void is_audited_and_shown_on_the_race_board() {
        extend(LATER);
        assertThat(trail()).containsExactly("7 ExtendClaimPeriod 100");
        assertThat(day.world().raceBoard().find(RACE)).contains(day.card());
    }

    @Test
    void changes_nothing_if_the_day_is_the_same() {
        extend(LATER);
        RaceCard extended = day.card();
        assertThat(extend(LATER)).isEqualTo(new Extended(extended));
        assertThat(day.card()).isEqualTo(extended);
        assertThat(trail()).hasSize(1);
    }

    @Test
    void never_shortens_a_claim_period() {
        extend(LATER);
        assertThat(extend(LATER.minusDays(1))).isEqualTo(new InvalidDay(LATER.plusDays(1), LocalDate.of(2027, 11, 23)));
        assertThat(day.card().expiresOn()).isEqualTo(LATER);
        assertThat(trail()).hasSize(1);
    }

    @Test
    void accepts_days_up_to_366_after_today() {
        LocalDate latest = LocalDate.of(2026, 11, 22).plusDays(366);
        assertThat(extend(latest.plusDays(1))).isEqualTo(new InvalidDay(LAST_DAY.plusDays(1), latest));
        assertThat(extend(LocalDate.of(3027, 1, 1))).isEqualTo(new InvalidDay(LAST_DAY.plusDays(1), latest));
        assertThat(extend(latest)).isInstanceOf(Extended.class);
    }

    @Test
    void refuses_a_past_day_even_if_it_is_later_than_the_last_day() {
        day.settle();
        day.settlement().hold().hold(Optional.of(RACE), true, "protest", OPERATOR);
        day.world().clock().advance(Duration.ofDays(70));
        LocalDate today = LocalDate.of(2026, 11, 22).plusDays(70);
        assertThat(extend(today.minusDays(1))).isEqualTo(new InvalidDay(today, today.plusDays(366)));
        assertThat(extend(today)).isInstanceOf(Extended.class);
    }

    @Test
    void an_extension_before_the_result_applies_to_later_payouts() {
        assertThat(day.state()).isEqualTo(RaceState.OPEN);
        assertThat(extend(LATER)).isInstanceOf(Extended.class);
        day.settle();
        assertThat(day.card().expiresOn()).isEqualTo(LATER);
    }

    @Test
    void refuses_a_race_whose_payouts_have_expired() {
        day.buy(ALICE, win(6, 100));
        day.settle();
        day.passLastDay();
        day.settlement().execute().expireDue();
        assertThat(extend(LocalDate.of(2027, 3, 1))).isEqualTo(new NothingToClaim(day.card()));
        assertThat(day.card().expiresOn()).isEqualTo(LAST_DAY);
    }

    @Test
    void refuses_a_void_race() {
        day.command(new RaceCommand.Cancel(CancelReason.CANCELLED));
        assertThat(extend(LATER)).isEqualTo(new NothingToClaim(day.card()));
    }

    @Test
    void refuses_an_unknown_race() {
        RaceId other = new RaceId(404);
        assertThat(day.settlement().extend().extend(other, LATER, OPERATOR)).isEqualTo(new UnknownRace(other));
    }

    @Test
    void is_done_although_the_race_board_fails_after_the_commit() {
        RaceBoard board = mock(RaceBoard.class);
        doThrow(new TemporaryFailure("the board is away", new IllegalStateException("planned")))
                .when(board)
                .show(any());
        ExtendClaimPeriod extend = new ClaimPeriods(day.books().races(), board);
        assertThat(extend.extend(RACE, LATER, OPERATOR)).isInstanceOf(Extended.class);
        assertThat(day.card().expiresOn()).isEqualTo(LATER);
    }
}
