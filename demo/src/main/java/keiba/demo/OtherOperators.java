package keiba.demo;

/**
 * Tells what other operators do with a race of the demonstration. A command that the service refuses is no fault of the service if the
 * race is no longer as the command needs it.
 */
final class OtherOperators {
    private final Notes notes;
    private final int number;
    private final long raceId;

    OtherOperators(Stage stage, PlannedRace race) {
        this.notes = stage.notes();
        this.number = race.number();
        this.raceId = stage.raceId(race);
    }

    /** A command of an operator of the demonstration. */
    interface Command {
        void run() throws InterruptedException;
    }

    /** Looks at the race. */
    interface Look {
        /** Returns whether the race is no longer as the command needs it. */
        boolean isOtherwise() throws InterruptedException;
    }

    /**
     * Gives a command.
     *
     * @param look tells, after a refusal, whether another operator has changed the race
     * @return whether it was done; false if the race is otherwise by now
     * @throws UnexpectedAnswerException if it was refused although the race is as the command needs it
     */
    boolean attempt(Command command, Look look) throws InterruptedException {
        try {
            command.run();
            return true;
        } catch (RefusedException refused) {
            if (!look.isOtherwise()) {
                throw new UnexpectedAnswerException(String.valueOf(refused.getMessage()), refused);
            }
            return false;
        }
    }

    /**
     * Tells the person who watches that another operator acted.
     *
     * @param what what was done, and what the demonstration does now
     */
    void note(String what) {
        notes.say("Race " + number + " (" + raceId + "): " + what);
    }
}
