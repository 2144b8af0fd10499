package keiba.domain.pool;

import static keiba.domain.pool.PoolText.index;
import static keiba.domain.pool.PoolText.pool;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.domain.bet.BetType;
import keiba.domain.money.Odds;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.pool.PoolOdds.Mark;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.BetTerms;
import keiba.domain.rule.RuleBook;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.RaceSettlement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolOddsTest {
    private static Market jra(int runners) {
        return Market.open(RuleBooks.JRA, Field.of(runners));
    }

    private static Market premium(int runners, BetType type) {
        return Market.open(RuleBooks.JRA.withPremium(type, PerMille.of(50)), Field.of(runners));
    }

    /** The odds by index: {@code 1.6}, {@code 1.1–1.4} where they are a range, {@code -} where there are none. */
    private static String odds(Market market, Pool pool) {
        PoolOdds board = market.odds(pool);
        return IntStream.range(0, board.numbering().count())
                .mapToObj(index -> text(board, index))
                .collect(Collectors.joining(" "));
    }

    private static String text(PoolOdds board, int index) {
        String low = board.low(index).map(Odds::toString).orElse("-");
        String high = board.high(index).map(Odds::toString).orElse("-");
        return low.equals(high) ? low : low + "–" + high;
    }

    @Nested
    class Of_a_point_type {
        @Test
        void are_the_dividend_if_the_combination_wins_alone() {
            Pool win = pool(BetType.WIN, 4, "1:500,000 2:300,000 3:200,000");

            assertThat(odds(jra(4), win)).isEqualTo("1.6 2.6 4.0 -");
        }

        @Test
        void have_equal_lower_and_upper_ends() {
            PoolOdds board = jra(4).odds(pool(BetType.WIN, 4, "1:500,000 2:300,000 3:200,000"));

            assertThat(board.lowTenths(1)).isEqualTo(26);
            assertThat(board.highTenths(1)).isEqualTo(26);
            assertThat(board.lowTenths(3)).isZero();
            assertThat(board.highTenths(3)).isZero();
        }

        @Test
        void contain_plus10_where_it_would_be_granted() {
            assertThat(odds(jra(4), pool(BetType.WIN, 4, "1:900,000 2:100,000")))
                    .isEqualTo("1.1 8.0 - -");
            assertThat(odds(jra(4), pool(BetType.WIN, 4, "1:950,000 2:50,000"))).isEqualTo("1.0 16.0 - -");
            // 100,000·110 of 110,000·100: the pool just bears it
            assertThat(odds(jra(2), pool(BetType.WIN, 2, "1:100,000 2:10,000"))).isEqualTo("1.1 8.8");
            assertThat(odds(jra(2), pool(BetType.WIN, 2, "1:100,000 2:9,900"))).isEqualTo("1.0 8.8");
            assertThat(odds(Market.open(RuleBooks.NAR, Field.of(4)), pool(BetType.WIN, 4, "1:900,000 2:100,000")))
                    .isEqualTo("1.0 8.0 - -");
        }

        @Test
        void contain_the_premium_rounded_down_by_itself() {
            Pool win = pool(BetType.WIN, 4, "1:1,500,000 2:8,800,000");

            // 549.3 and 34.3; 93.6, so at face, 88,000·110 of 103,000·100, and a premium of less than 10 yen
            assertThat(odds(premium(4, BetType.WIN), win)).isEqualTo("5.7 1.1 - -");
        }

        @Test
        void leave_out_refunded_stakes() {
            Pool win = pool(BetType.WIN, 4, "1:500,000 2:300,000 3:200,000");

            assertThat(odds(jra(4).scratch(Horses.of(3)), win)).isEqualTo("1.2 2.1 - -");
        }

        @Test
        void are_indexed_by_the_numbering_of_the_bet_type() {
            assertThat(odds(jra(3), pool(BetType.EXACTA, 3, "1>2:100 2>1:300 3>2:400")))
                    .isEqualTo("6.0 - 2.0 - - 1.5");
            assertThat(odds(jra(4), pool(BetType.TRIO, 4, "1-2-3:100 1-3-4:300")))
                    .isEqualTo("3.0 - 1.1 -");
        }
    }

    @Nested
    class Of_place {
        private static final Pool FIVE = pool(BetType.PLACE, 5, "1:40,000 2:30,000 3:20,000 4:10,000");

        @Test
        void range_over_the_most_and_least_backed_other_horse_with_two_places() {
            Pool five = pool(BetType.PLACE, 5, "1:40,000 2:30,000 3:20,000 4:10,000 5:10,000");

            // D = 40, 40, 50, 60, 60 and 60, 70, 80, 90, 90 of 110 units; 1 with 2: 0.8·(40 + 40/2)/40
            assertThat(odds(jra(5), five)).isEqualTo("1.2–1.4 1.3–1.7 1.8–2.4 3.2–4.4 3.2–4.4");
        }

        @Test
        void range_over_the_two_most_and_least_backed_other_horses_with_three_places() {
            Pool eight = pool(
                    BetType.PLACE, 8, "1:300,000 2:200,000 3:150,000 4:100,000 5:100,000 6:80,000 7:50,000 8:20,000");

            assertThat(odds(jra(8), eight))
                    .isEqualTo("1.1–1.3 1.2–1.7 1.4–2.1 1.8–3.0 1.8–3.0 2.2–3.6 3.2–5.3 7.2–12.1");
        }

        @Test
        void count_unbacked_horses_as_least_backed_and_without_a_share() {
            // 1 with 2: 110.0; with 5, who has no stakes, 1 is the only winner paid: 0.8·100/40 = 200.0
            assertThat(odds(jra(5), FIVE)).isEqualTo("1.1–2.0 1.2–2.6 1.6–4.0 2.8–8.0 -");

            Pool two = pool(BetType.PLACE, 5, "1:10,000 2:30,000");

            // 1 with 2: 80, at face, 1.0 as the pool cannot bear more; with 3: 0.8·400/100
            // 2 with 1: 80; with 3: 0.8·400/300 = 106.7, at face, 300·110 of 400·100
            assertThat(odds(jra(5), two)).isEqualTo("1.0–3.2 1.0–1.1 - - -");
        }

        @Test
        void share_the_pool_among_backed_horses_only_with_three_places() {
            Pool three = pool(BetType.PLACE, 8, "1:10,000 2:30,000 3:60,000");
            Pool four = pool(BetType.PLACE, 8, "1:10,000 2:20,000 3:30,000 4:40,000");

            // with two unbacked horses the whole pool is for one
            assertThat(odds(jra(8), three)).isEqualTo("1.0–8.0 1.0–2.6 1.0–1.3 - - - - -");
            // one horse is refunded and three are unbacked; 1 with 3 and 4: 80.0
            assertThat(odds(jra(8).scratch(Horses.of(2)), four)).isEqualTo("1.0–6.4 - 1.0–2.1 1.0–1.6 - - - -");
            // a single other is unbacked, so with it only one more is paid; 1 with 3 and 4: 0.8·(100 + 200/3)/100;
            // with 2 and 5: 0.8·(100 + 700/2)/100
            assertThat(text(jra(8).scratch(Horses.of(6, 7, 8)).odds(four), 0)).isEqualTo("1.3–3.6");
        }

        /** A published board (2020-11-29) of a sport with the same formula, R = 75 %; 1 is out, 5 is unbacked. */
        @Test
        void equal_a_published_board_with_an_unbacked_and_a_scratched_runner() {
            RuleBook rules = RuleBooks.NAR.withPayback(BetType.PLACE, PerMille.of(750));
            Market market = Market.open(rules, Field.of(6)).scratch(Horses.of(1));
            Pool pool = pool(BetType.PLACE, 6, "1:1,000 2:3,000 3:100 4:2,100 6:700");

            assertThat(odds(market, pool)).isEqualTo("- 1.0–1.4 11.2–44.2 1.0–2.1 - 1.9–6.3");
            assertThat(RaceSettlement.of(market, List.of(pool), OrderOfFinish.of(3, 5))
                            .of(BetType.PLACE)
                            .per100(2))
                    .isEqualTo(Yen.of(4_420));
        }

        @Test
        void may_contain_plus10_at_one_end_only() {
            Pool favourite = pool(BetType.PLACE, 5, "1:85,000 2:12,000 3:1,000 4:1,000 5:1,000");

            assertThat(text(jra(5).odds(favourite), 0)).isEqualTo("1.0–1.1");
        }

        @Test
        void decide_plus10_by_the_total_payout_of_each_scenario() {
            // 2 with 1: both at face, 970·110 of 1,000·100, refused; 2 with 5: 0.8·(270 + 725/2)/270 = 187.4
            assertThat(text(jra(5).odds(pool(BetType.PLACE, 5, "1:70,000 2:27,000 3:1,500 4:1,000 5:500")), 1))
                    .isEqualTo("1.0–1.8");
            // 2 with 1: 93.3 and 86.7, both at face, 900·110 of 1,000·100, granted; 2 with 5: 0.8·(300 + 690/2)/300
            assertThat(text(jra(5).odds(pool(BetType.PLACE, 5, "1:60,000 2:30,000 3:5,000 4:4,000 5:1,000")), 1))
                    .isEqualTo("1.1–1.7");
        }

        /** The rounding down of the other dividend decides whether the pool bears Plus10, so any set of others can make an end. */
        @Test
        void bound_every_dividend_if_plus10_is_refused_only_in_between() {
            Pool pool = pool(BetType.PLACE, 5, "1:8,900 2:800 3:100 4:200 5:900");
            Market market = jra(5);

            // 1 with 5: 89·110 + 9·120 of 109·100, granted; with 3: granted; with 2: 89·110 + 8·140 of 109·100, refused
            assertThat(text(market.odds(pool), 0)).isEqualTo("1.0–1.1");
            assertThat(IntStream.rangeClosed(2, 5)
                            .mapToObj(other -> RaceSettlement.of(market, List.of(pool), OrderOfFinish.of(1, other))
                                    .of(BetType.PLACE)
                                    .per100(0)
                                    .value()))
                    .containsExactly(100L, 110L, 110L, 110L);
        }

        @ParameterizedTest
        @CsvSource({"10000, 1.0–1.1", "9900, 1.0"})
        void contain_plus10_if_the_pool_pays_exactly_its_net_sales(long second, String odds) {
            // 1 with an unbacked horse: at face, 1,000·110 of 1,100·100
            PoolOdds board = jra(5).odds(pool(BetType.PLACE, 5, "1:100,000 2:" + second));

            assertThat(text(board, 0)).isEqualTo(odds);
        }

        @Test
        void leave_out_refunded_stakes() {
            // U = 700 units. 2 with 3: 90.0 and 100.0, both at face, 600·110 of 700·100; 2 with 5: 0.8·700/400
            assertThat(odds(
                            jra(5).scratch(Horses.of(1)),
                            pool(BetType.PLACE, 5, "1:99,900 2:40,000 3:20,000 4:10,000")))
                    .isEqualTo("- 1.1–1.4 1.1–2.8 1.6–5.6 -");
        }

        @Test
        void assume_no_more_places_than_live_horses() {
            Market market = premium(8, BetType.PLACE).scratch(Horses.of(3, 4, 5, 6, 7, 8));
            Pool pool = pool(BetType.PLACE, 8, "1:69,000 2:1,000 3:5,000");

            // base 100; 5 % of 700 units over two shares and 10 units, 175
            assertThat(odds(market, pool)).isEqualTo("1.0 2.7 - - - - - -");
        }

        @Test
        void are_absent_in_a_void_race() {
            assertThat(odds(jra(5).scratch(Horses.of(1, 2, 3, 4)), FIVE)).isEqualTo("- - - - -");
            assertThat(odds(jra(5).scratch(Horses.upTo(5)), FIVE)).isEqualTo("- - - - -");
        }
    }

    @Nested
    class Of_wide {
        private static final Pool FOUR =
                pool(BetType.WIDE, 4, "1-2:40,000 1-3:20,000 1-4:10,000 2-3:15,000 2-4:10,000 3-4:5,000");

        @Test
        void range_over_every_third_horse() {
            assertThat(odds(jra(4), FOUR)).isEqualTo("1.1 1.1–1.6 1.8–2.4 1.2–1.9 1.8–2.5 4.1–4.3");
        }

        @Test
        void with_three_live_horses_have_a_single_value() {
            // all of it wins: 77.5 each, and no Plus10
            assertThat(odds(jra(4).scratch(Horses.of(4)), FOUR)).isEqualTo("1.0 1.0 - 1.0 - -");
        }

        @Test
        void with_two_live_horses_are_the_odds_of_the_only_pair() {
            Market market = premium(4, BetType.WIDE).scratch(Horses.of(3, 4));

            // alone it is all of U: 77.5, at face; 5 % of it is less than 10 yen
            assertThat(odds(market, FOUR)).isEqualTo("1.0 - - - - -");
        }

        @Test
        void leave_unbacked_third_pairs_out_of_the_shares() {
            Pool two = pool(BetType.WIDE, 4, "1-2:10,000 3-4:20,000");

            // 1-2 with 3 or 4 is the only pair paid: 0.775·300/100 = 232.5; 3-4 with 1 or 2: 116.3
            assertThat(odds(jra(4), two)).isEqualTo("2.3 - - - - 1.1");
            Pool four = pool(BetType.WIDE, 4, "1-2:10,000 1-3:10,000 1-4:50,000 2-4:10,000");

            // 1-2 with 3: two pairs, 0.775·(100 + 600/2)/100 = 310.0; with 4: three, 0.775·(100 + 100/3)/100 = 103.3,
            // at face, (100 + 500 + 100)·110 of 800·100, granted
            assertThat(text(jra(4).odds(four), 0)).isEqualTo("1.1–3.1");
        }

        /** The horse with the most money beside the pair makes the lower end only among those that leave as many shares. */
        @Test
        void find_the_lower_end_with_a_third_horse_of_less_stakes_but_more_shares() {
            Pool pool = pool(BetType.WIDE, 4, "1-2:10,000 1-3:20,000 1-4:5,000 2-4:5,000 3-4:60,000");

            // 1-2 with 3: 200 units beside it, two pairs: 0.775·(100 + 700/2)/100 = 348.7
            // with 4: 100 units beside it, three pairs: 0.775·(100 + 800/3)/100 = 284.1
            assertThat(text(jra(4).odds(pool), 0)).isEqualTo("2.8–3.4");
        }

        @Test
        void are_absent_in_a_void_race() {
            assertThat(odds(jra(4).scratch(Horses.of(1, 2, 3)), FOUR)).isEqualTo("- - - - - -");
        }
    }

    @Nested
    class Marks {
        @Test
        void mark_scratched_combinations() {
            PoolOdds board = jra(4).scratch(Horses.of(3)).odds(pool(BetType.WIN, 4, "1:500,000 2:300,000 3:200,000"));

            assertThat(board.mark(2)).contains(Mark.SCRATCHED);
            assertThat(board.low(2)).isEmpty();
            assertThat(board.mark(0)).isEmpty();
            assertThat(board.mark(3)).isEmpty();
        }

        @Test
        void do_not_mark_the_live_horse_of_a_void_race_as_scratched() {
            Market market = Market.open(RuleBooks.NAR, Field.of(10))
                    .scratch(Horses.upTo(10).minus(9));
            PoolOdds win = market.odds(pool(BetType.WIN, 10, "8:500,000 9:300,000"));
            PoolOdds brackets = market.odds(market.pool(BetType.BRACKET_QUINELLA));

            assertThat(market.isVoid()).isTrue();
            assertThat(win.low(8)).isEmpty();
            assertThat(win.mark(8)).isEmpty();
            assertThat(win.mark(7)).contains(Mark.SCRATCHED);
            assertThat(brackets.mark(index(BetType.BRACKET_QUINELLA, 10, "8-8")))
                    .contains(Mark.SCRATCHED);
        }

        @ParameterizedTest
        @CsvSource({
            "1000, 1248800, 999.8, false", // 0.8·1,249,800 / 1,000 = 999.84
            "1000, 1248900, 999.9, true", // 999.92: exactly the cap
            "1000, 1249000, 999.9, true", // 1,000.0
            "100, 1249900, 999.9, true" // 10,000.0
        })
        void mark_odds_at_or_above_the_cap(long stake, long others, String odds, boolean capped) {
            PoolOdds board = jra(2).odds(pool(BetType.WIN, 2, "1:" + stake + " 2:" + others));

            assertThat(text(board, 0)).isEqualTo(odds);
            assertThat(board.mark(0).isPresent()).isEqualTo(capped);
            assertThat(board.mark(1)).isEmpty();
        }

        @Test
        void mark_a_range_of_which_only_the_upper_end_is_capped() {
            Pool pool = pool(BetType.PLACE, 5, "1:1,200,000 2:100 3:1,200,000");
            PoolOdds board = jra(5).odds(pool);

            // with 1: 0.8·(1 + 12,000/2); with 4: 0.8·(1 + 24,000/2)
            assertThat(board.low(1)).contains(Odds.ofTenths(9_999));
            assertThat(board.mark(1)).contains(Mark.CAPPED);
            PoolOdds half = jra(5).odds(pool(BetType.PLACE, 5, "1:200,000 2:100 3:100,000"));
            assertThat(text(half, 1)).isEqualTo("400.8–999.9");
            assertThat(half.mark(1)).contains(Mark.CAPPED);
        }

        @Test
        void cap_the_odds_of_the_largest_pool_at_the_largest_cap() {
            BetTerms win = RuleBooks.JRA.terms(BetType.WIN);
            RuleBook wide = new RuleBook(
                    "X",
                    Map.of(
                            BetType.WIN,
                            new BetTerms(
                                    2,
                                    win.payback(),
                                    win.paybackBand(),
                                    win.premium(),
                                    BetTerms.MAX_CAP,
                                    win.japaneseName())),
                    8,
                    Yen.of(100),
                    Yen.of(10),
                    Yen.of(100),
                    true,
                    1,
                    Optional.empty());
            // 0.8·10^13/100 = 80,000,000,000.0
            PoolOdds board = Market.open(wide, Field.of(2)).odds(pool(BetType.WIN, 2, "1:100 2:9,999,999,999,900"));

            assertThat(text(board, 0)).isEqualTo("214748364.7");
            assertThat(board.mark(0)).contains(Mark.CAPPED);
            assertThat(text(board, 1)).isEqualTo("1.0");
        }

        @ParameterizedTest
        @CsvSource({"WIDE,1-2,9999.9", "QUINELLA,1-2,99999.9", "TRIFECTA,1>2>3,999999.9"})
        void cap_the_odds_of_each_bet_type(BetType type, String longshot, String cap) {
            String favourite = type == BetType.TRIFECTA ? "4>3>2" : "3-4";
            PoolOdds board = jra(4).odds(pool(type, 4, longshot + ":100 " + favourite + ":9,000,000,000"));

            assertThat(text(board, index(type, 4, longshot))).isEqualTo(cap);
            assertThat(board.mark(index(type, 4, longshot))).contains(Mark.CAPPED);
        }
    }

    @Test
    void return_the_payout_of_a_stake_at_the_lower_end() {
        PoolOdds board = jra(5).odds(pool(BetType.PLACE, 5, "1:40,000 2:30,000 3:20,000 4:10,000"));

        assertThat(board.payout(2, Yen.of(1_200))).contains(Yen.of(1_920));
        assertThat(board.payout(4, Yen.of(1_200))).isEmpty();
    }

    @Test
    void change_with_an_additional_stake_in_a_copy_of_the_pool() {
        RuleBook rules = RuleBooks.JRA;
        Pool pool = pool(BetType.WIN, 4, "1:500,000 2:300,000 3:200,000");
        Pool withMine = pool.plus(PoolText.set(BetType.WIN, 4, "3 4"), Yen.of(100_000));

        // U = 1,200,000
        assertThat(odds(Market.open(rules, Field.of(4)), withMine)).isEqualTo("1.9 3.2 3.2 9.6");
        assertThat(odds(Market.open(rules, Field.of(4)), pool)).isEqualTo("1.6 2.6 4.0 -");
    }

    @Test
    void are_absent_for_an_empty_pool() {
        assertThat(odds(jra(3), Pool.empty(jra(3).pool(BetType.WIN).numbering())))
                .isEqualTo("- - -");
    }

    @Test
    void return_the_pool_that_they_were_computed_from() {
        PoolOdds board = jra(4).odds(pool(BetType.WIN, 4, "1:500,000 2:300,000"));

        assertThat(board.type()).isEqualTo(BetType.WIN);
        assertThat(board.pool().net()).isEqualTo(Yen.of(800_000));
        assertThat(board.numbering()).isSameAs(board.pool().numbering());
        assertThat(board.popularity().rank(0)).hasValue(1);
    }
}
