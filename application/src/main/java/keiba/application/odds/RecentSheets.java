package keiba.application.odds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds the newest published sheet of each board and slot until it is stored in the odds history. Used by several
 * threads at once.
 */
final class RecentSheets {
    /**
     * The largest number of sheets held. Sheets of further slots are left out of the history, which has no
     * influence on money.
     */
    static final int MOST = 2_000;

    private final Map<Slot, OddsSheet> sheets = new ConcurrentHashMap<>();

    private record Slot(BoardId board, long number) {}

    private static Slot slot(OddsSheet sheet) {
        return new Slot(sheet.board(), HistoryStep.first(sheet.type()).slot(sheet.asOf()));
    }

    void add(OddsSheet sheet) {
        Slot slot = slot(sheet);
        if (sheets.size() < MOST || sheets.containsKey(slot)) {
            sheets.merge(slot, sheet, (one, other) -> one.version() > other.version() ? one : other);
        }
    }

    /**
     * Returns the sheets of all slots but the current one, by board. Slots in the future are included, so that a
     * clock that was set back delays no sheet.
     */
    Map<BoardId, List<OddsSheet>> ended(Instant now) {
        Map<BoardId, List<OddsSheet>> ended = new HashMap<>();
        sheets.forEach((slot, sheet) -> {
            if (slot.number() != HistoryStep.first(sheet.type()).slot(now)) {
                ended.computeIfAbsent(slot.board(), board -> new ArrayList<>()).add(sheet);
            }
        });
        return ended;
    }

    /** Removes these sheets, unless newer ones have replaced them. */
    void remove(List<OddsSheet> kept) {
        kept.forEach(sheet -> sheets.remove(slot(sheet), sheet));
    }
}
