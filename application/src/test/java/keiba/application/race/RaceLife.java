package keiba.application.race;

import static keiba.application.fake.Samples.OPERATOR;
import static keiba.application.fake.Samples.RACE;
import static org.assertj.core.api.Assertions.assertThat;

import keiba.application.UseCases;
import keiba.application.caller.Actor;
import keiba.application.caller.UserId;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import keiba.domain.race.CancelReason;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceCommand.OperatorCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import keiba.domain.race.ScratchKind;

/** One race of eight horses on fakes, which tests bring from state to state. */
final class RaceLife {
    static final UserId ANNA = new UserId(7);
    static final UserId BEN = new UserId(8);
    static final UserId CHIE = new UserId(9);
    static final RaceResult ORDER = RaceResult.of(OrderOfFinish.of(6, 4, 3, 5, 1, 2, 7, 8));
    static final RaceResult OTHER_ORDER = RaceResult.of(OrderOfFinish.of(4, 6, 3, 5, 1, 2, 7, 8));

    private final FakeWorld world;

    RaceLife() {
        this(UseCases.Policy.DEFAULT);
    }

    RaceLife(UseCases.Policy policy) {
        this.world = new FakeWorld(policy);
    }

    FakeWorld world() {
        return world;
    }

    RaceUseCases races() {
        return world.useCases().races();
    }

    /** Returns the stored race without a call that could fail. */
    RaceCard card() {
        return world.books().card(RACE);
    }

    void declare() {
        assertThat(races().declare().declare(Samples.proposal(RACE), OPERATOR))
                .isInstanceOf(DeclareRace.Declared.class);
    }

    void open() {
        declare();
        command(new RaceCommand.Open());
    }

    void command(OperatorCommand command) {
        assertThat(races().command().command(RACE, command, OPERATOR)).isInstanceOf(CommandRace.CommandDone.class);
    }

    void exclude(int horse, UserId by) {
        assertThat(races().command().command(RACE, new RaceCommand.Scratch(horse, ScratchKind.EXCLUDED), Actor.of(by)))
                .isInstanceOf(CommandRace.CommandDone.class);
    }

    /** Closes a race on sale and records its close marker. */
    void fence() {
        command(new RaceCommand.Close());
        races().close().sendMarkers();
        world.reader().readAll();
    }

    void declareFinalOdds() {
        world.useCases().odds().declareFinal().declareDue();
    }

    /** A race that was on sale, with its final odds. */
    void close() {
        open();
        fence();
        declareFinalOdds();
    }

    PostResult.PostingOutcome post(RaceResult result, UserId by) {
        return races().post().post(RACE, result, by);
    }

    ConfirmResult.ConfirmationOutcome confirm(long version, UserId by) {
        return races().confirm().confirm(RACE, version, by);
    }

    ConfirmResult.ConfirmationOutcome confirmFirstThree(long version, UserId by) {
        return races().confirm().confirmFirstThree(RACE, version, by);
    }

    /** Leads a new race to a state that it can be in. */
    void leadTo(RaceState state) {
        switch (state) {
            case DECLARED -> declare();
            case OPEN -> open();
            case SUSPENDED -> {
                open();
                command(new RaceCommand.Suspend());
            }
            case CLOSED -> close();
            case UNOFFICIAL -> {
                close();
                post(ORDER, ANNA);
            }
            case RUNNING -> {
                close();
                command(new RaceCommand.Start());
            }
            case INQUIRY -> {
                leadTo(RaceState.UNOFFICIAL);
                command(new RaceCommand.Inquire());
            }
            case PLACED_TO_3 -> {
                leadTo(RaceState.UNOFFICIAL);
                confirmFirstThree(1, BEN);
            }
            case OFFICIAL -> {
                leadTo(RaceState.UNOFFICIAL);
                confirm(1, BEN);
            }
            case PAYABLE -> {
                leadTo(RaceState.OFFICIAL);
                world.useCases().settlement().calculate().calculate(RACE);
            }
            case VOID -> {
                open();
                command(new RaceCommand.Cancel(CancelReason.CANCELLED));
            }
            case EXPIRED -> throw new IllegalArgumentException("no way to " + state);
        }
        assertThat(card().state()).isEqualTo(state);
    }
}
