package keiba.application.odds;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The boards whose pools have changed since they were last shown. Used by several threads at once. */
public final class DirtyBoards {
    private final Set<BoardId> dirty = ConcurrentHashMap.newKeySet();

    public void mark(BoardId board) {
        dirty.add(board);
    }

    /** Takes every marked board; a change from now on marks it again. */
    Set<BoardId> take() {
        Set<BoardId> taken = Set.copyOf(dirty);
        dirty.removeAll(taken);
        return taken;
    }
}
