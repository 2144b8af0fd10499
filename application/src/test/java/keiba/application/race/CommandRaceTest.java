package keiba.application.race;

import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.application.race.CommandRace.CommandDone;
import keiba.application.race.CommandRace.CommandOutcome;
import keiba.application.race.CommandRace.CommandRefused;
import keiba.application.race.CommandRace.DeadlinePassed;
import keiba.application.race.CommandRace.UnknownRace;
import keiba.domain.race.CancelReason;
import keiba.domain.race.Horses;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceCommand.OperatorCommand;
import keiba.domain.race.RaceState;
import keiba.domain.race.ScratchKind;
import keiba.domain.race.Transition;
import org.junit.jupiter.api.Test;

class CommandRaceTest {
    private final FakeWorld world = new FakeWorld();

    private CommandOutcome command(OperatorCommand command) {
        return world.useCases().races().command().command(RACE, command, OPERATOR);
    }

    private void declare() {
        world.useCases().races().declare().declare(Samples.proposal(RACE), OPERATOR);
    }

    private RaceCard recorded() {
        return world.books().races().find(RACE).orElseThrow();
    }

    @Test
    void moves_a_race_and_shows_it() {
        declare();
        assertThat(command(new RaceCommand.Open())).isEqualTo(new CommandDone(recorded()));
        assertThat(recorded().state()).isEqualTo(RaceState.OPEN);
        assertThat(recorded().version()).isEqualTo(2);
        assertThat(world.raceBoard().find(RACE)).contains(recorded());
    }

    @Test
    void leads_a_race_through_its_states() {
        declare();
        for (OperatorCommand next : List.of(
                new RaceCommand.Open(), new RaceCommand.Suspend(), new RaceCommand.Resume(), new RaceCommand.Close())) {
            assertThat(command(next)).isInstanceOf(CommandDone.class);
        }
        assertThat(recorded().state()).isEqualTo(RaceState.CLOSED);
        assertThat(world.books().races().trail())
                .containsExactly("7 Declare 100", "7 Open 100", "7 Suspend 100", "7 Resume 100", "7 Close 100");
    }

    @Test
    void notes_when_a_race_opened_for_the_first_time_and_keeps_it() {
        declare();
        assertThat(recorded().openedAt()).isEmpty();
        Instant opened = world.clock().instant();
        command(new RaceCommand.Open());
        assertThat(recorded().openedAt()).contains(opened);
        for (OperatorCommand next :
                List.of(new RaceCommand.Suspend(), new RaceCommand.Resume(), new RaceCommand.Close())) {
            world.clock().advance(Duration.ofSeconds(1));
            command(next);
            assertThat(recorded().openedAt()).contains(opened);
        }
    }

    @Test
    void does_nothing_the_second_time() {
        world.openRace(RACE);
        RaceCard open = recorded();
        assertThat(command(new RaceCommand.Open())).isEqualTo(new CommandDone(open));
        assertThat(recorded()).isEqualTo(open);
        assertThat(world.books().races().trail()).containsExactly("7 Declare 100", "7 Open 100");
    }

    @Test
    void shows_a_race_again_that_the_board_has_lost() {
        world.openRace(RACE);
        world.raceBoard().lose();
        command(new RaceCommand.Open());
        assertThat(world.raceBoard().find(RACE)).contains(recorded());
    }

    @Test
    void refuses_a_command_that_does_not_fit() {
        declare();
        assertThat(command(new RaceCommand.Suspend())).isInstanceOfSatisfying(CommandRefused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Transition.Reason.ILLEGAL_TRANSITION);
            assertThat(refused.card()).isEqualTo(recorded());
        });
        assertThat(recorded().state()).isEqualTo(RaceState.DECLARED);
        assertThat(recorded().version()).isEqualTo(1);
    }

    @Test
    void knows_no_race_that_was_not_declared() {
        assertThat(command(new RaceCommand.Open())).isEqualTo(new UnknownRace(RACE));
    }

    @Test
    void takes_a_runner_out() {
        world.openRace(RACE);
        command(new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        assertThat(recorded().race().nonStarters()).isEqualTo(Horses.of(4));
    }

    @Test
    void moves_a_race_though_the_board_is_away() {
        declare();
        world.raceBoard().faults().away();
        assertThat(command(new RaceCommand.Open())).isInstanceOf(CommandDone.class);
        assertThat(recorded().state()).isEqualTo(RaceState.OPEN);
    }

    @Test
    void can_be_told_again_when_the_answer_was_lost() {
        declare();
        world.books().races().faults().loseAnswerOf(1);
        assertThatThrownBy(() -> command(new RaceCommand.Open())).isInstanceOf(TemporaryFailure.class);
        assertThat(command(new RaceCommand.Open())).isEqualTo(new CommandDone(recorded()));
        assertThat(recorded().version()).isEqualTo(2);
    }

    @Test
    void takes_commands_at_once_one_after_the_other() throws Exception {
        world.openRace(RACE);
        List<CommandOutcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<CommandOutcome>> running = IntStream.rangeClosed(1, 6)
                    .mapToObj(horse ->
                            threads.submit(() -> command(new RaceCommand.Scratch(horse, ScratchKind.EXCLUDED))))
                    .toList();
            for (Future<CommandOutcome> each : running) {
                outcomes.add(each.get());
            }
        }
        assertThat(outcomes).hasSize(6).allMatch(CommandDone.class::isInstance);
        assertThat(recorded().race().live()).isEqualTo(Horses.of(7, 8));
        assertThat(recorded().version()).isEqualTo(8);
        assertThat(world.raceBoard().find(RACE)).contains(recorded());
    }

    @Test
    void takes_only_what_an_operator_may_command() {
        assertThat(OperatorCommand.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(
                        RaceCommand.Open.class,
                        RaceCommand.Suspend.class,
                        RaceCommand.Resume.class,
                        RaceCommand.Close.class,
                        RaceCommand.Start.class,
                        RaceCommand.Inquire.class,
                        RaceCommand.Cancel.class,
                        RaceCommand.Scratch.class);
        assertThat(CommandRace.class.getMethods())
                .singleElement()
                .satisfies(command -> assertThat(command.getParameterTypes()[1]).isEqualTo(OperatorCommand.class));
    }

    @Test
    void does_not_open_a_race_whose_deadline_has_passed() {
        declare();
        RaceCard declared = recorded();
        world.clock().set(Samples.DEADLINE);
        assertThat(command(new RaceCommand.Open())).isEqualTo(new DeadlinePassed(declared));
        assertThat(recorded()).isEqualTo(declared);
        world.clock().set(Samples.DEADLINE.minusNanos(1));
        assertThat(command(new RaceCommand.Open())).isInstanceOf(CommandDone.class);
    }

    @Test
    void does_not_resume_a_race_whose_deadline_has_passed() {
        world.openRace(RACE);
        command(new RaceCommand.Suspend());
        RaceCard suspended = recorded();
        world.clock().set(Samples.DEADLINE);
        assertThat(command(new RaceCommand.Resume())).isEqualTo(new DeadlinePassed(suspended));
        assertThat(recorded()).isEqualTo(suspended);
    }

    @Test
    void a_command_that_is_repeated_after_the_deadline_still_answers_with_the_race() {
        world.openRace(RACE);
        world.clock().set(Samples.DEADLINE);
        assertThat(command(new RaceCommand.Open())).isEqualTo(new CommandDone(recorded()));
        assertThat(command(new RaceCommand.Resume())).isEqualTo(new CommandDone(recorded()));
    }

    @Test
    void starts_a_race_and_then_refuses_scratches() {
        RaceLife life = new RaceLife();
        life.leadTo(RaceState.CLOSED);
        life.command(new RaceCommand.Start());
        RaceCard running = life.card();
        assertThat(running.state()).isEqualTo(RaceState.RUNNING);
        assertThat(life.world().raceBoard().find(RACE)).contains(running);
        assertThat(life.races().command().command(RACE, new RaceCommand.Scratch(4, ScratchKind.EXCLUDED), OPERATOR))
                .isInstanceOf(CommandRace.CommandRefused.class);
        assertThat(life.post(RaceLife.ORDER, RaceLife.ANNA)).isInstanceOf(PostResult.Posted.class);
    }

    @Test
    void puts_only_a_posted_order_under_inquiry() {
        RaceLife life = new RaceLife();
        life.leadTo(RaceState.CLOSED);
        RaceCard closed = life.card();
        assertThat(life.races().command().command(RACE, new RaceCommand.Inquire(), OPERATOR))
                .isInstanceOfSatisfying(
                        CommandRace.CommandRefused.class,
                        refused -> assertThat(refused.card()).isEqualTo(closed));
        life.post(RaceLife.ORDER, RaceLife.ANNA);
        life.command(new RaceCommand.Inquire());
        assertThat(life.card().state()).isEqualTo(RaceState.INQUIRY);
    }

    @Test
    void a_race_is_not_called_off_for_a_reason_that_only_the_race_itself_finds() {
        assertThatThrownBy(() -> new RaceCommand.Cancel(CancelReason.TOO_FEW_RUNNERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOO_FEW_RUNNERS");
    }
}
