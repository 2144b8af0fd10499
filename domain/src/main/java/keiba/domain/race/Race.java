package keiba.domain.race;

import java.util.Optional;
import java.util.function.Supplier;
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

/**
 * A race from its declaration to the end of its claim period. Immutable: {@link #apply} returns the race after a
 * command, or the reason why the command is not allowed. The field is fixed when sales start; it determines what is
 * sold and how many places are paid.
 *
 * <p>Source: rules D (states), A.1 (what freezes), A.3 (one horse left: void).
 *
 * @param field the declared horses, their brackets, and those withdrawn before sales
 * @param state the stage that the race has reached
 * @param scratched entered horses that are out after the start of sales: 出走取消
 * @param excluded other entered horses that are out after the start of sales: 競走除外
 * @param result the posted result, of exactly the live horses; present from UNOFFICIAL on, absent before, either in VOID
 * @param cancelled why the race is void; present in VOID and absent in every other state
 */
public record Race(
        Field field,
        RaceState state,
        Horses scratched,
        Horses excluded,
        Optional<RaceResult> result,
        Optional<CancelReason> cancelled) {

    /**
     * Creates a race, for one that was stored.
     *
     * @throws IllegalArgumentException if no sequence of commands leads to a race like this
     */
    public Race {
        Horses entered = field.entered();
        Horses out = scratched.plus(excluded);
        Horses live = entered.minus(out);
        require(entered.containsAll(out), () -> "only entered horses " + entered + " can be out: " + out);
        require(
                !scratched.intersects(excluded),
                () -> "a horse is scratched or excluded, not both: " + scratched + " and " + excluded);
        require(
                state != RaceState.DECLARED || out.isEmpty(),
                () -> "in a race that is DECLARED a horse can be withdrawn, not scratched or excluded: " + out);
        require(
                state == RaceState.DECLARED || state == RaceState.VOID || live.size() >= Field.MIN_RUNNERS,
                () -> "a race that is " + state + " must have at least " + Field.MIN_RUNNERS + " live horses, not "
                        + live);
        require(
                cancelled.isPresent() == (state == RaceState.VOID),
                () -> "a race must have a reason of its cancellation if it is VOID, and none otherwise; it is " + state
                        + " with " + cancelled.map(CancelReason::toString).orElse("none"));
        require(
                state == RaceState.VOID || result.isPresent() == state.hasResult(),
                () -> "a race must have a result from UNOFFICIAL on, and none before; it is " + state + " with "
                        + result.map(RaceResult::toString).orElse("none"));
        result.flatMap(posted -> posted.check(live)).ifPresent(finding -> {
            throw new IllegalArgumentException("a result must name each of the live horses " + live + " once: "
                    + finding.fault() + " " + finding.horses());
        });
    }

    private static void require(boolean holds, Supplier<String> message) {
        if (!holds) {
            throw new IllegalArgumentException(message.get());
        }
    }

    /**
     * {@return a race whose runners have just been declared}
     *
     * @param field the declared horses and their brackets
     */
    public static Race declared(Field field) {
        return new Race(field, RaceState.DECLARED, Horses.NONE, Horses.NONE, Optional.empty(), Optional.empty());
    }

    /** {@return the horses that were sold and will not start; stakes on them are refunded} */
    public Horses nonStarters() {
        return scratched.plus(excluded);
    }

    /** {@return the horses that are due to start, or that started} */
    public Horses live() {
        return field.entered().minus(nonStarters());
    }

    /**
     * {@return the status of a horse so far}
     *
     * @param horse the number of a declared horse, 1 to {@code field().runners()}
     * @throws IllegalArgumentException if the horse was not declared
     */
    public RunnerStatus statusOf(int horse) {
        if (!field.declared().contains(horse)) {
            throw new IllegalArgumentException(
                    "a horse number must be from 1 to " + field.runners() + ", not " + horse);
        }
        if (field.withdrawn().contains(horse)) {
            return RunnerStatus.WITHDRAWN;
        }
        if (scratched.contains(horse)) {
            return RunnerStatus.SCRATCHED;
        }
        if (excluded.contains(horse)) {
            return RunnerStatus.EXCLUDED;
        }
        return result.flatMap(posted -> posted.statusOf(horse)).orElse(RunnerStatus.ENTERED);
    }

    /**
     * {@return the effect of a command on the race} Every command has a result in every state, and none throws an exception.
     *
     * @param command the command to apply
     */
    public Transition apply(RaceCommand command) {
        return switch (command) {
            case Open open -> open();
            case Suspend suspend -> move(command, RaceState.SUSPENDED);
            case Resume resume -> state == RaceState.DECLARED ? refuse(command) : move(command, RaceState.OPEN);
            case Close close -> move(command, RaceState.CLOSED);
            case Start start -> move(command, RaceState.RUNNING);
            case Post post -> post(post);
            case Inquire inquire -> move(command, RaceState.INQUIRY);
            case ConfirmFirstThree confirm -> move(command, RaceState.PLACED_TO_3);
            case Confirm confirm -> move(command, RaceState.OFFICIAL);
            case DeclarePayable payable -> move(command, RaceState.PAYABLE);
            case Expire expire -> move(command, RaceState.EXPIRED);
            case Cancel cancel -> cancel(cancel);
            case Scratch scratch -> scratch(scratch);
        };
    }

    /** Returns whether the table of transitions allows this step from the current state. */
    private boolean leadsTo(RaceState next) {
        return switch (next) {
            case DECLARED -> false;
            case OPEN -> state == RaceState.DECLARED || state == RaceState.SUSPENDED;
            case SUSPENDED -> state == RaceState.OPEN;
            case CLOSED -> state == RaceState.OPEN || state == RaceState.SUSPENDED;
            case RUNNING -> state == RaceState.CLOSED;
            case UNOFFICIAL ->
                state == RaceState.CLOSED
                        || state == RaceState.RUNNING
                        || state == RaceState.UNOFFICIAL
                        || state == RaceState.INQUIRY;
            case INQUIRY -> state == RaceState.UNOFFICIAL;
            case PLACED_TO_3 -> state == RaceState.UNOFFICIAL || state == RaceState.INQUIRY;
            case OFFICIAL ->
                state == RaceState.UNOFFICIAL || state == RaceState.INQUIRY || state == RaceState.PLACED_TO_3;
            case PAYABLE -> state == RaceState.OFFICIAL;
            case EXPIRED -> state == RaceState.PAYABLE;
            case VOID ->
                switch (state) {
                    case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3 -> true;
                    case OFFICIAL, PAYABLE, EXPIRED, VOID -> false;
                };
        };
    }

    private Transition move(RaceCommand command, RaceState next) {
        if (state == next) {
            return new Unchanged(this);
        }
        return leadsTo(next) ? new Moved(in(next)) : refuse(command);
    }

    private Transition open() {
        if (state == RaceState.DECLARED && field.entries() < Field.MIN_RUNNERS) {
            return new Refused(this, Reason.TOO_FEW_RUNNERS, "only " + field.entries() + " horses are entered");
        }
        return state == RaceState.SUSPENDED ? refuse(new Open()) : move(new Open(), RaceState.OPEN);
    }

    private Transition post(Post post) {
        RaceState next = state == RaceState.PLACED_TO_3 ? RaceState.PLACED_TO_3 : RaceState.UNOFFICIAL;
        if (next == RaceState.UNOFFICIAL && !leadsTo(next)) {
            return refuse(post);
        }
        Optional<RaceResult.Finding> fault = post.result().check(live());
        if (fault.isPresent()) {
            return new Refused(
                    this,
                    Reason.INVALID_RESULT,
                    fault.get().fault() + " " + fault.get().horses());
        }
        if (state == next && result.equals(Optional.of(post.result()))) {
            return new Unchanged(this);
        }
        if (state == RaceState.PLACED_TO_3 && !firstThree(result).equals(firstThree(Optional.of(post.result())))) {
            return new Refused(this, Reason.FIRST_THREE_CONFIRMED, "the first three placings are confirmed");
        }
        return new Moved(new Race(field, next, scratched, excluded, Optional.of(post.result()), cancelled));
    }

    private static OrderOfFinish firstThree(Optional<RaceResult> result) {
        return result.map(posted -> posted.official().firstPlacings(3)).orElse(OrderOfFinish.NONE);
    }

    private Transition cancel(Cancel cancel) {
        if (state == RaceState.VOID) {
            return new Unchanged(this);
        }
        return leadsTo(RaceState.VOID) ? new Moved(cancelledFor(cancel.reason())) : refuse(cancel);
    }

    private Transition scratch(Scratch scratch) {
        int horse = scratch.horse();
        if (!field.declared().contains(horse)) {
            return new Refused(
                    this,
                    Reason.UNKNOWN_HORSE,
                    "horse " + horse + " does not exist; the race has horses 1 to " + field.runners());
        }
        RunnerStatus out = out(scratch.kind());
        if (statusOf(horse) == out) {
            return new Unchanged(this);
        }
        if (!state.acceptsScratches()) {
            return refuse(scratch);
        }
        if (!live().contains(horse)) {
            return new Refused(this, Reason.ALREADY_OUT, "horse " + horse + " is out already: " + statusOf(horse));
        }
        return new Moved(without(horse, out));
    }

    private RunnerStatus out(ScratchKind kind) {
        if (state == RaceState.DECLARED) {
            return RunnerStatus.WITHDRAWN;
        }
        return switch (kind) {
            case SCRATCHED -> RunnerStatus.SCRATCHED;
            case EXCLUDED -> RunnerStatus.EXCLUDED;
        };
    }

    /** Returns the race after a live horse was taken out; void if at most one horse is left. */
    private Race without(int horse, RunnerStatus out) {
        Horses gone = Horses.of(horse);
        boolean goesOn = live().size() > Field.MIN_RUNNERS;
        return new Race(
                out == RunnerStatus.WITHDRAWN ? field.withdraw(gone) : field,
                goesOn ? state : RaceState.VOID,
                out == RunnerStatus.SCRATCHED ? scratched.plus(gone) : scratched,
                out == RunnerStatus.EXCLUDED ? excluded.plus(gone) : excluded,
                result.map(posted -> posted.without(gone)),
                goesOn ? cancelled : Optional.of(CancelReason.TOO_FEW_RUNNERS));
    }

    private Race in(RaceState next) {
        return new Race(field, next, scratched, excluded, result, cancelled);
    }

    private Race cancelledFor(CancelReason reason) {
        return new Race(field, RaceState.VOID, scratched, excluded, result, Optional.of(reason));
    }

    private Transition refuse(RaceCommand command) {
        return new Refused(
                this,
                Reason.ILLEGAL_TRANSITION,
                command.getClass().getSimpleName() + " is not possible while the race is " + state);
    }
}
