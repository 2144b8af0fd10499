/**
 * The rules of pari-mutuel horse-race betting in Japan: pools, odds, dividends, refunds, selections and the states of a race.
 *
 * <p>Start with {@link keiba.domain.pool.Market}: a race as it is sold. The guide {@code docs/embedding.md} shows complete programs.
 *
 * <p>Every package is public API. What is internal is package-private in them.
 */
module keiba.domain {
    // Annotations, which no program needs at run time.
    requires static org.jspecify;

    exports keiba.domain.bet;
    exports keiba.domain.money;
    exports keiba.domain.pool;
    exports keiba.domain.race;
    exports keiba.domain.rule;
    exports keiba.domain.settlement;
}
