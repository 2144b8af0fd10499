package keiba.application.odds;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The odds that are published for readers. */
public interface OddsBoard {

    /** Returns the sheet that is shown. */
    Optional<OddsSheet> find(BoardId board);

    /**
     * Returns the boards as they were published, to be passed on; a board that is not shown is left out. Concurrent callers share the look-up, and
     * each gets the result of one that began after it asked.
     */
    Map<BoardId, ShownOdds> published(Collection<BoardId> boards);

    /** Returns the versions that are shown of these boards; a board that is not shown is left out. */
    Map<BoardId, Long> versions(Collection<BoardId> boards);

    /**
     * Shows sheets, in one round trip; a sheet never replaces a newer one. A board that restarts may show an older sheet or none, unless the
     * last one {@linkplain OddsSheet#isLasting() is lasting}.
     */
    void show(Collection<OddsSheet> sheets);
}
