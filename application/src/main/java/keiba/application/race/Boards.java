package keiba.application.race;

import keiba.application.failure.InfrastructureFailure;

/** Writes to a board that may be away: it converges later from the books, so a failure to show must not fail what was done. */
public final class Boards {
    private Boards() {}

    /** Shows a race, or leaves it to the sync. */
    public static void show(RaceBoard board, RaceCard card) {
        try {
            board.show(card);
        } catch (InfrastructureFailure boardIsAway) {
            // the sync from the books shows it within about a second of the board's return
        }
    }
}
