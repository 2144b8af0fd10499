package keiba.domain.settlement;

import static keiba.domain.pool.PoolText.pool;
import static keiba.domain.pool.PoolText.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import keiba.domain.bet.BetType;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.Outcome.Dividends;
import keiba.domain.settlement.Outcome.NoSales;
import keiba.domain.settlement.Outcome.Voided;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RaceSettlementTest {
    private static final Market MARKET = Market.open(RuleBooks.JRA, Field.of(4));
    private static final Pool WIN = pool(BetType.WIN, 4, "1:500,000 2:300,000 3:200,000");
    private static final Pool TRIO = pool(BetType.TRIO, 4, "1-2-3:50,000 1-2-4:30,000");
    private static final OrderOfFinish ORDER = OrderOfFinish.of(2, 1, 4, 3);

    @Test
    void settles_every_type_on_sale_with_or_without_sales() {
        RaceSettlement settled = RaceSettlement.of(MARKET, List.of(TRIO, WIN), ORDER);

        assertThat(settled.all())
                .extracting(PoolSettlement::type)
                .containsExactly(
                        BetType.WIN, BetType.QUINELLA, BetType.WIDE, BetType.EXACTA, BetType.TRIO, BetType.TRIFECTA);
        assertThat(settled.of(BetType.WIN).per100(1)).isEqualTo(Yen.of(260));
        assertThat(settled.of(BetType.TRIO).per100(1)).isEqualTo(Yen.of(200));
        assertThat(settled.of(BetType.WIDE).outcome()).isEqualTo(new NoSales(set(BetType.WIDE, 4, "1-2 1-4 2-4")));
    }

    @Test
    void settles_a_ticket_by_its_bet_type() {
        RaceSettlement settled = RaceSettlement.of(MARKET, List.of(TRIO, WIN), ORDER);

        assertThat(settled.settle(set(BetType.WIN, 4, "2"), Yen.of(1_000)).payout())
                .isEqualTo(Yen.of(2_600));
        assertThat(settled.settle(set(BetType.TRIO, 4, "1-2-3 1-2-4"), Yen.of(200))
                        .payout())
                .isEqualTo(Yen.of(400));
    }

    @Test
    void voids_only_bet_types_with_more_places_than_finishers() {
        Pool quinella = pool(BetType.QUINELLA, 4, "1-2:1,000");
        RaceSettlement settled = RaceSettlement.of(MARKET, List.of(WIN, quinella, TRIO), OrderOfFinish.of(2, 1));

        assertThat(settled.of(BetType.WIN).outcome()).isInstanceOf(Dividends.class);
        assertThat(settled.of(BetType.QUINELLA).outcome()).isInstanceOf(Dividends.class);
        assertThat(settled.of(BetType.TRIO).outcome()).isInstanceOf(Voided.class);
    }

    @Test
    void returns_an_unmodifiable_collection() {
        RaceSettlement settled = RaceSettlement.of(MARKET, List.of(), ORDER);

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> settled.all().clear());
    }

    @Nested
    class Refuses {
        @Test
        void a_horse_that_finished_without_having_started() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RaceSettlement.of(MARKET.scratch(Horses.of(4)), List.of(WIN), ORDER))
                    .withMessageContaining("[4]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RaceSettlement.of(MARKET, List.of(WIN), OrderOfFinish.of(1, 5)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RaceSettlement.of(
                            Market.open(RuleBooks.JRA, Field.of(4).withdraw(Horses.of(3))), List.of(WIN), ORDER));
        }

        @Test
        void a_pool_of_a_type_that_was_not_on_sale() {
            Pool place = pool(BetType.PLACE, 4, "1:100");

            assertThatIllegalArgumentException().isThrownBy(() -> RaceSettlement.of(MARKET, List.of(place), ORDER));
        }

        @Test
        void two_pools_of_a_type() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RaceSettlement.of(MARKET, List.of(WIN, WIN.copy()), ORDER));
        }

        @Test
        void a_pool_of_another_field() {
            Pool other = pool(BetType.WIN, 5, "1:100");

            assertThatIllegalArgumentException().isThrownBy(() -> RaceSettlement.of(MARKET, List.of(other), ORDER));
        }

        @Test
        void a_query_for_a_type_that_was_not_on_sale() {
            RaceSettlement settled = RaceSettlement.of(MARKET, List.of(WIN), ORDER);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settled.of(BetType.PLACE))
                    .withMessageContaining("PLACE");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settled.settle(set(BetType.PLACE, 4, "1"), Yen.of(100)));
        }
    }
}
