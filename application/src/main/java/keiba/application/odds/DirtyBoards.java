package keiba.application.odds;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The boards whose pools have changed since they were last shown. Used by several threads at once. */
public final class DirtyBoards {
    private final AtomicBoolean missedPurchases = new AtomicBoolean();
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

    /** Notes that the board of purchases may have missed outcomes. */
    public void missedPurchases() {
        missedPurchases.set(true);
    }

    /** Whether the board of purchases may have missed outcomes since the last time that this was asked. */
    public boolean takeMissedPurchases() {
        return missedPurchases.getAndSet(false);
    }
}
