package keiba.application.odds;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keiba.application.failure.DueStep;
import keiba.application.failure.FailureListener;
import keiba.application.failure.IsolatedStep;

/** Writes published odds to the history. It does not read the pools, and the publication does not wait for it. */
final class OddsHistoryKeeper implements KeepOddsHistory {
    /** The number of boards that one transaction stores. */
    private static final int TOGETHER = 20;

    private final OddsHistoryBook book;
    private final RecentSheets recent;
    private final InstantSource clock;
    private final IsolatedStep<BoardId> step;

    OddsHistoryKeeper(OddsHistoryBook book, RecentSheets recent, FailureListener failures, InstantSource clock) {
        this.book = book;
        this.recent = recent;
        this.clock = clock;
        this.step = new IsolatedStep<>(DueStep.KEEP_ODDS_HISTORY, BoardId::described, failures, clock);
    }

    @Override
    public void keepDue() {
        Map<BoardId, List<OddsSheet>> ended = recent.ended(clock.instant());
        List<BoardId> boards = new ArrayList<>(ended.keySet());
        step.retain(boards);
        List<BoardId> ready = boards.stream().filter(step::isReady).toList();
        for (int from = 0; from < ready.size(); from += TOGETHER) {
            List<BoardId> some = ready.subList(from, Math.min(from + TOGETHER, ready.size()));
            step.together(some, together -> keep(together, ended));
        }
    }

    private void keep(List<BoardId> boards, Map<BoardId, List<OddsSheet>> ended) {
        List<OddsSheet> sheets = boards.stream()
                .flatMap(board -> ended.getOrDefault(board, List.of()).stream())
                .toList();
        book.keep(sheets);
        recent.remove(sheets);
    }
}
