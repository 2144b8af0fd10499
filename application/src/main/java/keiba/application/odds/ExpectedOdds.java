package keiba.application.odds;

import java.util.List;
import keiba.application.race.RaceCard;
import keiba.domain.race.RaceState;

/** Computes the odds that the boards should show, from the books. */
public final class ExpectedOdds {
    private final PoolBook pools;

    public ExpectedOdds(PoolBook pools) {
        this.pools = pools;
    }

    /** Returns the sheets of every type on sale; none for a race that is not yet on sale. */
    public List<OddsSheet> of(RaceCard card) {
        if (card.state() == RaceState.DECLARED) {
            return List.of();
        }
        List<BoardId> boards = card.market().offering().types().stream()
                .map(type -> new BoardId(card.id(), type))
                .toList();
        return pools.pools(boards).stream().map(OddsSheet::of).toList();
    }
}
