package keiba.application.odds;

import java.util.List;
import java.util.Optional;
import keiba.domain.money.Odds;
import keiba.domain.pool.PoolOdds.Mark;

/** The columns of a list of line objects. */
record LineColumns(List<OddsSheet.Line> lines) implements OddsColumns {
    @Override
    public int size() {
        return lines.size();
    }

    @Override
    public int number(int line, int place) {
        return lines.get(line).combination().number(place);
    }

    @Override
    public long lowTenths(int line) {
        return tenths(lines.get(line).low());
    }

    @Override
    public long highTenths(int line) {
        return tenths(lines.get(line).high());
    }

    private static long tenths(Optional<Odds> odds) {
        return odds.isPresent() ? odds.get().tenths() : 0;
    }

    @Override
    public long stakeYen(int line) {
        return lines.get(line).stake().value();
    }

    @Override
    public int popularity(int line) {
        return lines.get(line).popularity().orElse(0);
    }

    @Override
    public Optional<Mark> mark(int line) {
        return lines.get(line).mark();
    }
}
