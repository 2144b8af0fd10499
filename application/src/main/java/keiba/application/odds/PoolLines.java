package keiba.application.odds;

import java.util.AbstractList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.RandomAccess;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Odds;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.PoolOdds.Mark;
import keiba.domain.pool.Popularity;

/**
 * The lines of a pool. A line object is created from arrays when it is requested, because a race of 18 horses has
 * 6,396 lines.
 */
final class PoolLines extends AbstractList<OddsSheet.Line> implements OddsColumns, RandomAccess {
    private final CombinationSet onSale;
    private final PoolOdds odds;
    private final Popularity popularity;
    private final long[] stakes;
    private final boolean isVoid;

    /**
     * @param isVoid whether the race is void; a void race may have live horses, but their odds and caps are not
     *     shown
     */
    PoolLines(Pool pool, PoolOdds odds, boolean isVoid) {
        this.onSale = odds.pool().market().offering().onSale(pool.type());
        this.odds = odds;
        this.popularity = odds.popularity();
        this.stakes = pool.snapshot();
        this.isVoid = isVoid;
    }

    @Override
    public OddsSheet.Line get(int line) {
        return new OddsSheet.Line(
                onSale.numbering().combination(onSale.index(line)),
                odds(lowTenths(line)),
                odds(highTenths(line)),
                Yen.of(stakeYen(line)),
                popularity(line) == 0 ? OptionalInt.empty() : OptionalInt.of(popularity(line)),
                mark(line));
    }

    private static Optional<Odds> odds(long tenths) {
        return tenths == 0 ? Optional.empty() : Optional.of(Odds.ofTenths(tenths));
    }

    @Override
    public int size() {
        return onSale.size();
    }

    @Override
    public int number(int line, int place) {
        return onSale.numbering().number(onSale.index(line), place);
    }

    @Override
    public long lowTenths(int line) {
        return isVoid ? 0 : odds.lowTenths(onSale.index(line));
    }

    @Override
    public long highTenths(int line) {
        return isVoid ? 0 : odds.highTenths(onSale.index(line));
    }

    @Override
    public long stakeYen(int line) {
        return stakes[onSale.index(line)];
    }

    @Override
    public int popularity(int line) {
        return isVoid ? 0 : popularity.rank(onSale.index(line)).orElse(0);
    }

    @Override
    public Optional<Mark> mark(int line) {
        Optional<Mark> mark = odds.mark(onSale.index(line));
        return isVoid ? mark.filter(each -> each == Mark.SCRATCHED) : mark;
    }
}
