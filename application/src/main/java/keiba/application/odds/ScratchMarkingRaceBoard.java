package keiba.application.odds;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;

/** A race board that marks the odds of a race when the race is shown after a scratch. */
final class ScratchMarkingRaceBoard implements RaceBoard {
    private final RaceBoard board;
    private final DirtyBoards dirty;

    ScratchMarkingRaceBoard(RaceBoard board, DirtyBoards dirty) {
        this.board = board;
        this.dirty = dirty;
    }

    @Override
    public Optional<RaceCard> find(RaceId id) {
        return board.find(id);
    }

    @Override
    public Map<RaceId, Long> versions(Collection<RaceId> races) {
        return board.versions(races);
    }

    @Override
    public void show(RaceCard card) {
        dirty.markIfScratched(card);
        board.show(card);
    }
}
