package keiba.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The range of WIDE is computed from two third horses if possible; it must equal the range over all third horses. */
class WideRangeTest {
    private static final int POOLS = 300;

    static Stream<RuleBook> books() {
        return Stream.of(
                RuleBooks.JRA, RuleBooks.JRA.withPremium(BetType.WIDE, PerMille.of(50)), RuleBooks.NAR, finerBook());
    }

    /** Dividends from 80 yen on: a base below face value beside one that Plus10 raises. */
    private static RuleBook finerBook() {
        return RuleBooks.JRA.toBuilder("FINER").minimumDividend(Yen.of(80)).build();
    }

    @ParameterizedTest
    @MethodSource("books")
    void the_range_equals_that_computed_from_every_third_horse(RuleBook book) {
        Random random = new Random(3);
        int atFace = 0;
        for (int i = 0; i < POOLS; i++) {
            int runners = 4 + random.nextInt(6);
            Market market = Market.open(book, Field.of(runners));
            if (random.nextInt(3) == 0) {
                market = market.scratch(Horses.of(1 + random.nextInt(runners)));
            }
            Pool pool = skewedPool(market, random);
            PoolOdds board = market.odds(pool);
            for (int index = 0; index < board.numbering().count(); index++) {
                assertThat(new int[] {board.lowTenths(index), board.highTenths(index)})
                        .as("%s of %s", board.numbering().combination(index), pool)
                        .isEqualTo(rangeOverEveryThird(market, market.live(pool), index));
                atFace += board.lowTenths(index) == 10 || board.lowTenths(index) == 11 ? 1 : 0;
            }
        }
        assertThat(atFace).as("pairs near face value").isGreaterThan(POOLS / 4);
    }

    /** Money on few pairs, so that several are at face value at once; many pairs unbacked. */
    private static Pool skewedPool(Market market, Random random) {
        Pool pool = market.pool(BetType.WIDE);
        for (int index = 0; index < pool.numbering().count(); index++) {
            long units = (long) Math.exp(random.nextDouble() * (index % 4 == 0 ? 12 : 7)) - random.nextInt(4);
            if (units > 0) {
                pool.add(index, Yen.of(units * 100));
            }
        }
        return pool;
    }

    private static int[] rangeOverEveryThird(Market market, LivePool pool, int index) {
        Numbering numbering = pool.numbering();
        if (pool.units(index) == 0) {
            return new int[] {0, 0};
        }
        DividendFormula formula = new DividendFormula(market.rules(), BetType.WIDE);
        long cap = market.rules().terms(BetType.WIDE).cap().tenths();
        int a = numbering.number(index, 0);
        int b = numbering.number(index, 1);
        long[] tenths = market.live().minus(a).minus(b).stream()
                .mapToLong(third -> formula.together(
                        pool.units(index),
                        new long[] {pool.units(numbering.index(a, third)), pool.units(numbering.index(b, third))},
                        pool.netUnits()))
                .map(dividend -> Math.min(dividend / 10, cap))
                .sorted()
                .toArray();
        return new int[] {(int) tenths[0], (int) tenths[tenths.length - 1]};
    }
}
