package keiba.domain.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keiba.domain.race.RaceCommand.Cancel;
import keiba.domain.race.RaceCommand.Close;
import keiba.domain.race.RaceCommand.Confirm;
import keiba.domain.race.RaceCommand.ConfirmFirstThree;
import keiba.domain.race.RaceCommand.DeclarePayable;
import keiba.domain.race.RaceCommand.Expire;
import keiba.domain.race.RaceCommand.Inquire;
import keiba.domain.race.RaceCommand.Open;
import keiba.domain.race.RaceCommand.Post;
import keiba.domain.race.RaceCommand.Resume;
import keiba.domain.race.RaceCommand.Scratch;
import keiba.domain.race.RaceCommand.Start;
import keiba.domain.race.RaceCommand.Suspend;
import keiba.domain.race.Transition.Moved;
import keiba.domain.race.Transition.Reason;
import keiba.domain.race.Transition.Refused;
import keiba.domain.race.Transition.Unchanged;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RaceTest {
    private static final RaceResult POSTED = RaceResult.of(OrderOfFinish.of(1, 2, 3, 4, 5));
    private static final RaceResult OTHER_BEHIND_THIRD = RaceResult.of(OrderOfFinish.of(1, 2, 3, 5, 4));
    private static final RaceResult OTHER_FIRST_THREE = RaceResult.of(OrderOfFinish.of(2, 1, 3, 4, 5));

    /** Five horses, in every state, reached by commands alone. */
    private static final Map<RaceState, Race> IN = racesInEveryState();

    private static Map<RaceState, Race> racesInEveryState() {
        Race declared = Race.declared(Field.of(5));
        Race open = after(declared, new Open());
        Race unofficial = after(open, new Close(), new Start(), new Post(POSTED));
        Race payable = after(unofficial, new Confirm(), new DeclarePayable());
        List<Race> races = List.of(
                declared,
                open,
                after(open, new Suspend()),
                after(open, new Close()),
                after(open, new Close(), new Start()),
                unofficial,
                after(unofficial, new Inquire()),
                after(unofficial, new ConfirmFirstThree()),
                after(unofficial, new Confirm()),
                payable,
                after(payable, new Expire()),
                after(open, new Cancel(CancelReason.CANCELLED)));
        return new EnumMap<>(races.stream().collect(Collectors.toMap(Race::state, race -> race)));
    }

    private static Race in(RaceState state) {
        return Objects.requireNonNull(IN.get(state));
    }

    private static Race after(Race race, RaceCommand... commands) {
        Race now = race;
        for (RaceCommand command : commands) {
            Transition transition = now.apply(command);
            assertThat(transition).isInstanceOf(Moved.class);
            now = transition.race();
        }
        return now;
    }

    private static void assertRefused(Race race, RaceCommand command, Reason reason) {
        Transition transition = race.apply(command);

        assertThat(transition).isInstanceOf(Refused.class);
        assertThat(((Refused) transition).reason()).isEqualTo(reason);
        assertThat(((Refused) transition).detail()).isNotBlank();
        assertThat(transition.race()).isSameAs(race);
    }

    private static Scratch scratch(int horse) {
        return new Scratch(horse, ScratchKind.SCRATCHED);
    }

    @Nested
    class The_table_of_transitions {
        /**
         * The state a command leads to, {@code =} if the race is already in it, {@code .} if the command is refused. Initials
         * of the states in the order of {@link RaceState}; {@code 3} is PLACED_TO_3.
         */
        private static final String TABLE = """
                                   D O S C R U I 3 F P E V
                Open               O = . . . . . . . . . .
                Suspend            . S = . . . . . . . . .
                Resume             . = O . . . . . . . . .
                Close              . C C = . . . . . . . .
                Start              . . . R = . . . . . . .
                Post               . . . U U U U 3 . . . .
                Inquire            . . . . . I = . . . . .
                ConfirmFirstThree  . . . . . 3 3 = . . . .
                Confirm            . . . . . F F F = . . .
                DeclarePayable     . . . . . . . . P = . .
                Expire             . . . . . . . . . E = .
                Cancel             V V V V V V V V . . . =
                Scratch            D O S C . U . . . . . .
                """;

        private static final String INITIALS = "DOSCRUI3FPEV";

        private static final List<RaceCommand> COMMANDS = List.of(
                new Open(),
                new Suspend(),
                new Resume(),
                new Close(),
                new Start(),
                new Post(OTHER_BEHIND_THIRD),
                new Inquire(),
                new ConfirmFirstThree(),
                new Confirm(),
                new DeclarePayable(),
                new Expire(),
                new Cancel(CancelReason.NO_RACE),
                scratch(5));

        private static final List<RaceState> STATES = List.of(RaceState.values());

        static Stream<Arguments> cells() {
            return COMMANDS.stream().flatMap(command -> {
                List<String> row = row(command.getClass().getSimpleName());
                return IntStream.range(0, STATES.size())
                        .mapToObj(column -> Arguments.of(command, STATES.get(column), row.get(column)));
            });
        }

        private static List<String> row(String name) {
            String cells = TABLE.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .findFirst()
                    .orElseThrow()
                    .substring(name.length())
                    .trim();
            return Arrays.stream(cells.split(" ")).toList();
        }

        @ParameterizedTest(name = "{0} in {1}: {2}")
        @MethodSource("cells")
        void applies_or_refuses_every_command_in_every_state(RaceCommand command, RaceState state, String cell) {
            Race race = in(state);
            Transition transition = race.apply(command);

            switch (cell) {
                case "." -> assertRefused(race, command, Reason.ILLEGAL_TRANSITION);
                case "=" -> assertThat(transition).isEqualTo(new Unchanged(race));
                default -> {
                    assertThat(transition).isInstanceOf(Moved.class);
                    assertThat(transition.race().state()).isEqualTo(STATES.get(INITIALS.indexOf(cell)));
                }
            }
        }

        @Test
        void covers_every_command_and_every_state() {
            assertThat(cells()).hasSize(13 * 12);
            assertThat(COMMANDS.stream().<Class<?>>map(Object::getClass).distinct())
                    .containsExactlyInAnyOrderElementsOf(
                            kindsOf(RaceCommand.class).toList());
        }

        /** The records of a sealed type, those of its sealed sub-types included. */
        private static Stream<Class<?>> kindsOf(Class<?> type) {
            return type.isSealed()
                    ? Arrays.stream(type.getPermittedSubclasses()).flatMap(kind -> kindsOf(kind))
                    : Stream.of(type);
        }

        @Test
        void names_command_and_state_in_a_refusal() {
            assertThat(((Refused) in(RaceState.PAYABLE).apply(new Close())).detail())
                    .contains("Close", "PAYABLE");
        }
    }

    @Nested
    class Opening {
        @Test
        void keeps_the_field_and_all_runners() {
            Race open = in(RaceState.OPEN);

            assertThat(open.field()).isEqualTo(Field.of(5));
            assertThat(open.live()).isEqualTo(Horses.upTo(5));
            assertThat(open.nonStarters()).isEqualTo(Horses.NONE);
            assertThat(open.result()).isEmpty();
            assertThat(open.cancelled()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1})
        void is_refused_with_fewer_than_two_entries(int entries) {
            Race race = Race.declared(Field.of(2).withdraw(Horses.upTo(2 - entries)));

            assertRefused(race, new Open(), Reason.TOO_FEW_RUNNERS);
        }

        @Test
        void with_two_entries_is_allowed() {
            Race race = Race.declared(Field.of(3).withdraw(Horses.of(3)));

            assertThat(after(race, new Open()).state()).isEqualTo(RaceState.OPEN);
        }
    }

    @Nested
    class Scratching {
        @Test
        void before_sales_withdraws_the_horse_for_either_kind() {
            Race race = after(
                    in(RaceState.DECLARED),
                    new Scratch(4, ScratchKind.SCRATCHED),
                    new Scratch(2, ScratchKind.EXCLUDED));

            assertThat(race.field()).isEqualTo(Field.of(5).withdraw(Horses.of(2, 4)));
            assertThat(race.nonStarters()).isEqualTo(Horses.NONE);
            assertThat(race.live()).isEqualTo(Horses.of(1, 3, 5));
            assertThat(race.statusOf(4)).isEqualTo(RunnerStatus.WITHDRAWN);
            assertThat(race.statusOf(2)).isEqualTo(RunnerStatus.WITHDRAWN);
        }

        @Test
        void after_the_start_of_sales_leaves_the_field_unchanged() {
            Race race = after(
                    in(RaceState.OPEN), new Scratch(4, ScratchKind.SCRATCHED), new Scratch(2, ScratchKind.EXCLUDED));

            assertThat(race.field()).isEqualTo(Field.of(5));
            assertThat(race.scratched()).isEqualTo(Horses.of(4));
            assertThat(race.excluded()).isEqualTo(Horses.of(2));
            assertThat(race.nonStarters()).isEqualTo(Horses.of(2, 4));
            assertThat(race.live()).isEqualTo(Horses.of(1, 3, 5));
            assertThat(race.statusOf(4)).isEqualTo(RunnerStatus.SCRATCHED);
            assertThat(race.statusOf(2)).isEqualTo(RunnerStatus.EXCLUDED);
        }

        @ParameterizedTest
        @EnumSource(ScratchKind.class)
        void again_changes_nothing_in_any_later_state(ScratchKind kind) {
            Scratch scratch = new Scratch(5, kind);
            Race closed = after(in(RaceState.OPEN), scratch, new Close());
            Race official = after(closed, new Post(RaceResult.of(OrderOfFinish.of(1, 2, 3, 4))), new Confirm());

            assertThat(closed.apply(scratch)).isEqualTo(new Unchanged(closed));
            assertThat(official.apply(scratch)).isEqualTo(new Unchanged(official));
        }

        @Test
        void again_before_sales_changes_nothing() {
            Race race = after(in(RaceState.DECLARED), scratch(5));

            assertThat(race.apply(new Scratch(5, ScratchKind.EXCLUDED))).isEqualTo(new Unchanged(race));
        }

        @Test
        void is_refused_for_a_horse_that_is_out_for_another_cause() {
            Race scratched = after(in(RaceState.OPEN), scratch(5));
            Race withdrawn = after(in(RaceState.DECLARED), scratch(5), new Open());

            assertRefused(scratched, new Scratch(5, ScratchKind.EXCLUDED), Reason.ALREADY_OUT);
            assertRefused(withdrawn, scratch(5), Reason.ALREADY_OUT);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 6, 31, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
        void is_refused_for_a_horse_that_was_never_declared(int horse) {
            assertRefused(in(RaceState.OPEN), scratch(horse), Reason.UNKNOWN_HORSE);
            assertRefused(in(RaceState.DECLARED), scratch(horse), Reason.UNKNOWN_HORSE);
        }

        @Test
        void all_but_two_leaves_the_race_open() {
            Race race = after(in(RaceState.OPEN), scratch(1), scratch(2), scratch(3));

            assertThat(race.state()).isEqualTo(RaceState.OPEN);
            assertThat(race.live()).isEqualTo(Horses.of(4, 5));
        }

        @ParameterizedTest
        @EnumSource(
                value = RaceState.class,
                names = {"DECLARED", "OPEN", "SUSPENDED", "CLOSED"})
        void all_but_one_makes_the_race_void(RaceState state) {
            Race race = after(in(state), scratch(1), scratch(2), scratch(3), scratch(4));

            assertThat(race.state()).isEqualTo(RaceState.VOID);
            assertThat(race.cancelled()).contains(CancelReason.TOO_FEW_RUNNERS);
            assertThat(race.live()).isEqualTo(Horses.of(5));
        }

        @Test
        void a_horse_after_the_finish_removes_it_from_the_result() {
            RaceResult posted = RaceResult.of(OrderOfFinish.of(Horses.of(2), Horses.of(1, 4), Horses.of(3)))
                    .withPulledUp(5)
                    .demote(2, 4);
            Race race = after(in(RaceState.CLOSED), new Post(posted), scratch(4));

            assertThat(race.state()).isEqualTo(RaceState.UNOFFICIAL);
            assertThat(race.result())
                    .contains(RaceResult.of(OrderOfFinish.of(2, 1, 3)).withPulledUp(5));
            assertThat(race.statusOf(4)).isEqualTo(RunnerStatus.SCRATCHED);
            assertThat(race.statusOf(5)).isEqualTo(RunnerStatus.PULLED_UP);
        }

        @Test
        void all_but_one_after_the_finish_makes_the_race_void() {
            Race race = after(in(RaceState.UNOFFICIAL), scratch(1), scratch(2), scratch(3), scratch(4));

            assertThat(race.state()).isEqualTo(RaceState.VOID);
            assertThat(race.cancelled()).contains(CancelReason.TOO_FEW_RUNNERS);
        }
    }

    @Nested
    class Posting {
        @Test
        void the_same_result_again_changes_nothing() {
            Race race = in(RaceState.UNOFFICIAL);

            assertThat(race.apply(new Post(POSTED))).isEqualTo(new Unchanged(race));
        }

        @Test
        void another_result_replaces_the_first() {
            Race race = after(in(RaceState.UNOFFICIAL), new Post(OTHER_FIRST_THREE));

            assertThat(race.result()).contains(OTHER_FIRST_THREE);
        }

        @Test
        void during_an_inquiry_ends_it_even_with_the_same_result() {
            assertThat(after(in(RaceState.INQUIRY), new Post(POSTED)).state()).isEqualTo(RaceState.UNOFFICIAL);
        }

        @Test
        void keeps_the_result_through_every_later_state() {
            assertThat(in(RaceState.EXPIRED).result()).contains(POSTED);
        }

        @ParameterizedTest
        @CsvSource({"1>2>3>4, MISSING [5]", "1>2>3>4>5>6, NOT_A_RUNNER [6]"})
        void a_result_that_does_not_fit_the_starters_is_refused(String order, String detail) {
            int[] horses =
                    Arrays.stream(order.split(">")).mapToInt(Integer::parseInt).toArray();
            Post post = new Post(RaceResult.of(OrderOfFinish.of(horses)));

            assertRefused(in(RaceState.CLOSED), post, Reason.INVALID_RESULT);
            assertRefused(in(RaceState.PLACED_TO_3), post, Reason.INVALID_RESULT);
            assertThat(((Refused) in(RaceState.CLOSED).apply(post)).detail()).isEqualTo(detail);
        }

        @Test
        void a_result_with_a_scratched_or_withdrawn_horse_is_refused() {
            Race race = after(in(RaceState.DECLARED), scratch(1), new Open(), scratch(2), new Close());

            assertRefused(race, new Post(RaceResult.of(OrderOfFinish.of(2, 3, 4, 5))), Reason.INVALID_RESULT);
            assertRefused(race, new Post(RaceResult.of(OrderOfFinish.of(1, 3, 4, 5))), Reason.INVALID_RESULT);
            assertThat(after(race, new Post(RaceResult.of(OrderOfFinish.of(3, 4, 5))))
                            .state())
                    .isEqualTo(RaceState.UNOFFICIAL);
        }

        @Test
        void an_impossible_demotion_is_refused_and_does_not_throw() {
            assertRefused(in(RaceState.CLOSED), new Post(POSTED.demote(3, 1)), Reason.INVALID_RESULT);
        }
    }

    @Nested
    class Once_the_first_three_are_confirmed {
        @Test
        void the_order_behind_them_may_still_change() {
            Race race = after(in(RaceState.PLACED_TO_3), new Post(OTHER_BEHIND_THIRD));

            assertThat(race.state()).isEqualTo(RaceState.PLACED_TO_3);
            assertThat(race.result()).contains(OTHER_BEHIND_THIRD);
        }

        @Test
        void they_may_not_change() {
            assertRefused(in(RaceState.PLACED_TO_3), new Post(OTHER_FIRST_THREE), Reason.FIRST_THREE_CONFIRMED);
        }

        @Test
        void a_new_dead_heat_for_third_is_refused() {
            OrderOfFinish joined = OrderOfFinish.of(Horses.of(1), Horses.of(2), Horses.of(3, 4), Horses.of(5));

            assertRefused(in(RaceState.PLACED_TO_3), new Post(RaceResult.of(joined)), Reason.FIRST_THREE_CONFIRMED);
        }

        @Test
        void one_of_them_may_not_be_disqualified_or_demoted() {
            assertRefused(
                    in(RaceState.PLACED_TO_3), new Post(POSTED.withDisqualified(2)), Reason.FIRST_THREE_CONFIRMED);
            assertRefused(in(RaceState.PLACED_TO_3), new Post(POSTED.demote(3, 4)), Reason.FIRST_THREE_CONFIRMED);
        }

        @Test
        void a_horse_behind_them_may_be_disqualified_or_demoted() {
            Race race = after(in(RaceState.PLACED_TO_3), new Post(POSTED.demote(4, 5)));

            assertThat(after(race, new Post(POSTED.withDisqualified(4))).state())
                    .isEqualTo(RaceState.PLACED_TO_3);
        }

        @Test
        void the_same_result_again_changes_nothing() {
            Race race = in(RaceState.PLACED_TO_3);

            assertThat(race.apply(new Post(POSTED))).isEqualTo(new Unchanged(race));
        }
    }

    @Nested
    class Cancelling {
        @ParameterizedTest
        @EnumSource(
                value = CancelReason.class,
                names = {"CANCELLED", "NO_RACE"})
        void keeps_the_reason(CancelReason reason) {
            assertThat(after(in(RaceState.SUSPENDED), new Cancel(reason)).cancelled())
                    .contains(reason);
        }

        @Test
        void refuses_the_reason_too_few_runners() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Cancel(CancelReason.TOO_FEW_RUNNERS))
                    .withMessageContaining("TOO_FEW_RUNNERS");
        }

        @Test
        void again_with_another_reason_changes_nothing() {
            Race race = in(RaceState.VOID);

            assertThat(race.apply(new Cancel(CancelReason.NO_RACE))).isEqualTo(new Unchanged(race));
            assertThat(race.cancelled()).contains(CancelReason.CANCELLED);
        }
    }

    @Nested
    class The_status_of_a_runner {
        @Test
        void follows_from_withdrawals_scratches_and_the_result() {
            RaceResult posted = RaceResult.of(OrderOfFinish.of(4, 5, 6))
                    .withPulledUp(7)
                    .withDisqualified(8)
                    .demote(4, 5);
            Race race = after(
                    Race.declared(Field.of(8)),
                    scratch(1),
                    new Open(),
                    scratch(2),
                    new Scratch(3, ScratchKind.EXCLUDED),
                    new Close(),
                    new Post(posted));

            assertThat(race.statusOf(1)).isEqualTo(RunnerStatus.WITHDRAWN);
            assertThat(race.statusOf(2)).isEqualTo(RunnerStatus.SCRATCHED);
            assertThat(race.statusOf(3)).isEqualTo(RunnerStatus.EXCLUDED);
            assertThat(race.statusOf(4)).isEqualTo(RunnerStatus.DEMOTED);
            assertThat(race.statusOf(5)).isEqualTo(RunnerStatus.FINISHED);
            assertThat(race.statusOf(7)).isEqualTo(RunnerStatus.PULLED_UP);
            assertThat(race.statusOf(8)).isEqualTo(RunnerStatus.DISQUALIFIED);
        }

        @Test
        void is_entered_before_any_scratch_or_result() {
            assertThat(in(RaceState.DECLARED).statusOf(1)).isEqualTo(RunnerStatus.ENTERED);
            assertThat(in(RaceState.RUNNING).statusOf(5)).isEqualTo(RunnerStatus.ENTERED);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 6, -1, 31})
        void is_unknown_for_horses_that_were_never_declared(int horse) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> in(RaceState.OPEN).statusOf(horse));
        }
    }
}
