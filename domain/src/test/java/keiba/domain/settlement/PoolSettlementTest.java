package keiba.domain.settlement;

import static keiba.domain.pool.PoolText.index;
import static keiba.domain.pool.PoolText.pool;
import static keiba.domain.pool.PoolText.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Plus10;
import keiba.domain.pool.Pool;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.Outcome.Dividend;
import keiba.domain.settlement.Outcome.Dividends;
import keiba.domain.settlement.Outcome.NoSales;
import keiba.domain.settlement.Outcome.Special;
import keiba.domain.settlement.Outcome.Voided;
import keiba.domain.settlement.PoolSettlement.Takings;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSettlementTest {
    private static Market jra(int runners) {
        return Market.open(RuleBooks.JRA, Field.of(runners));
    }

    private static PoolSettlement settle(Market market, Pool pool, OrderOfFinish order) {
        return RaceSettlement.of(market, List.of(pool), order).of(pool.type());
    }

    private static void assertConserved(PoolSettlement settled) {
        assertThat(settled.refunded().plus(settled.paid()).plus(settled.retained()))
                .isEqualTo(settled.sales());
        Takings takings = settled.takings();
        assertThat(settled.paid().plus(takings.takeout()).plus(takings.breakage()))
                .isEqualTo(settled.sales().minus(settled.refunded()).plus(takings.topUps()));
    }

    @Nested
    class With_winners {
        private static final Pool QUINELLA = pool(
                BetType.QUINELLA,
                5,
                "1-2:900,000 1-3:520,000 2-3:310,000 1-4:260,000 2-4:140,000 3-4:88,800 1-5:70,000 2-5:45,600"
                        + " 3-5:21,000 4-5:9,900");

        private final PoolSettlement settled =
                settle(jra(5), QUINELLA, OrderOfFinish.of(Horses.of(1), Horses.of(3, 4), Horses.of(2), Horses.of(5)));

        @Test
        void pays_each_winning_combination_its_dividend() {
            CombinationSet winning = set(BetType.QUINELLA, 5, "1-3 1-4");

            assertThat(settled.outcome())
                    .isEqualTo(new Dividends(
                            winning,
                            List.of(
                                    Dividend.of(winning.numbering(), winning.index(0), Yen.of(190)),
                                    Dividend.of(winning.numbering(), winning.index(1), Yen.of(310))),
                            Plus10.NOT_TESTED));
            assertThat(settled.per100(winning.index(0))).isEqualTo(Yen.of(190));
            assertThat(settled.per100(winning.index(1))).isEqualTo(Yen.of(310));
            assertThat(settled.per100(index(BetType.QUINELLA, 5, "3-4"))).isEqualTo(Yen.ZERO);
            assertThat(settled.type()).isEqualTo(BetType.QUINELLA);
        }

        @Test
        void reports_payouts_takeout_and_breakage() {
            assertThat(settled.sales()).isEqualTo(Yen.of(2_365_300));
            assertThat(settled.refunded()).isEqualTo(Yen.ZERO);
            assertThat(settled.paid()).isEqualTo(Yen.of(1_794_000));
            assertThat(settled.retained()).isEqualTo(Yen.of(571_300));
            // R·U = 1,833,107.5
            assertThat(settled.takings()).isEqualTo(new Takings(Yen.of(532_193), Yen.of(39_107), Yen.ZERO));
            assertConserved(settled);
        }

        @Test
        void returns_the_settled_pool() {
            assertThat(settled.pool().net()).isEqualTo(Yen.of(2_365_300));
            assertThat(settled.refunds(0)).isFalse();
        }
    }

    @Nested
    class With_dividends_at_face {
        @Test
        void tops_up_to_the_minimum_and_adds_plus10_if_the_pool_can_bear_it() {
            Pool place = pool(
                    BetType.PLACE,
                    8,
                    "1:6,000,000 2:1,500,000 3:1,000,000 4:800,000 5:400,000 6:200,000 7:60,000 8:40,000");
            PoolSettlement settled = settle(jra(8), place, OrderOfFinish.of(1, 2, 7));

            assertThat(settled.outcome())
                    .isEqualTo(new Dividends(
                            set(BetType.PLACE, 8, "1 2 7"),
                            List.of(
                                    Dividend.of(Numbering.of(BetType.PLACE, 8), 0, Yen.of(110)),
                                    Dividend.of(Numbering.of(BetType.PLACE, 8), 1, Yen.of(120)),
                                    Dividend.of(Numbering.of(BetType.PLACE, 8), 6, Yen.of(1_160))),
                            Plus10.GRANTED));
            assertThat(settled.paid()).isEqualTo(Yen.of(9_096_000));
            // 60,000 units · (110 - 90)
            assertThat(settled.takings()).isEqualTo(new Takings(Yen.of(2_000_000), Yen.of(104_000), Yen.of(1_200_000)));
            assertConserved(settled);
        }

        @Test
        void tops_up_only_to_the_minimum_if_the_pool_cannot_bear_plus10() {
            Pool place = pool(
                    BetType.PLACE, 8, "1:9,300,000 2:250,000 3:180,000 4:120,000 5:80,000 6:40,000 7:20,000 8:10,000");
            PoolSettlement settled = settle(jra(8), place, OrderOfFinish.of(1, 2, 3));

            assertThat(((Dividends) settled.outcome()).plus10()).isEqualTo(Plus10.REFUSED);
            assertThat(settled.paid()).isEqualTo(Yen.of(9_766_000));
            assertThat(settled.retained()).isEqualTo(Yen.of(234_000));
            // 93,000 units · (100 - 80)
            assertThat(settled.takings()).isEqualTo(new Takings(Yen.of(2_000_000), Yen.of(94_000), Yen.of(1_860_000)));
            assertConserved(settled);
        }

        @Test
        void retains_a_negative_amount_if_premiums_exceed_the_takeout() {
            Market market = Market.open(RuleBooks.JRA.withPremium(BetType.WIN, PerMille.of(50)), Field.of(3));
            Pool win = pool(BetType.WIN, 3, "1:10,000 2:1,000,000 3:1,000,000");
            PoolSettlement settled = settle(market, win, OrderOfFinish.of(Horses.of(1, 2, 3)));

            assertThat(settled.paid()).isEqualTo(Yen.of(2_043_000));
            assertThat(settled.retained()).isEqualTo(Yen.of(-33_000));
            assertThat(settled.takings()).isEqualTo(new Takings(Yen.of(402_000), Yen.ZERO, Yen.of(435_000)));
            assertConserved(settled);
        }
    }

    @Test
    void an_unbacked_winner_has_no_share_but_is_listed_as_winner() {
        Pool place = pool(BetType.PLACE, 8, "1:500,000 2:300,000 4:200,000 5:100,000 6:50,000 7:30,000 8:20,000");
        PoolSettlement settled = settle(jra(8), place, OrderOfFinish.of(1, 3, 2));

        assertThat(settled.outcome())
                .isEqualTo(new Dividends(
                        set(BetType.PLACE, 8, "1 2 3"),
                        List.of(
                                Dividend.of(Numbering.of(BetType.PLACE, 8), 0, Yen.of(110)),
                                Dividend.of(Numbering.of(BetType.PLACE, 8), 1, Yen.of(130))),
                        Plus10.NOT_TESTED));
        assertConserved(settled);
    }

    @Nested
    class After_a_scratch {
        private static final Pool WIN = pool(BetType.WIN, 4, "1:4,200,000 2:3,100,000 3:1,234,500 4:1,765,500");

        @Test
        void refunds_the_scratched_horse_and_pays_from_the_remaining_stakes() {
            PoolSettlement settled = settle(jra(4).scratch(Horses.of(2)), WIN, OrderOfFinish.of(3, 1, 4));

            assertThat(settled.sales()).isEqualTo(Yen.of(10_300_000));
            assertThat(settled.refunded()).isEqualTo(Yen.of(3_100_000));
            assertThat(settled.per100(2)).isEqualTo(Yen.of(460)); // 466.59
            assertThat(settled.paid()).isEqualTo(Yen.of(5_678_700));
            assertThat(settled.takings()).isEqualTo(new Takings(Yen.of(1_440_000), Yen.of(81_300), Yen.ZERO));
            assertThat(settled.refunds(1)).isTrue();
            assertThat(settled.refunds(2)).isFalse();
            assertConserved(settled);
        }

        @Test
        void without_remaining_live_stakes_refunds_everything() {
            Pool onTwo = pool(BetType.WIN, 4, "2:1,000");
            PoolSettlement settled = settle(jra(4).scratch(Horses.of(2)), onTwo, OrderOfFinish.of(3, 1, 4));

            assertThat(settled.outcome()).isEqualTo(new Voided(set(BetType.WIN, 4, "3")));
            assertThat(settled.refunded()).isEqualTo(Yen.of(1_000));
            assertThat(settled.paid()).isEqualTo(Yen.ZERO);
            assertThat(settled.retained()).isEqualTo(Yen.ZERO);
            assertConserved(settled);
        }
    }

    @Nested
    class With_no_winner_held {
        @Test
        void pays_every_ticket_the_special_dividend() {
            Pool trifecta = pool(BetType.TRIFECTA, 5, "1>2>3:10,000 2>1>3:6,000 5>4>3:5,000");
            PoolSettlement settled = settle(jra(5), trifecta, OrderOfFinish.of(4, 2, 1, 3, 5));

            assertThat(settled.outcome()).isEqualTo(new Special(set(BetType.TRIFECTA, 5, "4>2>1"), Yen.of(70)));
            assertThat(settled.per100(index(BetType.TRIFECTA, 5, "1>2>3"))).isEqualTo(Yen.of(70));
            assertThat(settled.per100(index(BetType.TRIFECTA, 5, "4>2>1"))).isEqualTo(Yen.ZERO);
            assertThat(settled.paid()).isEqualTo(Yen.of(14_700));
            assertThat(settled.takings()).isEqualTo(new Takings(Yen.of(5_775), Yen.of(525), Yen.ZERO));
            assertConserved(settled);
        }

        @Test
        void pays_no_special_dividend_on_refunded_stakes() {
            Pool win = pool(BetType.WIN, 4, "1:1,000 2:3,000");
            PoolSettlement settled = settle(jra(4).scratch(Horses.of(2)), win, OrderOfFinish.of(3, 1, 4));

            assertThat(settled.outcome()).isEqualTo(new Special(set(BetType.WIN, 4, "3"), Yen.of(80)));
            assertThat(settled.per100(1)).isEqualTo(Yen.ZERO);
            assertThat(settled.paid()).isEqualTo(Yen.of(800));
            assertThat(settled.refunded()).isEqualTo(Yen.of(3_000));
            assertConserved(settled);
        }
    }

    @Nested
    class With_nothing_to_win {
        @Test
        void refunds_a_type_without_a_winning_combination() {
            Pool trio = pool(BetType.TRIO, 4, "1-2-3:5,000 2-3-4:400");
            PoolSettlement settled = settle(jra(4), trio, OrderOfFinish.of(1, 2));

            assertThat(settled.outcome()).isEqualTo(new Voided(CombinationSet.none(trio.numbering())));
            assertThat(settled.refunded()).isEqualTo(Yen.of(5_400));
            assertThat(settled.paid()).isEqualTo(Yen.ZERO);
            assertThat(settled.retained()).isEqualTo(Yen.ZERO);
            assertThat(settled.refunds(0)).isTrue();
            assertThat(settled.takings()).isEqualTo(new Takings(Yen.ZERO, Yen.ZERO, Yen.ZERO));
        }

        @Test
        void refunds_every_bet_type_of_a_void_race() {
            Market market = jra(4).scratch(Horses.of(1, 2, 3));
            Pool win = pool(BetType.WIN, 4, "1:1,000 4:3,000");
            RaceSettlement settled = RaceSettlement.of(market, List.of(win), OrderOfFinish.of(4));

            assertThat(settled.of(BetType.WIN).outcome()).isEqualTo(new Voided(CombinationSet.none(win.numbering())));
            assertThat(settled.of(BetType.WIN).refunded()).isEqualTo(Yen.of(4_000));
            assertThat(settled.of(BetType.QUINELLA).outcome()).isInstanceOf(Voided.class);
        }

        @Test
        void returns_the_winners_of_a_bet_type_without_sales() {
            PoolSettlement settled = settle(jra(4), jra(4).pool(BetType.WIN), OrderOfFinish.of(2, 1, 3, 4));

            assertThat(settled.outcome()).isEqualTo(new NoSales(set(BetType.WIN, 4, "2")));
            assertThat(settled.sales()).isEqualTo(Yen.ZERO);
            assertThat(settled.refunds(0)).isFalse();
            assertConserved(settled);
        }
    }

    @Nested
    class A_ticket {
        private static final Pool QUINELLA =
                pool(BetType.QUINELLA, 5, "1-2:900,000 1-3:520,000 2-3:310,000 1-4:260,000 3-4:88,800 4-5:9,900");

        private static final CombinationSet FORMATION = set(BetType.QUINELLA, 5, "1-2 1-3 1-4 2-3");

        @Test
        void is_paid_on_every_combination_that_wins() {
            PoolSettlement settled = settle(
                    jra(5), QUINELLA, OrderOfFinish.of(Horses.of(1), Horses.of(3, 4), Horses.of(2), Horses.of(5)));
            Yen first = settled.per100(index(BetType.QUINELLA, 5, "1-3"));
            Yen second = settled.per100(index(BetType.QUINELLA, 5, "1-4"));
            TicketSettlement ticket = settled.settle(FORMATION, Yen.of(300));

            // D = 1,308,700: 175.0 and 272.5
            assertThat(first).isEqualTo(Yen.of(170));
            assertThat(second).isEqualTo(Yen.of(270));
            assertThat(ticket.payout()).isEqualTo(Yen.of(3 * 170 + 3 * 270));
            assertThat(ticket.refund()).isEqualTo(Yen.ZERO);
            assertThat(ticket.hits())
                    .containsExactly(
                            Dividend.of(settled.pool().numbering(), 1, first),
                            Dividend.of(settled.pool().numbering(), 2, second));
        }

        @Test
        void is_refunded_on_every_combination_with_a_scratched_horse() {
            PoolSettlement settled = settle(jra(5).scratch(Horses.of(2)), QUINELLA, OrderOfFinish.of(1, 3, 4, 5));
            TicketSettlement ticket = settled.settle(FORMATION, Yen.of(300));

            // U = 878,700: 130.96
            assertThat(ticket)
                    .isEqualTo(new TicketSettlement(
                            Yen.of(390),
                            Yen.of(600),
                            List.of(Dividend.of(settled.pool().numbering(), 1, Yen.of(130)))));
        }

        @Test
        void that_loses_gets_nothing() {
            PoolSettlement settled = settle(jra(5), QUINELLA, OrderOfFinish.of(5, 4, 1, 2, 3));

            assertThat(settled.settle(FORMATION, Yen.of(300)))
                    .isEqualTo(new TicketSettlement(Yen.ZERO, Yen.ZERO, List.of()));
        }

        @Test
        void is_paid_the_special_dividend_on_every_combination() {
            PoolSettlement settled = settle(jra(5), QUINELLA, OrderOfFinish.of(5, 1, 2, 3, 4));

            assertThat(settled.settle(FORMATION, Yen.of(300)))
                    .isEqualTo(new TicketSettlement(
                            Yen.of(4 * 3 * 70),
                            Yen.ZERO,
                            List.of(
                                    Dividend.of(settled.pool().numbering(), 0, Yen.of(70)),
                                    Dividend.of(settled.pool().numbering(), 1, Yen.of(70)),
                                    Dividend.of(settled.pool().numbering(), 2, Yen.of(70)),
                                    Dividend.of(settled.pool().numbering(), 4, Yen.of(70)))));
        }

        @Test
        void is_refunded_in_full_if_the_bet_type_is_void() {
            PoolSettlement settled = settle(jra(5), QUINELLA, OrderOfFinish.of(1));

            assertThat(settled.settle(FORMATION, Yen.of(300)))
                    .isEqualTo(new TicketSettlement(Yen.ZERO, Yen.of(1_200), List.of()));
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -100, 50, 150})
        void is_refused_if_the_stake_is_not_a_positive_multiple_of_100_yen(long stake) {
            PoolSettlement settled = settle(jra(5), QUINELLA, OrderOfFinish.of(1));

            assertThatIllegalArgumentException().isThrownBy(() -> settled.settle(FORMATION, Yen.of(stake)));
        }

        @Test
        void is_refused_if_it_is_of_another_bet_type_or_field() {
            PoolSettlement settled = settle(jra(5), QUINELLA, OrderOfFinish.of(1));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settled.settle(set(BetType.WIDE, 5, "1-2"), Yen.of(100)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settled.settle(set(BetType.QUINELLA, 6, "1-2"), Yen.of(100)));
        }
    }

    @Nested
    class At_the_bound_of_10_trillion_yen {
        private static final Market MARKET = jra(18);
        private static final int COUNT = 4_896;
        private static final BigInteger TEN_TRILLION = BigInteger.valueOf(10_000_000_000_000L);

        /** A full pool; what is left of it lies on the last combination, 18>17>16. */
        private static Pool full(IntToLongFunction units) {
            Pool pool = MARKET.pool(BetType.TRIFECTA);
            for (int index = 0; index < COUNT - 1; index++) {
                pool.add(index, Yen.of(100 * units.applyAsLong(index)));
            }
            pool.add(COUNT - 1, Pool.MAX_TOTAL.minus(pool.total()));
            return pool;
        }

        @Test
        void a_dead_heat_of_18_for_first_is_exact() {
            PoolSettlement settled =
                    settle(MARKET, full(index -> 17_900_000 + 1_000L * index), OrderOfFinish.of(Horses.upTo(18)));

            assertThat(settled.outcome().winning().size()).isEqualTo(COUNT);
            assertExact(settled);
            assertThat(settled.paid()).isEqualTo(Pool.MAX_TOTAL);
            assertThat(((Dividends) settled.outcome()).plus10()).isEqualTo(Plus10.REFUSED);
        }

        @Test
        void a_dead_heat_of_17_for_first_is_exact() {
            PoolSettlement settled = settle(
                    MARKET,
                    full(index -> (index * 37L % 1_000 + 1) * 30_000),
                    OrderOfFinish.of(Horses.upTo(17), Horses.of(18)));

            assertThat(settled.outcome().winning().size()).isEqualTo(4_080);
            assertExact(settled);
        }

        @Test
        void one_ticket_against_all_others_is_exact() {
            PoolSettlement settled = settle(MARKET, full(index -> 1), OrderOfFinish.of(1, 2, 3));

            assertExact(settled);
            assertThat(settled.per100(0)).isEqualTo(Yen.of(7_250_000_000_000L));
        }

        private static void assertExact(PoolSettlement settled) {
            CombinationSet winning = settled.outcome().winning();
            BigInteger won =
                    winning.stream().mapToObj(index -> stake(settled, index)).reduce(BigInteger.ZERO, BigInteger::add);
            BigInteger losing = TEN_TRILLION.subtract(won);
            long[] base = winning.stream()
                    .mapToObj(index -> base(stake(settled, index), losing, winning.size()))
                    .mapToLong(BigInteger::longValueExact)
                    .toArray();
            boolean plus10 = totalWithPlus10(settled, winning, base).compareTo(TEN_TRILLION) <= 0;

            assertThat(winning.stream().mapToLong(index -> settled.per100(index).value()))
                    .containsExactly(IntStream.range(0, base.length)
                            .mapToObj(i -> base[i] == 100 && plus10 ? 110 : base[i])
                            .toArray(Long[]::new));
            assertConserved(settled);
        }

        private static BigInteger totalWithPlus10(PoolSettlement settled, CombinationSet winning, long[] base) {
            return IntStream.range(0, base.length)
                    .mapToObj(i -> stake(settled, winning.index(i))
                            .multiply(BigInteger.valueOf(base[i] == 100 ? 110 : base[i])))
                    .reduce(BigInteger.ZERO, BigInteger::add)
                    .divide(BigInteger.valueOf(100));
        }

        private static BigInteger stake(PoolSettlement settled, int index) {
            return BigInteger.valueOf(settled.pool().stake(index).value());
        }

        /** Ten times the larger of 10 yen and what a 10-yen ticket gets: 10·725·(P·W + D) / (1000·P·W). */
        private static BigInteger base(BigInteger stake, BigInteger losing, int shares) {
            BigInteger own = stake.multiply(BigInteger.valueOf(shares));
            return own.add(losing)
                    .multiply(BigInteger.valueOf(7_250))
                    .divide(own.multiply(BigInteger.valueOf(1_000)))
                    .max(BigInteger.TEN)
                    .multiply(BigInteger.TEN);
        }
    }
}
