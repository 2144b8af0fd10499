package keiba.application.fake;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import keiba.application.odds.BoardId;
import keiba.application.odds.PoolBook;
import keiba.domain.bet.Numbering;
import keiba.domain.pool.Pool;

/** The running totals of the books in memory. */
public final class FakePoolBook implements PoolBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the pool book");

    FakePoolBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public List<PoolState> pools(Collection<BoardId> boards) {
        return faults.call(() -> books.read(state ->
                boards.stream().flatMap(board -> pool(state, board).stream()).toList()));
    }

    private Optional<PoolState> pool(BooksState state, BoardId board) {
        return Optional.ofNullable(state.races.get(board.race())).map(card -> {
            Pool nothing =
                    Pool.empty(Numbering.of(board.type(), card.race().field().runners()));
            BooksState.RunningTotal total = state.pools.getOrDefault(board, new BooksState.RunningTotal(nothing, 0));
            return new PoolState(card, total.pool().copy(), total.version(), books.now());
        });
    }
}
