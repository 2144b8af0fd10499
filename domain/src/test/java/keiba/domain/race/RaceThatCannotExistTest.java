package keiba.domain.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A race that no sequence of commands leads to cannot be constructed. */
class RaceThatCannotExistTest {
    private static final Field FIVE = Field.of(5);
    private static final Optional<RaceResult> RESULT = Optional.of(RaceResult.of(OrderOfFinish.of(1, 2, 3, 4, 5)));

    private static void assertImpossible(
            Field field,
            RaceState state,
            Horses scratched,
            Horses excluded,
            Optional<RaceResult> result,
            Optional<CancelReason> cancelled,
            String... message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Race(field, state, scratched, excluded, result, cancelled))
                .withMessageContainingAll(message);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNOFFICIAL", "INQUIRY", "PLACED_TO_3", "OFFICIAL", "PAYABLE", "EXPIRED"})
    void a_race_in_a_state_with_a_result_that_has_none(RaceState state) {
        assertImpossible(
                FIVE, state, Horses.NONE, Horses.NONE, Optional.empty(), Optional.empty(), state.name(), "UNOFFICIAL");
        assertThat(new Race(FIVE, state, Horses.NONE, Horses.NONE, RESULT, Optional.empty()).state())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource(names = {"DECLARED", "OPEN", "SUSPENDED", "CLOSED", "RUNNING"})
    void a_race_with_a_result_before_one_can_be_posted(RaceState state) {
        assertImpossible(FIVE, state, Horses.NONE, Horses.NONE, RESULT, Optional.empty(), state.name());
    }

    @Test
    void a_result_that_leaves_out_a_live_horse_or_names_one_that_is_out() {
        Optional<RaceResult> ofFour = Optional.of(RaceResult.of(OrderOfFinish.of(1, 2, 3, 4)));

        assertImpossible(
                FIVE, RaceState.OFFICIAL, Horses.NONE, Horses.NONE, ofFour, Optional.empty(), "MISSING", "[5]");
        assertImpossible(
                FIVE, RaceState.OFFICIAL, Horses.of(5), Horses.NONE, RESULT, Optional.empty(), "NOT_A_RUNNER", "[5]");
        assertThat(new Race(FIVE, RaceState.OFFICIAL, Horses.of(5), Horses.NONE, ofFour, Optional.empty()).live())
                .isEqualTo(Horses.upTo(4));
    }

    @Test
    void a_void_race_without_a_reason() {
        assertImpossible(
                FIVE, RaceState.VOID, Horses.NONE, Horses.NONE, Optional.empty(), Optional.empty(), "VOID", "reason");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "VOID")
    void a_race_that_is_not_void_but_has_a_cancel_reason(RaceState state) {
        assertImpossible(
                FIVE,
                state,
                Horses.NONE,
                Horses.NONE,
                state.hasResult() ? RESULT : Optional.empty(),
                Optional.of(CancelReason.CANCELLED),
                state.name(),
                "CANCELLED");
    }

    @Test
    void a_scratched_or_excluded_horse_that_was_never_entered() {
        assertImpossible(FIVE, RaceState.OPEN, Horses.of(6), Horses.NONE, Optional.empty(), Optional.empty(), "[6]");
        assertImpossible(
                FIVE.withdraw(Horses.of(2)),
                RaceState.OPEN,
                Horses.NONE,
                Horses.of(2),
                Optional.empty(),
                Optional.empty(),
                "[2]");
    }

    @Test
    void a_horse_that_is_both_scratched_and_excluded() {
        assertImpossible(
                FIVE, RaceState.OPEN, Horses.of(2, 3), Horses.of(3, 4), Optional.empty(), Optional.empty(), "both");
    }

    @Test
    void a_horse_that_is_scratched_before_sales() {
        assertImpossible(
                FIVE, RaceState.DECLARED, Horses.of(2), Horses.NONE, Optional.empty(), Optional.empty(), "withdrawn");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPEN", "SUSPENDED", "CLOSED", "RUNNING"})
    void a_race_in_progress_with_one_live_horse(RaceState state) {
        assertImpossible(
                FIVE, state, Horses.of(1, 2), Horses.of(3, 4), Optional.empty(), Optional.empty(), state.name(), "[5]");
        assertImpossible(
                Field.of(2).withdraw(Horses.of(1)),
                state,
                Horses.NONE,
                Horses.NONE,
                Optional.empty(),
                Optional.empty(),
                "[2]");
    }

    @Test
    void but_declared_and_void_races_may_have_any_number_of_live_horses() {
        assertThat(Race.declared(Field.of(2).withdraw(Horses.of(1, 2))).live()).isEqualTo(Horses.NONE);
        assertThat(new Race(
                                FIVE,
                                RaceState.VOID,
                                Horses.upTo(4),
                                Horses.NONE,
                                Optional.empty(),
                                Optional.of(CancelReason.TOO_FEW_RUNNERS))
                        .live())
                .isEqualTo(Horses.of(5));
    }
}
