package keiba.domain.race;

/** What can be asked of a race. {@link Race#apply} says which of them fits which state. */
public sealed interface RaceCommand {

    /** Start sales. */
    record Open() implements RaceCommand {}

    /** Stop sales for now. */
    record Suspend() implements RaceCommand {}

    /** Go on selling. */
    record Resume() implements RaceCommand {}

    /** End sales for good. */
    record Close() implements RaceCommand {}

    /** The gate has opened. */
    record Start() implements RaceCommand {}

    /** Post an order of finish, or post another one in its place. */
    record Post(RaceResult result) implements RaceCommand {}

    /** Put the posted order under inquiry. */
    record Inquire() implements RaceCommand {}

    /** Confirm the first three placings, leaving those behind open. */
    record ConfirmFirstThree() implements RaceCommand {}

    /** Confirm the posted result. */
    record Confirm() implements RaceCommand {}

    /** Dividends have been declared. */
    record DeclarePayable() implements RaceCommand {}

    /** Claims have lapsed. */
    record Expire() implements RaceCommand {}

    /** Call the race off. */
    record Cancel(CancelReason reason) implements RaceCommand {}

    /** Take a runner out. Before sales it counts as withdrawn, whatever the kind. */
    record Scratch(int horse, ScratchKind kind) implements RaceCommand {}
}
