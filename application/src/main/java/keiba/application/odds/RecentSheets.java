package keiba.application.odds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The newest sheet of each board and slot that was published and is not kept yet. Used by several threads at once. */
final class RecentSheets {
    /** Beyond so many, sheets of further slots are left out of the history: it is for looking at only. */
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

    /** Returns the sheets of slots other than the one of now, by board; a clock that was set back delays none of a later slot. */
    Map<BoardId, List<OddsSheet>> ended(Instant now) {
        Map<BoardId, List<OddsSheet>> ended = new HashMap<>();
        sheets.forEach((slot, sheet) -> {
            if (slot.number() != HistoryStep.first(sheet.type()).slot(now)) {
                ended.computeIfAbsent(slot.board(), board -> new ArrayList<>()).add(sheet);
            }
        });
        return ended;
    }

    /** Forgets these sheets, unless newer ones have taken their places. */
    void remove(List<OddsSheet> kept) {
        kept.forEach(sheet -> sheets.remove(slot(sheet), sheet));
    }
}
