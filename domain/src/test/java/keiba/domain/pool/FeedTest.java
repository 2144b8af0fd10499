package keiba.domain.pool;

import static keiba.domain.pool.PoolText.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Combination;
import keiba.domain.bet.Numbering;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool that follows a feed of totals by combination, and a feed that states odds only. */
class FeedTest {
    private static final Numbering WIN = Numbering.of(BetType.WIN, 5);

    private static Combination win(int horse) {
        return Combination.of(BetType.WIN, horse);
    }

    @Nested
    class Totals {
        @Test
        void create_a_pool_with_these_stakes() {
            Pool pool = Pool.of(WIN, Map.of(win(1), Yen.of(300), win(5), Yen.of(700), win(2), Yen.ZERO));

            assertThat(pool.snapshot()).containsExactly(300, 0, 0, 0, 700);
            assertThat(pool.total()).isEqualTo(Yen.of(1_000));
        }

        @Test
        void replace_the_stake_of_a_combination_upwards_and_downwards() {
            Pool pool = pool(BetType.WIN, 5, "1:500 2:300");
            pool.set(win(1), Yen.of(900));
            pool.set(win(2), Yen.of(100));
            pool.set(win(3), Yen.of(200));

            assertThat(pool.snapshot()).containsExactly(900, 100, 200, 0, 0);
            assertThat(pool.total()).isEqualTo(Yen.of(1_200));

            pool.set(win(1), Yen.ZERO);

            assertThat(pool.snapshot()).containsExactly(0, 100, 200, 0, 0);
            assertThat(pool.total()).isEqualTo(Yen.of(300));
        }

        @Test
        void that_are_not_given_are_zero_after_a_replacement() {
            Pool byMap = pool(BetType.WIN, 5, "1:500 2:300");
            byMap.replace(Map.of(win(2), Yen.of(400)));
            Pool bySnapshot = pool(BetType.WIN, 5, "1:500 2:300");
            bySnapshot.replace(new long[] {0, 400, 0, 0, 0});

            assertThat(byMap.snapshot()).containsExactly(0, 400, 0, 0, 0);
            assertThat(byMap.total()).isEqualTo(Yen.of(400));
            assertThat(bySnapshot.changesSince(byMap)).isEmpty();
        }

        @Test
        void that_are_corrected_leave_earlier_odds_unchanged() {
            Market market = Market.open(RuleBooks.JRA, Field.of(5));
            Pool pool = pool(BetType.WIN, 5, "1:500 2:300");
            PoolOdds earlier = market.odds(pool);
            pool.set(win(1), Yen.of(100));
            pool.replace(Map.of(win(3), Yen.of(400)));
            pool.add(win(3), Yen.of(100));

            assertThat(earlier.pool().stake(0)).isEqualTo(Yen.of(500));
            assertThat(earlier.low(win(1))).contains(Odds.ofTenths(12));
            assertThat(pool.total()).isEqualTo(Yen.of(500));
        }

        @Test
        void can_fill_a_pool_to_its_limit_by_moving_stakes() {
            Pool pool = Pool.of(WIN, Map.of(win(1), Pool.MAX_TOTAL));
            pool.set(win(1), Pool.MAX_TOTAL.minus(Yen.of(100)));
            pool.set(win(2), Yen.of(100));

            assertThat(pool.total()).isEqualTo(Pool.MAX_TOTAL);
            assertThatIllegalArgumentException().isThrownBy(() -> pool.set(win(3), Yen.of(100)));
            assertThat(pool.total()).isEqualTo(Pool.MAX_TOTAL);
        }

        @ParameterizedTest
        @ValueSource(longs = {-100, -1, 1, 99, 150, 10_000_000_000_100L, Long.MAX_VALUE, Long.MIN_VALUE})
        void that_are_not_valid_stakes_are_refused_and_change_nothing(long yen) {
            Pool pool = pool(BetType.WIN, 5, "1:500 2:300");
            Map<Combination, Yen> feed = new LinkedHashMap<>();
            feed.put(win(3), Yen.of(100));
            feed.put(win(4), Yen.of(yen));

            assertThatIllegalArgumentException().isThrownBy(() -> pool.set(win(1), Yen.of(yen)));
            assertThatIllegalArgumentException().isThrownBy(() -> pool.replace(feed));
            assertThat(pool.snapshot()).containsExactly(500, 300, 0, 0, 0);
            assertThat(pool.total()).isEqualTo(Yen.of(800));
        }

        @Test
        void of_another_type_or_field_are_refused() {
            Pool pool = pool(BetType.WIN, 5, "1:500");

            assertThatIllegalArgumentException().isThrownBy(() -> pool.set(win(6), Yen.of(100)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.replace(Map.of(Combination.of(BetType.PLACE, 1), Yen.of(100))));
            assertThatIllegalArgumentException().isThrownBy(() -> pool.replace(new long[4]));
            assertThat(pool.snapshot()).containsExactly(500, 0, 0, 0, 0);
        }
    }

    @Nested
    class Comparing {
        @Test
        void lists_each_changed_stake_with_the_amounts_before_and_after() {
            Pool earlier = pool(BetType.WIN, 5, "1:500 2:300 4:100");
            Pool later = pool(BetType.WIN, 5, "1:500 2:200 3:100 4:100");

            assertThat(later.changesSince(earlier))
                    .containsExactly(
                            new StakeChange(win(2), Yen.of(300), Yen.of(200)),
                            new StakeChange(win(3), Yen.ZERO, Yen.of(100)));
            assertThat(later.changesSince(earlier).getFirst().difference()).isEqualTo(Yen.of(-100));
            assertThat(later.changesSince(later.copy())).isEmpty();
        }

        @Test
        void refuses_a_change_with_a_stake_that_a_pool_cannot_hold() {
            assertThatIllegalArgumentException().isThrownBy(() -> new StakeChange(win(1), Yen.of(-100), Yen.ZERO));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new StakeChange(win(1), Yen.ZERO, Pool.MAX_TOTAL.plus(Yen.of(100))));
            assertThat(new StakeChange(win(1), Yen.ZERO, Pool.MAX_TOTAL).difference())
                    .isEqualTo(Pool.MAX_TOTAL);
        }

        @Test
        void refuses_a_pool_of_another_type_or_field() {
            Pool pool = pool(BetType.WIN, 5, "1:500");

            assertThatIllegalArgumentException().isThrownBy(() -> pool.changesSince(pool(BetType.WIN, 6, "1:500")));
            assertThatIllegalArgumentException().isThrownBy(() -> pool.changesSince(pool(BetType.PLACE, 5, "1:500")));
        }

        @Test
        void returns_the_stakes_by_combination() {
            Pool pool = pool(BetType.WIN, 5, "4:100 1:500");

            assertThat(pool.stakes())
                    .containsExactlyEntriesOf(new LinkedHashMap<>(
                            pool(BetType.WIN, 5, "1:500 4:100").stakes()))
                    .containsEntry(win(1), Yen.of(500))
                    .containsEntry(win(4), Yen.of(100))
                    .hasSize(2);
            assertThat(Pool.of(WIN, pool.stakes()).changesSince(pool)).isEmpty();
        }
    }

    @Nested
    class OddsAlone {
        private static final Market MARKET = Market.open(RuleBooks.JRA, Field.of(5));

        @Test
        void give_the_share_of_the_pool_within_their_rounding() {
            // 80 % of the pool over a share of 40 % is 2.0; a dividend of 200 to 209.9 yen is a share of 38.1 to 40 %.
            PublishedOdds odds = PublishedOdds.of(RuleBooks.JRA, BetType.WIN, Map.of(win(1), Odds.ofTenths(20)));

            assertThat(odds.share(win(1))).contains(new PublishedOdds.Share(380_952, 400_000));
            assertThat(odds.share(win(2))).isEmpty();
        }

        @Test
        void at_the_minimum_or_raised_by_plus10_give_no_upper_bound() {
            PublishedOdds odds = PublishedOdds.of(
                    RuleBooks.JRA, BetType.WIN, Map.of(win(1), Odds.ofTenths(10), win(2), Odds.ofTenths(11)));

            assertThat(odds.share(win(1)).orElseThrow()).isEqualTo(new PublishedOdds.Share(727_272, 1_000_000));
            assertThat(odds.share(win(2)).orElseThrow()).isEqualTo(new PublishedOdds.Share(666_666, 1_000_000));
        }

        @Test
        void with_a_premium_give_no_upper_bound_while_they_are_low() {
            RuleBook premium = RuleBooks.JRA.withPremium(BetType.WIN, PerMille.of(50));
            PublishedOdds odds = PublishedOdds.of(
                    premium,
                    BetType.WIN,
                    Map.of(win(1), Odds.ofTenths(22), win(2), Odds.ofTenths(23), win(3), Odds.ofTenths(100)));

            assertThat(odds.share(win(1)).orElseThrow().atMost()).isEqualTo(1_000_000);
            assertThat(odds.share(win(2))).contains(new PublishedOdds.Share(340_000, 369_566));
            assertThat(odds.share(win(3))).contains(new PublishedOdds.Share(83_333, 85_000));
            assertThat(PublishedOdds.of(RuleBooks.JRA, BetType.WIN, Map.of(win(1), Odds.ofTenths(12)))
                            .share(win(1)))
                    .contains(new PublishedOdds.Share(615_384, 666_667));
        }

        @Test
        void are_returned_with_their_type_and_as_text() {
            Map<Combination, Odds> shown = Map.of(win(2), Odds.ofTenths(26), win(1), Odds.ofTenths(19));
            PublishedOdds odds = PublishedOdds.of(RuleBooks.JRA, BetType.WIN, shown);

            assertThat(odds.type()).isEqualTo(BetType.WIN);
            assertThat(odds.odds()).isEqualTo(shown);
            assertThat(odds.odds().keySet()).containsExactly(win(1), win(2));
            assertThat(odds).hasToString("WIN {1=1.9, 2=2.6}");
        }

        @Test
        void have_shares_from_0_to_1_000_000_parts_per_million() {
            assertThat(new PublishedOdds.Share(0, 1_000_000).atMost()).isEqualTo(1_000_000);
            assertThat(new PublishedOdds.Share(5, 5).atLeast()).isEqualTo(5);
            assertThatIllegalArgumentException().isThrownBy(() -> new PublishedOdds.Share(-1, 5));
            assertThatIllegalArgumentException().isThrownBy(() -> new PublishedOdds.Share(6, 5));
            assertThatIllegalArgumentException().isThrownBy(() -> new PublishedOdds.Share(5, 1_000_001));
        }

        @Test
        void at_the_cap_give_no_lower_bound() {
            PublishedOdds odds = PublishedOdds.of(RuleBooks.JRA, BetType.WIN, Map.of(win(1), Odds.ofTenths(9_999)));

            assertThat(odds.share(win(1))).contains(new PublishedOdds.Share(0, 801));
        }

        @Test
        void give_an_estimated_pool_with_the_known_total_and_nearly_the_same_odds() {
            Pool sold = pool(BetType.WIN, 5, "1:400,000 2:300,000 3:200,000 4:99,000 5:1,000");
            Map<Combination, Odds> shown = new LinkedHashMap<>();
            MARKET.odds(sold)
                    .lines()
                    .forEach(line -> shown.put(
                            line.combination(), line.odds().orElseThrow().low()));

            Pool estimate = PublishedOdds.of(RuleBooks.JRA, BetType.WIN, shown).estimate(MARKET, sold.total());

            assertThat(estimate.total()).isEqualTo(sold.total());
            shown.forEach((combination, odds) -> assertThat(
                            MARKET.odds(estimate).low(combination).orElseThrow().tenths())
                    .isBetween(odds.tenths() - odds.tenths() / 20 - 1, odds.tenths() + odds.tenths() / 20 + 1));
        }

        @Test
        void of_place_of_another_type_or_above_the_cap_are_refused() {
            Map<Combination, Odds> place = Map.of(Combination.of(BetType.PLACE, 1), Odds.ofTenths(20));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PublishedOdds.of(RuleBooks.JRA, BetType.PLACE, place));
            assertThatIllegalArgumentException().isThrownBy(() -> PublishedOdds.of(RuleBooks.JRA, BetType.WIN, place));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PublishedOdds.of(RuleBooks.JRA, BetType.WIN, Map.of()));
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> PublishedOdds.of(RuleBooks.JRA, BetType.WIN, Map.of(win(1), Odds.ofTenths(10_000))));
        }

        @Test
        void give_no_estimate_of_a_combination_that_is_not_on_sale_or_of_too_small_a_pool() {
            PublishedOdds odds = PublishedOdds.of(
                    RuleBooks.JRA, BetType.WIN, Map.of(win(1), Odds.ofTenths(20), win(5), Odds.ofTenths(20)));
            Market without5 = Market.open(RuleBooks.JRA, Field.of(5).withdraw(Horses.of(5)));

            assertThatIllegalArgumentException().isThrownBy(() -> odds.estimate(without5, Yen.of(1_000)));
            assertThatIllegalArgumentException().isThrownBy(() -> odds.estimate(MARKET, Yen.of(100)));
            assertThatIllegalArgumentException().isThrownBy(() -> odds.estimate(MARKET, Yen.of(1_050)));
            assertThat(odds.estimate(MARKET, Yen.of(300)).total()).isEqualTo(Yen.of(300));
        }
    }

    @Nested
    class Lines {
        private static final Market MARKET =
                Market.open(RuleBooks.JRA, Field.of(5)).scratch(Horses.of(5));

        @Test
        void are_printed_with_their_rank_or_mark() {
            assertThat(MARKET.odds(pool(BetType.WIN, 5, "1:900 3:300 5:400")).lines())
                    .map(BoardLine::toString)
                    .containsExactly(
                            "1  1.1  900円  rank 1",
                            "2  -  0円",
                            "3  3.2  300円  rank 2",
                            "4  -  0円",
                            "5  -  0円  SCRATCHED");
        }

        @Test
        void use_the_lower_end_of_a_range_for_the_payout_of_a_stake() {
            OddsRange range = new OddsRange(Odds.ofTenths(12), Odds.ofTenths(18));

            assertThat(range.payout(Yen.of(300))).isEqualTo(Yen.of(360));
            assertThat(range).hasToString("1.2-1.8");
        }
    }

    @Nested
    class WhatIf {
        private static final Market MARKET =
                Market.open(RuleBooks.JRA, Field.of(5)).scratch(Horses.of(5));

        @Test
        void prices_an_additional_stake_and_leaves_the_board_unchanged() {
            PoolOdds board = MARKET.odds(pool(BetType.WIN, 5, "1:400 2:600"));

            assertThat(board.whatIf(win(1), Yen.of(1_000)).orElseThrow()).hasToString("1.1");
            assertThat(board.whatIf(win(3), Yen.of(1_000)).orElseThrow()).hasToString("1.6");
            assertThat(board.odds(win(1)).orElseThrow()).hasToString("2.0");
            assertThat(board.odds(win(3))).isEmpty();
        }

        @Test
        void gives_no_odds_to_a_scratched_horse() {
            PoolOdds board = MARKET.odds(pool(BetType.WIN, 5, "1:400 2:600 5:100"));

            assertThat(board.whatIf(win(5), Yen.of(1_000))).isEmpty();
            assertThat(board.odds(win(5))).isEmpty();
        }

        @Test
        void refuses_stakes_and_combinations_that_a_pool_refuses() {
            PoolOdds board = MARKET.odds(pool(BetType.WIN, 5, "1:400 2:600"));

            assertThatIllegalArgumentException().isThrownBy(() -> board.whatIf(win(1), Yen.of(50)));
            assertThatIllegalArgumentException().isThrownBy(() -> board.whatIf(win(1), Pool.MAX_TOTAL));
            assertThatIllegalArgumentException().isThrownBy(() -> board.whatIf(win(6), Yen.of(100)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Market.open(RuleBooks.JRA, Field.of(5).withdraw(Horses.of(5)))
                            .odds(pool(BetType.WIN, 5, "1:400"))
                            .whatIf(win(5), Yen.of(100)));
        }
    }
}
