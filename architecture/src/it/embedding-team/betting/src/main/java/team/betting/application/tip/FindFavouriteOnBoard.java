package team.betting.application.tip;

import java.util.Optional;
import keiba.domain.bet.Combination;
import keiba.domain.pool.BoardLine;
import team.betting.domain.board.Board;

final class FindFavouriteOnBoard implements FindFavourite {
    private final Stakes stakes;

    FindFavouriteOnBoard(Stakes stakes) {
        this.stakes = stakes;
    }

    @Override
    public Optional<Combination> favourite(int horses) {
        return Board.of(horses, stakes.current()).favourite().map(BoardLine::combination);
    }
}
