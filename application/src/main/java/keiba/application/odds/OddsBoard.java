package keiba.application.odds;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Odds as they are shown. */
public interface OddsBoard {

    Optional<OddsSheet> find(BoardId board);

    /** The versions that are shown of these boards; a board that is not shown is left out. */
    Map<BoardId, Long> versions(Collection<BoardId> boards);

    /** Shows sheets, in one round trip; a sheet never replaces a newer one. */
    void show(Collection<OddsSheet> sheets);
}
