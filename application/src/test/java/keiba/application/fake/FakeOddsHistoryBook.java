package keiba.application.fake;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import keiba.application.odds.BoardId;
import keiba.application.odds.HistoryStep;
import keiba.application.odds.OddsHistory;
import keiba.application.odds.OddsHistoryBook;
import keiba.application.odds.OddsSheet;

/** The odds over time, in memory. */
public final class FakeOddsHistoryBook implements OddsHistoryBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the book of odds over time");

    FakeOddsHistoryBook(FakeBooks books) {
        this.books = books;
    }

    /** What is kept of one board: by slot, the sheet with the highest version. Never changed. */
    record History(HistoryStep step, SortedMap<Long, OddsSheet> sheets) {
        History with(OddsSheet sheet) {
            SortedMap<Long, OddsSheet> more = new TreeMap<>(sheets);
            more.merge(step.slot(sheet.asOf()), sheet, History::newer);
            return new History(step, more).thinned();
        }

        private History thinned() {
            if (sheets.size() <= HistoryStep.MOST_POINTS) {
                return this;
            }
            SortedMap<Long, OddsSheet> fewer = new TreeMap<>();
            sheets.values().forEach(sheet -> fewer.merge(step.doubled().slot(sheet.asOf()), sheet, History::newer));
            return new History(step.doubled(), fewer).thinned();
        }

        private static OddsSheet newer(OddsSheet one, OddsSheet other) {
            return other.version() > one.version() ? other : one;
        }
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public void keep(List<OddsSheet> sheets) {
        faults.callAll(
                sheets.stream().map(OddsSheet::board).toList(),
                () -> books.transaction(state -> {
                    sheets.forEach(sheet -> state.oddsHistory.put(
                            sheet.board(),
                            state.oddsHistory
                                    .getOrDefault(sheet.board(), empty(sheet.board()))
                                    .with(sheet)));
                    return true;
                }));
    }

    private static History empty(BoardId board) {
        return new History(HistoryStep.first(board.type()), new TreeMap<>());
    }

    @Override
    public Kept kept(BoardId board, List<Integer> lines) {
        return faults.call(
                board,
                () -> books.read(state -> {
                    History history = state.oddsHistory.getOrDefault(board, empty(board));
                    return new Kept(
                            history.step(),
                            history.sheets().values().stream()
                                    .map(sheet -> OddsHistory.Point.of(sheet, lines))
                                    .toList());
                }));
    }
}
