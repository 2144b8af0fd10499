package keiba.application.race;

import java.time.InstantSource;
import java.util.function.Supplier;
import keiba.application.failure.FailureListener;
import keiba.domain.rule.RuleBookRegistry;

/** The use cases of this capability. */
public record RaceUseCases(
        DeclareRace declare,
        CommandRace command,
        RescheduleRace reschedule,
        AnnounceChanges announce,
        PostResult post,
        ConfirmResult confirm,
        CloseRaces close,
        ViewRaces view) {

    /**
     * Builds the use cases from the ports.
     *
     * @param ruleBooks the rule books under which races can be declared
     * @param secondPerson whether the operator who last changed the content of a result is not allowed to confirm it
     */
    public static RaceUseCases of(
            RaceBook book,
            RaceBoard board,
            CloseQueue queue,
            RuleBookRegistry ruleBooks,
            boolean secondPerson,
            Supplier<CloseId> newCloseId,
            FailureListener failures,
            InstantSource clock) {
        RaceCommands commands = new RaceCommands(book, board, newCloseId);
        Results results = new Results(book, board, secondPerson);
        return new RaceUseCases(
                new RaceDeclarations(book, board, ruleBooks),
                commands,
                new RaceSchedules(book, board),
                new RaceAnnouncements(book, board),
                results,
                results,
                new RaceClosings(book, board, commands, queue, failures, clock),
                new RaceViews(book, board));
    }

    /**
     * Returns a board that makes the same calls and reports to the listener each call that fails and each that succeeds
     * again.
     */
    public static RaceBoard watched(RaceBoard board, FailureListener listener) {
        return new WatchedRaceBoard(board, listener);
    }
}
