package keiba.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.money.Yen;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;

/** A live pool shares the array of stakes with the pool from which it was created until one of them changes. */
class LentStakesTest {
    private static final Yen STAKE = Yen.of(300);

    private final Market market = Market.open(RuleBooks.JRA, Field.of(5));
    private final Pool pool = market.pool(BetType.WIN);

    @Test
    void a_live_pool_keeps_the_stakes_at_its_creation() {
        pool.add(0, STAKE);
        LivePool before = market.live(pool);
        pool.add(0, STAKE);
        LivePool between = market.live(pool);
        pool.add(CombinationSet.of(pool.numbering(), 0, 1), STAKE);

        assertThat(before.stake(0)).isEqualTo(STAKE);
        assertThat(before.net()).isEqualTo(STAKE);
        assertThat(between.stake(0)).isEqualTo(STAKE.times(2));
        assertThat(between.stake(1)).isEqualTo(Yen.ZERO);
        assertThat(pool.stake(0)).isEqualTo(STAKE.times(3));
        assertThat(pool.stake(1)).isEqualTo(STAKE);
    }

    @Test
    void stakes_voided_by_a_scratch_stay_in_the_pool() {
        pool.add(0, STAKE);
        pool.add(1, STAKE);
        LivePool live = market.scratch(Horses.of(1)).live(pool);

        assertThat(live.stake(0)).isEqualTo(Yen.ZERO);
        assertThat(live.refunded()).isEqualTo(STAKE);
        assertThat(pool.stake(0)).isEqualTo(STAKE);
        assertThat(market.live(pool).stake(0)).isEqualTo(STAKE);
    }

    @Test
    void adding_to_a_copy_changes_neither_the_pool_nor_its_live_pool() {
        pool.add(0, STAKE);
        LivePool live = market.live(pool);
        Pool copy = pool.copy();
        copy.add(0, STAKE);

        assertThat(copy.stake(0)).isEqualTo(STAKE.times(2));
        assertThat(pool.stake(0)).isEqualTo(STAKE);
        assertThat(live.stake(0)).isEqualTo(STAKE);
    }
}
