package keiba.application.odds;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The odds that are published for readers. */
public interface OddsBoard {

    /** Returns the sheet that is shown on a board; empty if none is. */
    Optional<OddsSheet> find(BoardId board);

    /**
     * Returns the boards as they were published, to be passed on; a board that is not shown is left out. Concurrent
     * callers share the look-up, and each gets the result of a look-up that began after its own call.
     */
    Map<BoardId, ShownOdds> published(Collection<BoardId> boards);

    /** Returns the shown versions of these boards; a board that is not shown is left out. */
    Map<BoardId, Long> versions(Collection<BoardId> boards);

    /**
     * Shows sheets, in one round trip; a sheet never replaces a newer one. A board that restarts may show an older sheet or none, unless the
     * last one {@linkplain OddsSheet#isLasting() is lasting}.
     */
    void show(Collection<OddsSheet> sheets);
}
