package keiba.application.odds;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import keiba.application.race.RaceCard;
import keiba.domain.race.RaceState;

/** The boards whose pools or races have changed since they were last shown. Used by several threads at once. */
public final class DirtyBoards {
    /**
     * The marked boards, each with the version of the race that it must show at once; 0 if only the pool has
     * changed.
     */
    private final Map<BoardId, Long> dirty = new ConcurrentHashMap<>();

    /** Marks a board whose pool has changed. */
    public void mark(BoardId board) {
        mark(board, 0);
    }

    /**
     * Marks every board of a race if some of its runners are no longer live, so that the new odds are shown at
     * once.
     */
    void markIfScratched(RaceCard race) {
        boolean onSale = race.state() != RaceState.DECLARED;
        if (onSale
                && (race.state() == RaceState.VOID || !race.market().scratched().isEmpty())) {
            race.market().offering().types().forEach(type -> mark(new BoardId(race.id(), type), race.version()));
        }
    }

    /** @param raceVersion the version of the race that must be shown at once; 0 for none */
    void mark(BoardId board, long raceVersion) {
        dirty.merge(board, raceVersion, Math::max);
    }

    /** Returns all marked boards and removes the marks; a later change marks a board again. */
    Map<BoardId, Long> take() {
        Map<BoardId, Long> taken = new HashMap<>();
        dirty.forEach((board, raceVersion) -> {
            if (dirty.remove(board, raceVersion)) {
                taken.put(board, raceVersion);
            }
        });
        return taken;
    }
}
