package keiba.domain.race;

/** The effect of a command on a race. */
public sealed interface Transition {

    /** {@return the race after the command; the unchanged race if the command had no effect} */
    Race race();

    /**
     * The command took effect.
     *
     * @param race the race after the command
     */
    record Moved(Race race) implements Transition {}

    /**
     * The race was already in the state to which the command leads; nothing changed.
     *
     * @param race the race as it was before the command
     */
    record Unchanged(Race race) implements Transition {}

    /**
     * The command is not allowed in this state; nothing changed.
     *
     * @param race the race as it was before the command
     * @param reason the reason, for programs
     * @param detail the reason as text, for people
     */
    record Refused(Race race, Reason reason, String detail) implements Transition {}

    /** Why a command was refused. */
    enum Reason {
        /** The table of transitions has no such step from this state. */
        ILLEGAL_TRANSITION,
        /** No horse of that number is declared. */
        UNKNOWN_HORSE,
        /** The horse was already taken out for another reason. */
        ALREADY_OUT,
        /** Fewer than two horses are entered. */
        TOO_FEW_RUNNERS,
        /** The result is not possible for the starters. */
        INVALID_RESULT,
        /** The first three placings are confirmed and would change. */
        FIRST_THREE_CONFIRMED
    }
}
