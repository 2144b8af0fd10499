package keiba.application.odds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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
        if (!states.isEmpty()) {
            board.show(states.stream().map(OddsSheet::of).toList());
        }
    }

    @Override
    public void sync() {
        Map<BoardId, RaceCard> boards = new LinkedHashMap<>();
        for (RaceCard card : races.current()) {
            cards.show(card);
            if (card.state() != RaceState.DECLARED) {
                for (BetType type : card.market().offering().types()) {
                    boards.put(new BoardId(card.id(), type), card);
                }
            }
        }
        Map<BoardId, Long> shown = board.versions(boards.keySet());
        Map<BoardId, Long> held = pools.versions(boards.keySet());
        List<BoardId> late = new ArrayList<>();
        boards.forEach((id, card) -> {
            if (shown.getOrDefault(id, -1L) < OddsSheet.version(card, held.getOrDefault(id, 0L))) {
                late.add(id);
            }
        });
        if (!late.isEmpty()) {
            publish(pools.pools(late));
        }
    }
}
