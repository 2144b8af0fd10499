package keiba.domain.race;

/** A command that changes a race. {@link Race#apply} determines which commands are allowed in which state. */
public sealed interface RaceCommand {

    /**
     * A command that an operator may give directly. A race is made PLACED_TO_3 or OFFICIAL by the confirmation of its
     * result, PAYABLE by the calculation of its payouts, and EXPIRED by the end of its claim period; none of these is
     * an operator's command.
     */
    sealed interface OperatorCommand extends RaceCommand {}

    /** Start sales. */
    record Open() implements OperatorCommand {}

    /** Stop sales for now. */
    record Suspend() implements OperatorCommand {}

    /** Resume sales. */
    record Resume() implements OperatorCommand {}

    /** End sales for good. */
    record Close() implements OperatorCommand {}

    /** Start the race: the gate has opened. */
    record Start() implements OperatorCommand {}

    /**
     * Post an order of finish, or post another one in its place.
     *
     * @param result the result to post; it is refused if it is not possible for the live horses of the race
     */
    record Post(RaceResult result) implements RaceCommand {}

    /** Put the posted order under inquiry. The inquiry ends when an order is posted, the same or another one, or the posted order is confirmed. */
    record Inquire() implements OperatorCommand {}

    /** Confirm the first three placings, leaving those behind open. */
    record ConfirmFirstThree() implements RaceCommand {}

    /** Confirm the posted result. */
    record Confirm() implements RaceCommand {}

    /** Dividends have been declared. */
    record DeclarePayable() implements RaceCommand {}

    /** Claims have lapsed. */
    record Expire() implements RaceCommand {}

    /**
     * Cancel the race.
     *
     * @param reason CANCELLED or NO_RACE; only the race itself sets TOO_FEW_RUNNERS
     */
    record Cancel(CancelReason reason) implements OperatorCommand {

        /**
         * Creates the command.
         *
         * @throws IllegalArgumentException if the reason is TOO_FEW_RUNNERS
         */
        public Cancel {
            if (reason == CancelReason.TOO_FEW_RUNNERS) {
                throw new IllegalArgumentException(
                        "a race must be cancelled as CANCELLED or NO_RACE, not as " + reason);
            }
        }
    }

    /**
     * Take a runner out. Before sales it counts as withdrawn, whatever the kind.
     *
     * @param horse the number of the horse that is taken out
     * @param kind whether the horse was scratched or excluded
     */
    record Scratch(int horse, ScratchKind kind) implements OperatorCommand {}
}
