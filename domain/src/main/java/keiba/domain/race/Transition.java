package keiba.domain.race;

/** What a command did to a race. */
public sealed interface Transition {

    /** The race after the command; the race as it was, unless it moved. */
    Race race();

    /** The command took effect. */
    record Moved(Race race) implements Transition {}

    /** The race already stood where the command leads; nothing changed. */
    record Unchanged(Race race) implements Transition {}

    /**
     * The command does not fit; nothing changed.
     *
     * @param reason why, for programs
     * @param detail why, for people
     */
    record Refused(Race race, Reason reason, String detail) implements Transition {}

    /** Why a command was refused. */
    enum Reason {
        /** The table of transitions has no such step from this state. */
        ILLEGAL_TRANSITION,
        /** No horse of that number is declared. */
        UNKNOWN_HORSE,
        /** The horse is out already, for another cause. */
        ALREADY_OUT,
        /** Fewer than two horses are entered. */
        TOO_FEW_RUNNERS,
        /** The result does not fit the starters. */
        INVALID_RESULT,
        /** The first three placings are confirmed and would change. */
        FIRST_THREE_CONFIRMED
    }
}
