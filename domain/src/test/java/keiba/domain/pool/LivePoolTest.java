package keiba.domain.pool;

import static keiba.domain.pool.PoolText.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Test;

class LivePoolTest {
    private static final Market MARKET = Market.open(RuleBooks.JRA, Field.of(4));
    private static final Pool QUINELLA = pool(BetType.QUINELLA, 4, "1-2:100 1-3:200 2-4:400 3-4:800");

    @Test
    void is_the_whole_pool_while_no_horse_is_scratched() {
        LivePool live = MARKET.live(QUINELLA);

        assertThat(live.sales()).isEqualTo(Yen.of(1_500));
        assertThat(live.refunded()).isEqualTo(Yen.ZERO);
        assertThat(live.net()).isEqualTo(Yen.of(1_500));
        assertThat(live.netUnits()).isEqualTo(15);
        assertThat(live.stake(0)).isEqualTo(Yen.of(100));
        assertThat(live.units(5)).isEqualTo(8);
        assertThat(live.type()).isEqualTo(BetType.QUINELLA);
        assertThat(live.numbering()).isSameAs(QUINELLA.numbering());
        assertThat(live.market()).isSameAs(MARKET);
    }

    @Test
    void leaves_out_refunded_stakes() {
        LivePool live = MARKET.scratch(Horses.of(2)).live(QUINELLA);

        assertThat(live.sales()).isEqualTo(Yen.of(1_500));
        assertThat(live.refunded()).isEqualTo(Yen.of(500));
        assertThat(live.net()).isEqualTo(Yen.of(1_000));
        assertThat(live.stake(0)).isEqualTo(Yen.ZERO);
        assertThat(live.stake(1)).isEqualTo(Yen.of(200));
        assertThat(live.units(4)).isZero();
        assertThat(QUINELLA.stake(0)).isEqualTo(Yen.of(100));
    }

    @Test
    void is_empty_in_a_void_race() {
        LivePool live = MARKET.scratch(Horses.of(1, 2, 3)).live(QUINELLA);

        assertThat(live.refunded()).isEqualTo(Yen.of(1_500));
        assertThat(live.net()).isEqualTo(Yen.ZERO);
    }

    @Test
    void does_not_change_when_the_pool_changes() {
        Pool pool = QUINELLA.copy();
        LivePool live = MARKET.live(pool);
        pool.add(0, Yen.of(100));

        assertThat(live.sales()).isEqualTo(Yen.of(1_500));
        assertThat(live.stake(0)).isEqualTo(Yen.of(100));
    }

    @Test
    void is_refused_for_a_pool_of_another_field() {
        Pool other = pool(BetType.QUINELLA, 5, "1-2:100");

        assertThatIllegalArgumentException().isThrownBy(() -> MARKET.live(other));
        assertThatIllegalArgumentException().isThrownBy(() -> MARKET.odds(other));
    }
}
