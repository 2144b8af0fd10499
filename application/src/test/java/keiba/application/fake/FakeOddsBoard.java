package keiba.application.fake;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import keiba.application.odds.BoardId;
import keiba.application.odds.OddsBoard;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.ShownOdds;

/** Odds sheets in memory. */
public final class FakeOddsBoard implements OddsBoard {
    private final Map<BoardId, OddsSheet> sheets = new ConcurrentHashMap<>();
    private final Faults faults = new Faults("the odds board");

    public Faults faults() {
        return faults;
    }

    @Override
    public Optional<OddsSheet> find(BoardId board) {
        return faults.call(board, () -> Optional.ofNullable(sheets.get(board)));
    }

    @Override
    public Map<BoardId, ShownOdds> published(Collection<BoardId> boards) {
        return faults.call(() -> {
            Map<BoardId, ShownOdds> published = new HashMap<>(sheets);
            published.keySet().retainAll(boards);
            return published;
        });
    }

    @Override
    public Map<BoardId, Long> versions(Collection<BoardId> boards) {
        return faults.call(() -> {
            Map<BoardId, Long> versions = new HashMap<>(sheets.size());
            sheets.forEach((board, sheet) -> versions.put(board, sheet.version()));
            versions.keySet().retainAll(boards);
            return versions;
        });
    }

    @Override
    public void show(Collection<OddsSheet> shown) {
        faults.callAll(shown.stream().map(OddsSheet::board).toList(), () -> {
            shown.forEach(this::show);
            return true;
        });
    }

    private void show(OddsSheet sheet) {
        sheets.merge(sheet.board(), sheet, (old, shown) -> shown.version() > old.version() ? shown : old);
    }

    /** Deletes everything. */
    public void lose() {
        sheets.clear();
    }
}
