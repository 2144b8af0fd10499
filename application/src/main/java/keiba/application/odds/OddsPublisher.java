package keiba.application.odds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;
import keiba.domain.race.RaceState;

/** Computes sheets from the pools of record and shows them. */
final class OddsPublisher implements PublishOdds {
    private final RaceBook races;
    private final RaceBoard cards;
    private final PoolBook pools;
    private final OddsBoard board;
    private final DirtyBoards dirty;

    OddsPublisher(RaceBook races, RaceBoard cards, PoolBook pools, OddsBoard board, DirtyBoards dirty) {
        this.races = races;
        this.cards = cards;
        this.pools = pools;
        this.board = board;
        this.dirty = dirty;
    }

    @Override
    public void publishChanged() {
        Collection<BoardId> changed = dirty.take();
        if (changed.isEmpty()) {
            return;
        }
        try {
            publish(pools.pools(changed));
        } catch (InfrastructureFailure tryAgain) {
            changed.forEach(dirty::mark);
            throw tryAgain;
        }
    }

    private void publish(Collection<PoolBook.PoolState> states) {
        board.show(states.stream().map(OddsSheet::provisional).toList());
    }

    @Override
    public void sync() {
        List<BoardId> boards = new ArrayList<>();
        for (RaceCard card : races.unsettled()) {
            cards.show(card);
            if (card.state() != RaceState.DECLARED) {
                for (BetType type : card.market().offering().types()) {
                    boards.add(new BoardId(card.id(), type));
                }
            }
        }
        Map<BoardId, Long> shown = board.versions(boards);
        publish(pools.pools(boards).stream()
                .filter(state -> shown.getOrDefault(boardOf(state), -1L) < OddsSheet.version(state))
                .toList());
    }

    private static BoardId boardOf(PoolBook.PoolState state) {
        return new BoardId(state.card().id(), state.pool().type());
    }
}
