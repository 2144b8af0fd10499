package keiba.application.odds;

/**
 * The odds of one board for a reader who passes them on: as they were published, or as a sheet that was computed from the books because the
 * board does not have them.
 */
public sealed interface ShownOdds permits OddsSheet, PublishedOdds {

    BoardId board();

    /** Rises with every change of the pool or of the field. Odds of the same board and version differ at most in when they were computed. */
    long version();
}
