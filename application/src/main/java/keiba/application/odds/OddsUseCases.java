package keiba.application.odds;

import java.time.InstantSource;
import keiba.application.failure.FailureListener;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;
import keiba.application.race.ViewRaces;

/** The use cases of this capability. */
public record OddsUseCases(
        ViewOdds view,
        ViewOddsHistory viewHistory,
        PublishOdds publish,
        KeepOddsHistory keepHistory,
        CountTickets count,
        DeclareFinalOdds declareFinal) {

    public static OddsUseCases of(
            RaceBook races,
            RaceBoard cards,
            ViewRaces view,
            PoolBook pools,
            FinalOddsBook finals,
            OddsHistoryBook history,
            OddsBoard board,
            DirtyBoards dirty,
            FailureListener failures,
            InstantSource clock) {
        RecentSheets recent = new RecentSheets();
        return new OddsUseCases(
                new OddsViews(view, pools, board),
                new OddsHistoryViews(view, pools, board, history),
                new OddsPublisher(races, cards, pools, board, dirty, recent, failures, clock),
                new OddsHistoryKeeper(history, recent, failures, clock),
                new TicketCounting(finals, TicketCounting.WORTHWHILE, TicketCounting.CHUNK, failures, clock),
                new FinalOddsDeclaration(races, finals, cards, board, failures, clock));
    }

    /**
     * Returns a race board that makes the same calls. When it shows a race after a scratch, it also marks the odds
     * boards that must be shown at once.
     */
    public static RaceBoard marking(RaceBoard board, DirtyBoards dirty) {
        return new ScratchMarkingRaceBoard(board, dirty);
    }

    /**
     * Returns a board that makes the same calls and reports to the listener each call that fails and each that
     * succeeds again.
     */
    public static OddsBoard watched(OddsBoard board, FailureListener listener) {
        return new WatchedOddsBoard(board, listener);
    }
}
