package keiba.application.odds;

import java.util.List;

/** The odds over time, thinned to {@linkplain HistoryStep steps}. It is kept with the race and holds no money. */
public interface OddsHistoryBook {

    /**
     * Keeps sheets, all of them or none, in one transaction. Of the sheets of a slot the one with the highest version is kept, whichever process writes it
     * and however often. A board whose points become more than {@value HistoryStep#MOST_POINTS} gets a longer step, and then keeps the
     * newest point of each longer slot.
     */
    void keep(List<OddsSheet> sheets);

    /**
     * The stored history of a board.
     *
     * @param lines the lines of the sheets that are wanted, from 0
     */
    Kept kept(BoardId board, List<Integer> lines);

    /**
     * The stored history of a board.
     *
     * @param points in the order of their slots; none for a board of which nothing is kept
     */
    record Kept(HistoryStep step, List<OddsHistory.Point> points) {
        public Kept {
            points = List.copyOf(points);
        }
    }
}
