package team.betting.domain.board;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.money.Yen;
import keiba.domain.pool.BoardLine;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.rule.RuleBooks;

/** The WIN odds of a race. */
public record Board(List<BoardLine> lines) {
    public Board {
        lines = List.copyOf(lines);
    }

    /** Prices the stakes on a field of this many horses. */
    public static Board of(int horses, Map<Combination, Yen> stakes) {
        Market market = Market.open(RuleBooks.JRA, Field.of(horses));
        return new Board(
                market.odds(Pool.of(market.numbering(BetType.WIN), stakes)).lines());
    }

    /** Returns the line with the largest stake; empty if nothing was sold. */
    public Optional<BoardLine> favourite() {
        return lines.stream()
                .filter(line -> line.stake().compareTo(Yen.ZERO) > 0)
                .max(Comparator.comparing(BoardLine::stake));
    }
}
