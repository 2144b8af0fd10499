package keiba.domain.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import keiba.domain.bet.BetType;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.pool.PoolOdds;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.settlement.Outcome.Dividend;
import keiba.domain.settlement.Outcome.Dividends;
import keiba.domain.settlement.RaceSettlement;
import org.junit.jupiter.api.Test;

/**
 * The ranges of PLACE and WIDE are the lowest and the highest dividend that any result without dead heats pays, found by settling every
 * such result. Random pools with unbacked and scratched horses, premiums, rates of 0 to 100 % and Plus10 granted, refused or absent.
 */
class RangeProperties {
    private static final long RACES = 6_000;

    @Test
    void the_range_is_the_lowest_and_the_highest_dividend_of_all_results() {
        Kinds kinds = new Kinds();
        for (long seed = 1; seed <= RACES; seed++) {
            FastRace race = FastRace.of(RandomRace.of(seed));
            for (BetType type : List.of(BetType.PLACE, BetType.WIDE)) {
                Pool pool = race.pools().get(type);
                if (pool != null && !race.market().isVoid()) {
                    compare(race.market(), pool, "RandomRace.of(" + seed + "L), " + type, kinds);
                }
            }
        }
        kinds.require(200, "PLACE with unbacked horses", "WIDE with unbacked pairs");
        kinds.require(200, "PLACE after a scratch", "WIDE after a scratch");
        kinds.require(2_000, "PLACE range", "WIDE range");
    }

    private static void compare(Market market, Pool pool, String name, Kinds kinds) {
        Extremes paid = new Extremes(market, pool);
        paid.settleEveryResult();
        PoolOdds board = market.odds(pool);
        for (int index : market.offering().onSale(pool.type()).indexes()) {
            assertThat(List.of(board.lowTenths(index), board.highTenths(index)))
                    .as("%s, index %d", name, index)
                    .isEqualTo(List.of(paid.lowestTenths(index), paid.highestTenths(index)));
            kinds.sawIf(board.lowTenths(index) < board.highTenths(index), pool.type() + " range");
            kinds.sawIf(
                    board.pool().stake(index).isZero()
                            && !market.voided(pool.type()).contains(index),
                    pool.type() + " with unbacked " + (pool.type() == BetType.PLACE ? "horses" : "pairs"));
        }
        kinds.sawIf(!market.scratched().isEmpty(), pool.type() + " after a scratch");
    }

    /** The lowest and the highest dividend of every combination. */
    private static final class Extremes {
        private final Market market;
        private final Pool pool;
        private final long[] lowest;
        private final long[] highest;

        Extremes(Market market, Pool pool) {
            this.market = market;
            this.pool = pool;
            this.lowest = new long[pool.numbering().count()];
            this.highest = new long[pool.numbering().count()];
            Arrays.fill(lowest, Long.MAX_VALUE);
        }

        int lowestTenths(int index) {
            return highest[index] == 0 ? 0 : shown(lowest[index]);
        }

        int highestTenths(int index) {
            return shown(highest[index]);
        }

        private int shown(long dividend) {
            long cap = market.rules().terms(pool.type()).cap().tenths();
            return Math.toIntExact(Math.min(cap, dividend / 10));
        }

        /** Which horses are placed decides; how they are ordered among themselves does not. */
        void settleEveryResult() {
            int places = pool.type() == BetType.PLACE ? market.offering().placesPaid() : 3;
            settle(new int[Math.min(places, market.live().size())], 0, market.live());
        }

        private void settle(int[] placed, int filled, Horses candidates) {
            if (filled == placed.length) {
                settle(placed);
                return;
            }
            Horses left = candidates;
            for (int horse : candidates.toArray()) {
                left = left.minus(horse);
                placed[filled] = horse;
                settle(placed, filled + 1, left);
            }
        }

        private void settle(int[] placed) {
            RaceSettlement settled = RaceSettlement.of(market, List.of(pool), OrderOfFinish.of(placed));
            if (settled.of(pool.type()).outcome() instanceof Dividends dividends) {
                for (Dividend dividend : dividends.dividends()) {
                    long per100 = dividend.per100().value();
                    lowest[dividend.index()] = Math.min(lowest[dividend.index()], per100);
                    highest[dividend.index()] = Math.max(highest[dividend.index()], per100);
                }
            }
        }
    }
}
