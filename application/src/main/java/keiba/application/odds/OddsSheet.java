package keiba.application.odds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.PoolOdds.Mark;
import keiba.domain.pool.Popularity;
import keiba.domain.race.RaceState;

/**
 * The odds of one bet type as they are shown: every combination on sale, in numeric order.
 *
 * @param version rises with every change of the pool or of the field
 * @param asOf when the pool was read
 * @param sales everything sold
 * @param refunded of that, what is void
 */
public record OddsSheet(
        BoardId board, Kind kind, long version, Instant asOf, Yen sales, Yen refunded, List<Line> lines) {

    /** Whether the odds can still change. */
    public enum Kind {
        PROVISIONAL,
        FINAL
    }

    /**
     * One combination.
     *
     * @param low the odds, or their lower end; empty without live stake
     * @param high the odds, or their upper end
     * @param stake what was sold on it
     * @param popularity its rank by live stake; empty without live stake
     */
    public record Line(
            Combination combination,
            Optional<Odds> low,
            Optional<Odds> high,
            Yen stake,
            OptionalInt popularity,
            Optional<Mark> mark) {}

    public OddsSheet {
        lines = List.copyOf(lines);
    }

    public BetType type() {
        return board.type();
    }

    /** Whether another sheet differs at most in when its pool was read. */
    public boolean saysTheSameAs(OddsSheet other) {
        return equals(
                new OddsSheet(other.board, other.kind, other.version, asOf, other.sales, other.refunded, other.lines));
    }

    /** Sales less refunds. */
    public Yen total() {
        return sales.minus(refunded);
    }

    /** The odds of a pool, final ones where the race's closing says so. A race that is void has none: everything is refunded. */
    static OddsSheet of(PoolBook.PoolState state) {
        RaceCard card = state.card();
        boolean isVoid = card.state() == RaceState.VOID;
        PoolOdds odds = card.market().odds(state.pool());
        return new OddsSheet(
                new BoardId(card.id(), state.pool().type()),
                card.isIn(Closing.Phase.FINAL) ? Kind.FINAL : Kind.PROVISIONAL,
                version(card, state.version()),
                state.readAt(),
                odds.pool().sales(),
                isVoid ? odds.pool().sales() : odds.pool().refunded(),
                isVoid ? voidLines(state.pool(), odds) : lines(state.pool(), odds));
    }

    private static List<Line> lines(Pool pool, PoolOdds odds) {
        Popularity popularity = odds.popularity();
        CombinationSet onSale = odds.pool().market().offering().onSale(pool.type());
        return onSale.stream()
                .mapToObj(index -> new Line(
                        onSale.numbering().combination(index),
                        odds.low(index),
                        odds.high(index),
                        pool.stake(index),
                        rank(popularity, index),
                        odds.mark(index)))
                .toList();
    }

    /** A cancelled race can have live horses, whose odds and caps are not shown. */
    private static List<Line> voidLines(Pool pool, PoolOdds odds) {
        CombinationSet onSale = odds.pool().market().offering().onSale(pool.type());
        return onSale.stream()
                .mapToObj(index -> new Line(
                        onSale.numbering().combination(index),
                        Optional.empty(),
                        Optional.empty(),
                        pool.stake(index),
                        OptionalInt.empty(),
                        odds.mark(index).filter(mark -> mark == Mark.SCRATCHED)))
                .toList();
    }

    /** Rises when the pool changes, and when the field does. */
    static long version(RaceCard card, long poolVersion) {
        return poolVersion + card.version();
    }

    private static OptionalInt rank(Popularity popularity, int index) {
        int rank = popularity.rank(index);
        return rank == 0 ? OptionalInt.empty() : OptionalInt.of(rank);
    }
}
