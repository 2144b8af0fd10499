package keiba.application.odds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.PoolOdds.Mark;
import keiba.domain.race.RaceState;

/**
 * The odds of one bet type as readers see them: every combination on sale, in numeric order.
 *
 * @param version increases with every change of the pool or of the field
 * @param asOf the time at which the pool was read
 * @param sales the sum of all stakes
 * @param refunded the part of the sales that is void
 */
public record OddsSheet(
        BoardId board, SheetKind kind, long version, Instant asOf, Yen sales, Yen refunded, List<Line> lines)
        implements ShownOdds {

    /** Says whether the odds can still change. */
    public enum SheetKind {
        PROVISIONAL,
        FINAL
    }

    /**
     * One combination.
     *
     * @param low the odds, or their lower end; empty without live stake
     * @param high the odds, or their upper end
     * @param stake the stakes that were sold on it
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
        lines = lines instanceof PoolLines unchanging ? unchanging : List.copyOf(lines);
    }

    public BetType type() {
        return board.type();
    }

    /** Returns the lines by column. */
    public OddsColumns columns() {
        return lines instanceof OddsColumns columns ? columns : new LineColumns(lines);
    }

    /**
     * Returns whether no later sheet may follow, so that a board must not lose this one: the odds are final, or everything is refunded, as in a race
     * that is void. Every other sheet is shown again by {@link PublishOdds#sync}.
     */
    public boolean isLasting() {
        return kind == SheetKind.FINAL || total().isZero();
    }

    /** Returns whether another sheet is equal to this one, apart from the time at which its pool was read. */
    public boolean saysTheSameAs(OddsSheet other) {
        return equals(
                new OddsSheet(other.board, other.kind, other.version, asOf, other.sales, other.refunded, other.lines));
    }

    /** Returns the sales less the refunds. */
    public Yen total() {
        return sales.minus(refunded);
    }

    /**
     * Returns the odds of a pool; they are final if the race's closing says so. A void race has no odds, because
     * everything is refunded.
     */
    static OddsSheet of(PoolBook.PoolState state) {
        RaceCard card = state.card();
        boolean isVoid = card.state() == RaceState.VOID;
        PoolOdds odds = card.market().odds(state.pool());
        return new OddsSheet(
                new BoardId(card.id(), state.pool().type()),
                card.isIn(Closing.Phase.FINAL) ? SheetKind.FINAL : SheetKind.PROVISIONAL,
                version(card, state.version()),
                state.readAt(),
                odds.pool().sales(),
                isVoid ? odds.pool().sales() : odds.pool().refunded(),
                new PoolLines(state.pool(), odds, isVoid));
    }

    /** Returns the version of a sheet, which increases with every change of the pool and of the field. */
    static long version(RaceCard card, long poolVersion) {
        return poolVersion + card.version();
    }
}
