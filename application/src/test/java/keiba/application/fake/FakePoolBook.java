package keiba.application.fake;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import keiba.application.odds.BoardId;
import keiba.application.odds.PoolBook;

/** Running totals of the pools, stored in memory. */
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
        return faults.callAll(
                boards,
                () -> books.read(state -> boards.stream()
                        .flatMap(board -> pool(state, board).stream())
                        .toList()));
    }

    @Override
    public Map<BoardId, Long> versions(Collection<BoardId> boards) {
        return faults.call(() -> books.read(state -> boards.stream()
                .filter(state.pools::containsKey)
                .collect(Collectors.toMap(
                        Function.identity(),
                        board -> Objects.requireNonNull(state.pools.get(board)).version()))));
    }

    private Optional<PoolState> pool(BooksState state, BoardId board) {
        return state.running(board, books.now());
    }
}
