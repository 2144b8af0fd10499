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
    void moves_a_race_through_its_states_and_audits_each_command() {
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
    void stores_the_time_of_the_first_opening_permanently() {
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
    void does_nothing_if_a_command_is_repeated() {
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
    void refuses_a_command_that_does_not_fit_the_state() {
        declare();
        assertThat(command(new RaceCommand.Suspend())).isInstanceOfSatisfying(CommandRefused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Transition.Reason.ILLEGAL_TRANSITION);
            assertThat(refused.card()).isEqualTo(recorded());
        });
        assertThat(recorded().state()).isEqualTo(RaceState.DECLARED);
        assertThat(recorded().version()).isEqualTo(1);
    }

    @Test
    void refuses_a_race_that_was_not_declared() {
        assertThat(command(new RaceCommand.Open())).isEqualTo(new UnknownRace(RACE));
    }

    @Test
    void scratches_a_runner() {
        world.openRace(RACE);
        command(new RaceCommand.Scratch(4, ScratchKind.SCRATCHED));
        assertThat(recorded().race().nonStarters()).isEqualTo(Horses.of(4));
    }

    @Test
    void moves_a_race_while_the_board_is_unavailable() {
        declare();
        world.raceBoard().faults().away();
        assertThat(command(new RaceCommand.Open())).isInstanceOf(CommandDone.class);
        assertThat(recorded().state()).isEqualTo(RaceState.OPEN);
    }

    @Test
    void a_command_can_be_repeated_after_its_answer_was_lost() {
        declare();
        world.books().races().faults().loseAnswerOf(1);
        assertThatThrownBy(() -> command(new RaceCommand.Open())).isInstanceOf(TemporaryFailure.class);
        assertThat(command(new RaceCommand.Open())).isEqualTo(new CommandDone(recorded()));
        assertThat(recorded().version()).isEqualTo(2);
    }

    @Test
    void applies_concurrent_commands_one_after_the_other() throws Exception {
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
    void accepts_only_commands_that_an_operator_may_give() {
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
    void a_command_repeated_after_the_deadline_returns_the_race() {
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
    void starts_an_inquiry_only_into_a_posted_order() {
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
    void cannot_cancel_a_race_for_too_few_runners() {
        assertThatThrownBy(() -> new RaceCommand.Cancel(CancelReason.TOO_FEW_RUNNERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOO_FEW_RUNNERS");
    }
}
