package keiba.application.race;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import keiba.application.failure.BoardCall;
import keiba.application.failure.FailureListener;
import keiba.application.failure.WatchedCalls;

/** A race board that reports its failures to a listener, even if the caller ignores them. */
final class WatchedRaceBoard implements RaceBoard {
    private final RaceBoard board;
    private final WatchedCalls calls;

    WatchedRaceBoard(RaceBoard board, FailureListener listener) {
        this.board = board;
        this.calls = new WatchedCalls(listener);
    }

    @Override
    public Optional<RaceCard> find(RaceId id) {
        return calls.ask(BoardCall.RACE_FIND, () -> board.find(id));
    }

    @Override
    public Map<RaceId, Long> versions(Collection<RaceId> races) {
        return calls.ask(BoardCall.RACE_VERSIONS, () -> board.versions(races));
    }

    @Override
    public void show(RaceCard card) {
        calls.tell(BoardCall.RACE_SHOW, () -> board.show(card));
    }
}
