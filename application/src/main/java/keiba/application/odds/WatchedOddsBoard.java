package keiba.application.odds;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import keiba.application.failure.BoardCall;
import keiba.application.failure.FailureListener;
import keiba.application.failure.WatchedCalls;

/** An odds board that reports its failures to a listener, even if the caller ignores them. */
final class WatchedOddsBoard implements OddsBoard {
    private final OddsBoard board;
    private final WatchedCalls calls;

    WatchedOddsBoard(OddsBoard board, FailureListener listener) {
        this.board = board;
        this.calls = new WatchedCalls(listener);
    }

    @Override
    public Optional<OddsSheet> find(BoardId id) {
        return calls.ask(BoardCall.ODDS_FIND, () -> board.find(id));
    }

    @Override
    public Map<BoardId, ShownOdds> published(Collection<BoardId> boards) {
        return calls.ask(BoardCall.ODDS_PUBLISHED, () -> board.published(boards));
    }

    @Override
    public Map<BoardId, Long> versions(Collection<BoardId> boards) {
        return calls.ask(BoardCall.ODDS_VERSIONS, () -> board.versions(boards));
    }

    @Override
    public void show(Collection<OddsSheet> sheets) {
        calls.tell(BoardCall.ODDS_SHOW, () -> board.show(sheets));
    }
}
