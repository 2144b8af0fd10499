package team.betting.application.tip;

import java.util.Optional;
import keiba.domain.bet.Combination;

/** Finds the horse with the largest stake. */
public interface FindFavourite {
    Optional<Combination> favourite(int horses);

    /** Returns the use case on these stakes. */
    static FindFavourite on(Stakes stakes) {
        return new FindFavouriteOnBoard(stakes);
    }
}
