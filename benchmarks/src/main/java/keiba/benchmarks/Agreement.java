package keiba.benchmarks;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import keiba.benchmarks.Baseline.Range;
import keiba.benchmarks.Baseline.Settled;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.pool.PoolOdds;
import keiba.domain.pool.Popularity;
import keiba.domain.settlement.Outcome.Dividend;
import keiba.domain.settlement.Outcome.Dividends;
import keiba.domain.settlement.PoolSettlement;
import org.jspecify.annotations.Nullable;

/** Checks that both versions compute the same for every combination, before anything is measured. */
final class Agreement {
    private Agreement() {}

    static void require(PoolOdds board, Map<String, Range> baseline) {
        Numbering numbering = board.numbering();
        for (int index = 0; index < numbering.count(); index++) {
            String combination = numbering.combination(index).toString();
            Range range = baseline.get(combination);
            long low = range == null ? 0 : range.low().movePointRight(1).longValueExact();
            long high = range == null ? 0 : range.high().movePointRight(1).longValueExact();
            require(board.lowTenths(index), low, numbering, combination);
            require(board.highTenths(index), high, numbering, combination);
        }
    }

    static void require(PoolSettlement settlement, Settled baseline) {
        Numbering numbering = settlement.pool().numbering();
        if (!(settlement.outcome() instanceof Dividends dividends)) {
            throw new IllegalStateException(numbering + " has no dividends: " + settlement.outcome());
        }
        require(dividends.dividends().size(), baseline.dividends().size(), numbering, "winners");
        for (Dividend dividend : dividends.dividends()) {
            String combination = numbering.combination(dividend.index()).toString();
            require(dividend.per100(), baseline.dividends().get(combination), numbering, combination);
        }
        require(settlement.sales(), baseline.sales(), numbering, "sales");
        require(settlement.refunded(), baseline.refunded(), numbering, "refunds");
        require(settlement.paid(), baseline.paid(), numbering, "payouts");
    }

    static void require(Popularity popularity, Numbering numbering, Map<String, Integer> baseline) {
        for (int index = 0; index < numbering.count(); index++) {
            String combination = numbering.combination(index).toString();
            require(popularity.rank(index).orElse(0), baseline.getOrDefault(combination, 0), numbering, combination);
        }
    }

    static void requireTypes(int expected, Map<BetType, ?> baseline) {
        if (baseline.size() != expected) {
            throw new IllegalStateException(expected + " types, " + baseline.size() + " in the baseline");
        }
    }

    private static void require(Yen fast, @Nullable BigDecimal baseline, Numbering numbering, String what) {
        require(fast.value(), Objects.requireNonNull(baseline, what).longValueExact(), numbering, what);
    }

    private static void require(long fast, long baseline, Numbering numbering, String what) {
        if (fast != baseline) {
            throw new IllegalStateException(numbering + ", " + what + ": " + fast + ", baseline " + baseline);
        }
    }
}
