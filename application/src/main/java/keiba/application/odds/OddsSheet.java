package keiba.application.odds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.PoolOdds.Mark;
import keiba.domain.pool.Popularity;

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

    /** Sales less refunds. */
    public Yen total() {
        return sales.minus(refunded);
    }

    /** The provisional odds of a pool. */
    static OddsSheet provisional(PoolBook.PoolState state) {
        RaceCard card = state.card();
        Market market = card.market();
        PoolOdds odds = market.odds(state.pool());
        Popularity popularity = odds.popularity();
        CombinationSet onSale = market.offering().onSale(state.pool().type());
        List<Line> lines = onSale.stream()
                .mapToObj(index -> new Line(
                        onSale.numbering().combination(index),
                        odds.low(index),
                        odds.high(index),
                        state.pool().stake(index),
                        rank(popularity, index),
                        odds.mark(index)))
                .toList();
        return new OddsSheet(
                new BoardId(card.id(), state.pool().type()),
                Kind.PROVISIONAL,
                version(state),
                state.readAt(),
                odds.pool().sales(),
                odds.pool().refunded(),
                lines);
    }

    /** Rises when the pool changes, and when the field does. */
    static long version(PoolBook.PoolState state) {
        return state.version() + state.card().version();
    }

    private static OptionalInt rank(Popularity popularity, int index) {
        int rank = popularity.rank(index);
        return rank == 0 ? OptionalInt.empty() : OptionalInt.of(rank);
    }
}
