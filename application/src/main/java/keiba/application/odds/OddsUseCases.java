package keiba.application.odds;

import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;
import keiba.application.race.ViewRaces;

/** The use cases of this capability. */
public record OddsUseCases(ViewOdds view, PublishOdds publish, DeclareFinalOdds declareFinal) {

    public static OddsUseCases of(
            RaceBook races,
            RaceBoard cards,
            ViewRaces view,
            PoolBook pools,
            FinalOddsBook finals,
            OddsBoard board,
            DirtyBoards dirty) {
        return new OddsUseCases(
                new OddsViews(view, pools, board),
                new OddsPublisher(races, cards, pools, board, dirty),
                new FinalOdds(races, finals, cards, board));
    }
}
