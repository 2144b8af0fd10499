package keiba.application.race;

import static keiba.application.fake.Samples.DAY;
import static keiba.application.fake.Samples.DEADLINE;
import static keiba.application.fake.Samples.NOW;
import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.POST_TIME;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.Samples;
import keiba.application.race.RescheduleRace.InvalidSchedule;
import keiba.application.race.RescheduleRace.RaceRescheduled;
import keiba.application.race.RescheduleRace.ReschedulingOutcome;
import keiba.application.race.RescheduleRace.TooLate;
import keiba.application.race.RescheduleRace.UnknownRace;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RescheduleRaceTest {
    private static final Instant LATER = POST_TIME.plusSeconds(1_200);
    private static final Instant LATER_DEADLINE = LATER.minusSeconds(90);
    private static final Duration DAY_LENGTH = Duration.ofDays(1);

    private final RaceLife life = new RaceLife();

    private ReschedulingOutcome move(Instant postTime, Instant deadline) {
        return life.races().reschedule().reschedule(RACE, postTime, Optional.of(deadline), OPERATOR);
    }

    private ReschedulingOutcome move(Instant postTime) {
        return life.races().reschedule().reschedule(RACE, postTime, Optional.empty(), OPERATOR);
    }

    private void assertRefused(ReschedulingOutcome outcome, String field, String... inDetail) {
        assertThat(outcome).isInstanceOfSatisfying(InvalidSchedule.class, invalid -> {
            assertThat(invalid.field()).isEqualTo(field);
            assertThat(List.of(inDetail))
                    .allSatisfy(part -> assertThat(invalid.detail()).contains(part));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"DECLARED", "OPEN", "SUSPENDED"})
    void moves_a_race_until_its_sales_end_and_shows_it(RaceState state) {
        life.leadTo(state);
        long before = life.card().version();
        ReschedulingOutcome outcome = move(LATER, LATER_DEADLINE);
        RaceCard moved = life.card();
        assertThat(outcome).isEqualTo(new RaceRescheduled(moved));
        assertThat(moved.postTime()).isEqualTo(LATER);
        assertThat(moved.deadline()).isEqualTo(LATER_DEADLINE);
        assertThat(moved.state()).isEqualTo(state);
        assertThat(moved.day()).isEqualTo(DAY);
        assertThat(moved.expiresOn()).isEqualTo(DAY.plusDays(60));
        assertThat(moved.version()).isEqualTo(before + 1);
        assertThat(life.world().raceBoard().find(RACE)).contains(moved);
        assertThat(life.world().books().races().trail()).last().isEqualTo("7 Reschedule 100");
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSED", "UNOFFICIAL", "OFFICIAL", "PAYABLE", "VOID"})
    void refuses_to_move_a_race_whose_sales_have_ended(RaceState state) {
        life.leadTo(state);
        RaceCard before = life.card();
        assertThat(move(LATER, LATER_DEADLINE)).isEqualTo(new TooLate(before));
        assertThat(life.card()).isEqualTo(before);
    }

    @Test
    void the_race_day_and_the_claim_period_follow_the_post_time_before_sales() {
        life.declare();
        assertThat(move(POST_TIME.plus(DAY_LENGTH), DEADLINE.plus(DAY_LENGTH))).isInstanceOf(RaceRescheduled.class);
        RaceCard moved = life.card();
        assertThat(moved.day()).isEqualTo(DAY.plusDays(1));
        assertThat(moved.expiresOn()).isEqualTo(DAY.plusDays(61));
        ViewRaces view = life.races().view();
        assertThat(view.on(DAY, Optional.empty(), 10)).isEmpty();
        assertThat(view.on(DAY.plusDays(1), Optional.empty(), 10)).containsExactly(moved);
        assertThat(view.find(RACE)).contains(moved);
    }

    @Test
    void a_race_moved_to_another_day_is_sold_and_settled_there() {
        life.declare();
        move(POST_TIME.plus(DAY_LENGTH), DEADLINE.plus(DAY_LENGTH));
        life.command(new RaceCommand.Open());
        life.world().deposit(Samples.ALICE, 1_000);
        life.world().useCases().purchases().place().place(Samples.ALICE, RACE, Samples.win(6, 1_000), Optional.empty());
        life.world().reader().readAll();
        life.fence();
        life.declareFinalOdds();
        life.post(RaceLife.ORDER, RaceLife.ANNA);
        life.confirm(1, RaceLife.BEN);
        life.world().useCases().settlement().calculate().calculate(RACE);
        assertThat(life.card().state()).isEqualTo(RaceState.PAYABLE);
        life.world().useCases().settlement().execute().own(RACE, Samples.ALICE);
        assertThat(life.world().books().balanceOf(Samples.ALICE).value()).isEqualTo(1_000);
        assertThat(life.world().books().audit()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T14:59:59.999999Z, 2026-11-22",
        "2026-11-22T15:00:00Z, 2026-11-23",
        "2026-12-31T15:00:00Z, 2027-01-01",
        "2028-02-28T15:00:00Z, 2028-02-29",
        "2026-07-01T14:59:59Z, 2026-07-01"
    })
    void a_day_begins_at_midnight_in_japan(Instant postTime, LocalDate day) {
        life.declare();
        life.world().clock().set(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(move(postTime)).isInstanceOf(RaceRescheduled.class);
        assertThat(life.card().day()).isEqualTo(day);
        assertThat(life.card().expiresOn()).isEqualTo(day.plusDays(60));
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "SUSPENDED"})
    void refuses_another_day_once_sales_have_opened(RaceState state) {
        life.leadTo(state);
        RaceCard before = life.card();
        assertRefused(
                move(POST_TIME.plus(DAY_LENGTH), DEADLINE),
                "post_time",
                "2026-11-23",
                "sales have opened",
                "2026-11-22");
        assertRefused(move(Instant.parse("2026-11-22T15:00:00Z")), "post_time", "2026-11-23");
        assertThat(life.card()).isEqualTo(before);
        assertThat(move(Instant.parse("2026-11-22T14:59:59Z"))).isInstanceOf(RaceRescheduled.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"DECLARED", "OPEN", "SUSPENDED"})
    void refuses_times_in_the_past(RaceState state) {
        life.leadTo(state);
        RaceCard before = life.card();
        assertRefused(
                move(NOW.minus(DAY_LENGTH), NOW.minus(DAY_LENGTH)),
                "post_time",
                "must be in the future; the current time is " + NOW);
        assertRefused(move(NOW, NOW), "post_time", "must be in the future; the current time is " + NOW);
        assertRefused(move(POST_TIME, NOW), "deadline", "must be in the future; the current time is " + NOW);
        assertRefused(move(POST_TIME, NOW.minusNanos(1)), "deadline");
        assertThat(life.card()).isEqualTo(before);
        assertThat(move(NOW.plusMillis(2), NOW.plusMillis(1))).isInstanceOf(RaceRescheduled.class);
    }

    @Test
    void refuses_a_deadline_of_the_rule_book_in_the_past() {
        life.open();
        assertRefused(move(NOW.plusSeconds(60)), "deadline", "must be in the future");
        assertThat(move(NOW.plusSeconds(61))).isInstanceOf(RaceRescheduled.class);
        assertThat(life.card().deadline()).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void sets_the_deadline_by_the_rule_book_if_none_is_given() {
        life.open();
        move(LATER);
        assertThat(life.card().deadline()).isEqualTo(LATER.minusSeconds(60));
    }

    @Test
    void a_race_keeps_its_own_rule_book_and_cannot_move_before_its_first_day() {
        life.world().books().races().enter(Samples.declaredUnder(Samples.OWN_RULES, RACE), OPERATOR);
        Instant nextDay = POST_TIME.plus(DAY_LENGTH);
        assertThat(move(nextDay)).isInstanceOf(RaceRescheduled.class);
        assertThat(life.card().deadline()).isEqualTo(nextDay.minusSeconds(300));
        assertThat(life.card().rules()).isEqualTo(Samples.OWN_BOOK);
        life.world().clock().set(Instant.parse("2026-01-01T00:00:00Z"));
        assertRefused(
                move(Instant.parse("2026-03-31T06:40:00Z")),
                "post_time",
                "there is no rule book NAR-OWN №1 on 2026-03-31");
        assertThat(move(Instant.parse("2026-03-31T15:00:00Z"))).isInstanceOf(RaceRescheduled.class);
    }

    @Test
    void the_same_schedule_again_changes_nothing_even_when_it_has_passed() {
        life.open();
        move(LATER, LATER_DEADLINE);
        RaceCard moved = life.card();
        assertThat(move(LATER, LATER_DEADLINE)).isEqualTo(new RaceRescheduled(moved));
        life.world().clock().set(LATER.plusSeconds(1));
        assertThat(move(LATER, LATER_DEADLINE)).isEqualTo(new RaceRescheduled(moved));
        assertThat(life.card()).isEqualTo(moved);
    }

    @ParameterizedTest
    @CsvSource({
        "1999-12-31T23:59:59Z, 1999-12-31T23:59:59Z, post_time",
        "9999-12-30T00:00:00.000001Z, 2026-11-22T06:39:00Z, post_time",
        "2026-11-22T06:40:00Z, 1999-12-31T23:59:59Z, deadline",
        "2026-11-22T06:40:00Z, 2026-11-22T06:40:00.001Z, deadline"
    })
    void refuses_times_out_of_range(Instant postTime, Instant deadline, String field) {
        life.open();
        RaceCard before = life.card();
        assertRefused(move(postTime, deadline), field);
        assertThat(life.card()).isEqualTo(before);
    }

    @Test
    void refuses_the_smallest_and_the_largest_instant() {
        life.open();
        assertRefused(move(Instant.MAX, Instant.MAX), "post_time");
        assertRefused(move(Instant.MIN), "post_time");
        assertRefused(move(POST_TIME, Instant.MIN), "deadline");
    }

    @Test
    void refuses_a_race_that_was_not_declared() {
        assertThat(move(LATER, LATER_DEADLINE)).isEqualTo(new UnknownRace(RACE));
    }

    @Test
    void moves_a_race_while_the_board_is_unavailable() {
        life.open();
        life.world().raceBoard().faults().away();
        assertThat(move(LATER, LATER_DEADLINE)).isInstanceOf(RaceRescheduled.class);
        assertThat(life.card().postTime()).isEqualTo(LATER);
    }

    @Test
    void a_rescheduling_can_be_repeated_after_its_answer_was_lost() {
        life.open();
        life.world().books().races().faults().loseAnswerOf(1);
        assertThatThrownBy(() -> move(LATER, LATER_DEADLINE)).isInstanceOf(TemporaryFailure.class);
        RaceCard moved = life.card();
        assertThat(move(LATER, LATER_DEADLINE)).isEqualTo(new RaceRescheduled(moved));
        assertThat(life.card().version()).isEqualTo(3);
    }
}
