package keiba.application.settlement;

import static keiba.application.fake.Samples.ALICE;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static keiba.application.fake.Samples.win;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceId;
import keiba.application.settlement.HoldPayouts.HoldChanged;
import keiba.application.settlement.HoldPayouts.HoldOutcome;
import keiba.application.settlement.HoldPayouts.WouldLapse;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldPayoutsTest {
    private static final Optional<RaceId> ALL_RACES = Optional.empty();
    private static final Optional<RaceId> THIS_RACE = Optional.of(RACE);

    private final RaceDay day = new RaceDay();

    @AfterEach
    void check_that_stored_data_are_consistent() {
        assertThat(day.books().audit()).isEmpty();
    }

    private HoldOutcome hold(Optional<RaceId> race) {
        return day.settlement().hold().hold(race, true, "protest", OPERATOR);
    }

    private HoldOutcome release(Optional<RaceId> race) {
        return day.settlement().hold().hold(race, false, "settled", OPERATOR);
    }

    private ExecutionBook.One execute(MessageId id) {
        return day.settlement().execute().one(id, ALICE);
    }

    private MessageId sellAndSettle() {
        MessageId winner = day.buy(ALICE, win(6, 100));
        day.settle();
        return winner;
    }

    @Test
    void stops_payments_until_the_hold_is_released() {
        MessageId winner = sellAndSettle();
        assertThat(hold(THIS_RACE)).isEqualTo(new HoldChanged());
        assertThat(execute(winner)).isEqualTo(new ExecutionBook.Held());
        assertThat(day.settlement().execute().own(RACE, ALICE)).isInstanceOf(ExecutePayouts.Held.class);
        assertThat(day.settlement().execute().all(RACE, OPERATOR)).isInstanceOf(ExecutePayouts.Held.class);
        assertThat(release(THIS_RACE)).isEqualTo(new HoldChanged());
        assertThat(execute(winner)).isInstanceOf(ExecutionBook.Paid.class);
    }

    @Test
    void stops_expiry_after_the_last_day_to_claim() {
        MessageId winner = sellAndSettle();
        hold(THIS_RACE);
        day.passLastDay();
        day.settlement().execute().expireDue();
        assertThat(day.state()).isEqualTo(RaceState.PAYABLE);
        assertThat(execute(winner)).isEqualTo(new ExecutionBook.Held());
        assertThat(day.settlement().view().payouts(ALICE, Optional.empty(), Optional.empty(), 1))
                .allMatch(payout -> payout.held() && payout.status() == Payout.Status.CALCULATED)
                .hasSize(1);
    }

    @Test
    void stops_expiry_by_the_hold_of_all_races_as_well() {
        sellAndSettle();
        hold(ALL_RACES);
        day.passLastDay();
        day.settlement().execute().expireDue();
        assertThat(day.state()).isEqualTo(RaceState.PAYABLE);
    }

    @Test
    void is_not_released_after_the_last_day_before_the_claim_period_is_extended() {
        MessageId winner = sellAndSettle();
        hold(THIS_RACE);
        day.passLastDay();

        assertThat(release(THIS_RACE))
                .isInstanceOfSatisfying(
                        WouldLapse.class, lapse -> assertThat(lapse.races()).containsExactly(day.card()));
        assertThat(execute(winner)).isEqualTo(new ExecutionBook.Held());

        LocalDate today = LocalDate.of(2027, 1, 22);
        day.settlement().extend().extend(RACE, today.plusDays(30), OPERATOR);
        assertThat(release(THIS_RACE)).isEqualTo(new HoldChanged());
        day.world().clock().advance(Duration.ofDays(30));
        day.settlement().execute().expireDue();
        assertThat(execute(winner))
                .isInstanceOfSatisfying(
                        ExecutionBook.Paid.class,
                        paid -> assertThat(paid.amount()).isEqualTo(Yen.of(100)));
    }

    @Test
    void a_hold_of_all_races_is_not_released_while_one_of_them_would_lapse() {
        sellAndSettle();
        hold(ALL_RACES);
        day.passLastDay();
        assertThat(release(ALL_RACES)).isInstanceOf(WouldLapse.class);
        assertThat(day.settlement().hold().isHeld(new RaceId(1))).isTrue();
        hold(THIS_RACE);
        assertThat(release(ALL_RACES)).as("the race has a hold of its own").isEqualTo(new HoldChanged());
        assertThat(day.settlement().hold().isHeld(RACE)).isTrue();
        assertThat(day.settlement().hold().isHeld(new RaceId(1))).isFalse();
    }

    @Test
    void is_released_after_the_last_day_if_everything_was_claimed() {
        MessageId winner = sellAndSettle();
        execute(winner);
        hold(THIS_RACE);
        day.passLastDay();
        assertThat(release(THIS_RACE)).isEqualTo(new HoldChanged());
        day.settlement().execute().expireDue();
        assertThat(day.state()).isEqualTo(RaceState.EXPIRED);
    }

    @Test
    void refuses_to_order_payouts_while_held() {
        sellAndSettle();
        hold(THIS_RACE);
        assertThat(day.settlement().execute().all(RACE, OPERATOR)).isInstanceOf(ExecutePayouts.Held.class);
        release(THIS_RACE);
        day.settlement().execute().executeOrdered();
        assertThat(day.balance(ALICE)).as("what was refused was not ordered").isEqualTo(Yen.of(9_900));
    }

    @Test
    void does_not_change_the_answer_for_payouts_already_paid() {
        MessageId winner = sellAndSettle();
        ExecutionBook.One paid = execute(winner);
        hold(ALL_RACES);
        assertThat(execute(winner)).isEqualTo(paid);
        assertThat(day.settlement().execute().own(RACE, ALICE)).isInstanceOf(ExecutePayouts.PayoutsExecuted.class);
        assertThat(day.settlement().execute().all(RACE, OPERATOR)).isInstanceOf(ExecutePayouts.PayoutsExecuted.class);
    }

    @Test
    void is_audited_once_for_each_change() {
        hold(THIS_RACE);
        hold(THIS_RACE);
        release(THIS_RACE);
        release(THIS_RACE);
        hold(ALL_RACES);
        assertThat(day.books().races().trail())
                .endsWith("7 HoldPayouts 100", "7 ReleasePayouts 100", "7 HoldPayouts payouts");
    }
}
