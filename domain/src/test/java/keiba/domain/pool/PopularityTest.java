package keiba.domain.pool;

import static keiba.domain.pool.PoolText.pool;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Yen;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;

class PopularityTest {
    private static int[] ranks(Market market, Pool pool) {
        Popularity popularity = Popularity.of(market.live(pool));
        return IntStream.range(0, pool.numbering().count())
                .map(index -> popularity.rank(index).orElse(0))
                .toArray();
    }

    private static Market market(int runners) {
        return Market.open(RuleBooks.JRA, Field.of(runners));
    }

    @Test
    void ranks_by_live_stake_with_equal_ranks_for_equal_stakes() {
        Pool pool = pool(BetType.WIN, 7, "1:100 2:500 3:500 4:300 5:100 6:100");

        assertThat(ranks(market(7), pool)).containsExactly(4, 1, 1, 3, 4, 4, 0);
    }

    @Test
    void leaves_out_refunded_stakes() {
        Pool pool = pool(BetType.WIN, 4, "1:100 2:500 3:300");

        assertThat(ranks(market(4).scratch(Horses.of(2)), pool)).containsExactly(2, 0, 1, 0);
    }

    @Test
    void gives_no_rank_to_combinations_without_a_stake() {
        assertThat(ranks(market(3), Pool.empty(Numbering.of(BetType.WIN, 3)))).containsExactly(0, 0, 0);
    }

    @Test
    void ranks_every_trifecta_of_a_full_pool() {
        Numbering trifecta = Numbering.of(BetType.TRIFECTA, 18);
        Pool pool = Pool.empty(trifecta);
        for (int index = 0; index < trifecta.count(); index++) {
            pool.add(index, Yen.of(100L * (index + 1)));
        }
        pool.add(0, Pool.MAX_TOTAL.minus(pool.total()));
        int[] ranks = ranks(market(18), pool);

        assertThat(ranks[0]).isEqualTo(1);
        assertThat(ranks[1]).isEqualTo(4_896);
        assertThat(ranks[4_895]).isEqualTo(2);
        assertThat(IntStream.of(ranks).distinct()).hasSize(4_896);
    }
}
