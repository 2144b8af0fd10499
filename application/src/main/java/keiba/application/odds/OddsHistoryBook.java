package keiba.application.odds;

import java.util.List;

/**
 * Stores the odds over time, one point for each {@linkplain HistoryStep step}. The history is kept as long as the
 * race and contains no money.
 */
public interface OddsHistoryBook {

    /**
     * Stores sheets, all of them or none, in one transaction. Of all sheets of a slot the one with the highest
     * version is kept, even if several processes write it, or one process several times. A board whose points
     * become more than {@value HistoryStep#MOST_POINTS} gets a longer step, and then keeps the newest point of each
     * longer slot.
     */
    void keep(List<OddsSheet> sheets);

    /**
     * Returns the stored history of a board.
     *
     * @param lines the indexes of the requested lines of the sheets, from 0
     */
    Kept kept(BoardId board, List<Integer> lines);

    /**
     * Returns the stored history of a board.
     *
     * @param points in the order of their slots; empty for a board without stored points
     */
    record Kept(HistoryStep step, List<OddsHistory.Point> points) {
        public Kept {
            points = List.copyOf(points);
        }
    }
}
