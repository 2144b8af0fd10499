package keiba.domain.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.MultiLegCombination;
import keiba.domain.bet.MultiLegSelection;
import keiba.domain.bet.MultiLegType;
import keiba.domain.bet.Numbering;
import keiba.domain.bet.Selection;
import keiba.domain.money.PerMille;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.rule.CarryOverTerms;
import keiba.domain.rule.RuleBooks;
import keiba.domain.settlement.MultiLegSettlement.MultiLegDividend;
import keiba.domain.settlement.MultiLegSettlement.TicketResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiLegSettlementTest {
    private static final MultiLegType WIN5 = MultiLegType.WIN5;
    private static final CarryOverTerms TERMS = RuleBooks.JRA.carryOver().orElseThrow();
    private static final Market RACE = Market.open(RuleBooks.JRA, Field.of(18));
    private static final List<Market> FIVE = Collections.nCopies(5, RACE);

    private static MultiLegTicket ticket(MultiLegType type, List<Market> races, long unit, int[]... legs) {
        List<List<Selection>> selections = new ArrayList<>();
        for (int[] horses : legs) {
            selections.add(IntStream.of(horses)
                    .mapToObj(Selection.Straight::of)
                    .map(Selection.class::cast)
                    .toList());
        }
        return new MultiLegTicket(
                MultiLegSelection.expand(
                                type, races.stream().map(Market::offering).toList(), selections)
                        .orElseThrow(),
                Yen.of(unit));
    }

    private static MultiLegTicket win5(long unit, int... horses) {
        return ticket(
                WIN5,
                FIVE,
                unit,
                IntStream.of(horses).mapToObj(horse -> new int[] {horse}).toArray(int[][]::new));
    }

    private static LegResult won(int... horses) {
        return LegResult.of(RACE, BetType.WIN, OrderOfFinish.of(Horses.of(horses)));
    }

    /** The first of each leg wins; the second leg is a dead heat of 2 and 12. */
    private static List<LegResult> results(boolean deadHeat) {
        return List.of(won(1), deadHeat ? won(2, 12) : won(2), won(3), won(4), won(5));
    }

    private static MultiLegSettlement settle(boolean deadHeat, long carriedIn, MultiLegTicket... tickets) {
        return MultiLegSettlement.of(WIN5, TERMS, Yen.of(carriedIn), results(deadHeat), List.of(tickets));
    }

    private static MultiLegCombination combination(String text) {
        return MultiLegCombination.parse(WIN5, text).orElseThrow();
    }

    // The worked examples E16 (a) to (d) of the rules, with tickets.

    @Test
    void pays_a_single_winner() {
        MultiLegTicket winner = win5(300, 1, 2, 3, 4, 5);
        MultiLegSettlement settled = settle(false, 0, winner, win5(1_499_999_700, 1, 2, 3, 4, 6));

        assertThat(settled.dividends())
                .containsExactly(new MultiLegDividend(combination("1/2/3/4/5"), Yen.of(300), Yen.of(35_000_000)));
        assertThat(settled.settle(winner)).isEqualTo(new TicketResult(Yen.of(1_050_000_000), Yen.ZERO));
        assertThat(settled.retained()).isEqualTo(Yen.of(450_000_000));
    }

    @Test
    void has_one_winner_for_each_horse_of_a_dead_heat_and_caps_each_dividend() {
        MultiLegSettlement settled = settle(
                true,
                467_188_320,
                win5(400, 1, 2, 3, 4, 5),
                win5(100, 1, 12, 3, 4, 5),
                win5(1_999_999_500, 9, 9, 9, 9, 9));

        assertThat(settled.dividends())
                .containsExactly(
                        new MultiLegDividend(combination("1/2/3/4/5"), Yen.of(400), Yen.of(23_339_856)),
                        new MultiLegDividend(combination("1/12/3/4/5"), Yen.of(100), Yen.of(60_000_000)));
        assertThat(settled.carriedOut()).isEqualTo(Yen.of(333_594_055));
    }

    @Test
    void carries_over_the_whole_payback_if_no_ticket_wins() {
        MultiLegSettlement settled = settle(false, 123_456_780, win5(900_000_000, 1, 1, 1, 1, 1));

        assertThat(settled.dividends()).isEmpty();
        assertThat(settled.carriedOut()).isEqualTo(Yen.of(753_456_780));
        assertThat(settled.paid()).isEqualTo(Yen.ZERO);
    }

    @Test
    void carries_over_the_amount_above_the_cap_of_one_winner() {
        MultiLegSettlement settled = settle(false, 0, win5(100, 1, 2, 3, 4, 5), win5(1_499_999_900, 1, 1, 1, 1, 1));

        assertThat(settled.dividend(combination("1/2/3/4/5")).orElseThrow().per10())
                .isEqualTo(Yen.of(60_000_000));
        assertThat(settled.dividend(combination("1/1/1/1/1"))).isEmpty();
        assertThat(settled.carriedOut()).isEqualTo(Yen.of(450_000_000));
    }

    /** Anchor D, SPAT4: 63,611,473 tickets of 10 yen, 15 of them on the winning combination, 275,763,012 yen carried in. */
    @Test
    void pays_the_record_dividend_of_the_triple_exacta() {
        List<Market> races = Collections.nCopies(3, RACE);
        MultiLegType type = MultiLegType.TRIPLE_EXACTA;
        LegResult result = LegResult.of(RACE, BetType.EXACTA, OrderOfFinish.of(1, 2, 3));
        MultiLegTicket winner = exactas(type, races, 50, 2);
        MultiLegSettlement settled = MultiLegSettlement.of(
                type,
                new CarryOverTerms(PerMille.of(700), Yen.of(60_000_000), false),
                Yen.of(275_763_012),
                Collections.nCopies(3, result),
                List.of(winner, winner, winner, exactas(type, races, 636_114_730 - 150, 3)));

        assertThat(settled.settle(winner)).isEqualTo(new TicketResult(Yen.of(240_347_770), Yen.ZERO));
        assertThat(settled.carriedOut()).isEqualTo(Yen.ZERO);
    }

    private static MultiLegTicket exactas(MultiLegType type, List<Market> races, long unit, int second) {
        return new MultiLegTicket(
                MultiLegSelection.expand(
                                type,
                                races.stream().map(Market::offering).toList(),
                                Collections.nCopies(3, List.of(Selection.Straight.of(1, second))))
                        .orElseThrow(),
                Yen.of(unit));
    }

    // Refunds.

    @Test
    void refunds_only_the_combinations_with_a_scratched_horse() {
        Market scratched = RACE.scratch(Horses.of(7));
        LegResult second = LegResult.of(scratched, BetType.WIN, OrderOfFinish.of(2, 1));
        MultiLegTicket mixed = ticket(
                WIN5, FIVE, 100, new int[] {1}, new int[] {2, 7}, new int[] {3}, new int[] {4}, new int[] {5, 6});
        MultiLegSettlement settled = MultiLegSettlement.of(
                WIN5, TERMS, Yen.ZERO, List.of(won(1), second, won(3), won(4), won(5)), List.of(mixed));

        assertThat(settled.sales()).isEqualTo(Yen.of(400));
        assertThat(settled.refunded()).isEqualTo(Yen.of(200));
        // .7 of 200 yen for the 10 tickets of 10 yen on the only winning combination
        assertThat(settled.settle(mixed)).isEqualTo(new TicketResult(Yen.of(140), Yen.of(200)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refunds_every_stake_if_a_leg_is_cancelled_or_has_no_winner(boolean cancelled) {
        LegResult third = cancelled
                ? LegResult.cancelled(RACE, BetType.WIN)
                : LegResult.of(RACE.scratch(Horses.upTo(17)), BetType.WIN, OrderOfFinish.of(18));
        MultiLegTicket one = win5(500, 1, 2, 3, 4, 5);
        MultiLegSettlement settled = MultiLegSettlement.of(
                WIN5, TERMS, Yen.of(1_000), List.of(won(1), won(2), third, won(4), won(5)), List.of(one));

        assertThat(settled.settle(one)).isEqualTo(new TicketResult(Yen.ZERO, Yen.of(500)));
        assertThat(settled.carriedOut()).isEqualTo(Yen.of(1_000));
        assertThat(settled.retained()).isEqualTo(Yen.ZERO);
    }

    @Test
    void settles_a_race_without_tickets() {
        MultiLegSettlement settled = settle(false, 700);

        assertThat(settled.carriedIn()).isEqualTo(Yen.of(700));
        assertThat(settled.carriedOut()).isEqualTo(Yen.of(700));
        assertThat(settled.sales()).isEqualTo(Yen.ZERO);
    }

    // Wrong input.

    @Test
    void refuses_results_and_tickets_of_other_legs() {
        MultiLegTicket ticket = win5(100, 1, 2, 3, 4, 5);
        List<LegResult> five = results(false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MultiLegSettlement.of(WIN5, TERMS, Yen.ZERO, five.subList(1, 5), List.of()))
                .withMessage("5 x WIN must have 5 results, not 4");
        MultiLegType other = new MultiLegType(BetType.WIN, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MultiLegSettlement.of(other, TERMS, Yen.ZERO, five.subList(0, 2), List.of(ticket)))
                .withMessage("a ticket must be of 2 x WIN, not 5 x WIN");
        Market smaller = Market.open(RuleBooks.JRA, Field.of(9));
        List<LegResult> elsewhere = Collections.nCopies(5, LegResult.of(smaller, BetType.WIN, OrderOfFinish.of(1, 2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MultiLegSettlement.of(WIN5, TERMS, Yen.ZERO, elsewhere, List.of(ticket)))
                .withMessageContaining("different numberings");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MultiLegSettlement.of(
                        WIN5,
                        TERMS,
                        Yen.ZERO,
                        Collections.nCopies(5, LegResult.of(RACE, BetType.PLACE, OrderOfFinish.of(1, 2, 3))),
                        List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MultiLegSettlement.of(WIN5, TERMS, Yen.of(-1), five, List.of()));
    }

    @Test
    void refuses_stakes_that_are_not_multiples_of_10_yen_or_too_large() {
        MultiLegSelection selection = win5(10, 1, 2, 3, 4, 5).selection();
        for (long stake : new long[] {0, -10, 5, 105}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MultiLegTicket(selection, Yen.of(stake)))
                    .withMessage(
                            "the stake on a combination must be a positive multiple of 10 yen, not " + Yen.of(stake));
        }
        assertThat(new MultiLegTicket(selection, Yen.of(10_000_000_000_000L)).total())
                .isEqualTo(Yen.of(10_000_000_000_000L));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiLegTicket(selection, Yen.of(10_000_000_000_010L)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ticket(
                        WIN5,
                        FIVE,
                        Long.MAX_VALUE / 10 * 10,
                        new int[] {1, 2},
                        new int[] {1},
                        new int[] {1},
                        new int[] {1},
                        new int[] {1}));
        MultiLegTicket huge = new MultiLegTicket(selection, Yen.of(10_000_000_000_000L));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settle(false, 0, huge, win5(10, 1, 1, 1, 1, 1)))
                .withMessageStartingWith("all tickets together must not exceed ");
    }

    @Test
    void refuses_a_combination_that_is_both_winning_and_void_in_a_leg() {
        CombinationSet first = CombinationSet.of(Numbering.of(BetType.WIN, 18), 0);
        assertThatIllegalArgumentException().isThrownBy(() -> new LegResult(first, first));
    }

    // Against a naive computation, which lists every combination of every ticket.

    @Test
    void agrees_with_a_naive_computation_on_random_races() {
        Random random = new Random(20261129);
        for (int round = 0; round < 300; round++) {
            RandomBet bet = new RandomBet(random);
            MultiLegSettlement settled =
                    MultiLegSettlement.of(bet.type, bet.terms, bet.carriedIn, bet.results, bet.tickets);
            Naive naive = new Naive(bet);

            assertThat(settled.sales()).isEqualTo(naive.sales);
            assertThat(settled.refunded()).isEqualTo(naive.refunded);
            assertThat(settled.carriedOut()).isEqualTo(naive.carriedOut);
            Yen paid = Yen.ZERO;
            Yen refunded = Yen.ZERO;
            for (int i = 0; i < bet.tickets.size(); i++) {
                TicketResult result = settled.settle(bet.tickets.get(i));
                assertThat(result).isEqualTo(naive.results.get(i));
                paid = paid.plus(result.payout());
                refunded = refunded.plus(result.refund());
            }
            assertThat(paid).isEqualTo(settled.paid());
            assertThat(refunded).isEqualTo(settled.refunded());
            assertThat(settled.retained().isNegative()).isFalse();
            assertThat(paid.plus(settled.retained()).plus(settled.carriedOut()).plus(refunded))
                    .isEqualTo(settled.sales().plus(bet.carriedIn));
        }
    }

    /** Two to four legs with fields of two to five horses, some of them scratched, and up to twelve tickets. */
    private static final class RandomBet {
        private final MultiLegType type;
        private final CarryOverTerms terms;
        private final Yen carriedIn;
        private final List<Market> markets = new ArrayList<>();
        private final List<LegResult> results = new ArrayList<>();
        private final List<MultiLegTicket> tickets = new ArrayList<>();

        RandomBet(Random random) {
            type = new MultiLegType(BetType.WIN, random.nextInt(2, 5));
            terms = new CarryOverTerms(PerMille.of(random.nextInt(500, 1_001)), Yen.of(random.nextInt(10, 500)), false);
            carriedIn = Yen.of(random.nextInt(0, 10_000));
            List<Market> sold = new ArrayList<>();
            for (int leg = 0; leg < type.legs(); leg++) {
                int runners = random.nextInt(2, 6);
                Market market = Market.open(RuleBooks.JRA, Field.of(runners));
                sold.add(market);
                market = random.nextInt(4) == 0 ? market.scratch(Horses.of(random.nextInt(1, runners + 1))) : market;
                markets.add(market);
                results.add(result(random, market));
            }
            for (int i = random.nextInt(13); i > 0; i--) {
                int[][] legs = new int[type.legs()][];
                for (int leg = 0; leg < legs.length; leg++) {
                    int runners = markets.get(leg).offering().field().runners();
                    legs[leg] = random.ints(random.nextInt(1, 4), 1, runners + 1)
                            .distinct()
                            .toArray();
                }
                tickets.add(ticket(type, sold, 10L * random.nextInt(1, 30), legs));
            }
        }

        private static LegResult result(Random random, Market market) {
            if (random.nextInt(12) == 0) {
                return LegResult.cancelled(market, BetType.WIN);
            }
            int[] live = market.live().toArray();
            int winner = live[random.nextInt(live.length)];
            Horses first = random.nextInt(4) == 0
                    ? Horses.of(winner).plus(live[random.nextInt(live.length)])
                    : Horses.of(winner);
            return LegResult.of(market, BetType.WIN, OrderOfFinish.of(first));
        }
    }

    /** The rules of A.7 over every single combination of every ticket, in fractions over 1,000 times the number of winners. */
    private static final class Naive {
        private Yen sales = Yen.ZERO;
        private Yen refunded = Yen.ZERO;
        private Yen carriedOut = Yen.ZERO;
        private final List<TicketResult> results = new ArrayList<>();

        Naive(RandomBet bet) {
            Map<List<Integer>, Long> stakes = new HashMap<>();
            for (MultiLegTicket ticket : bet.tickets) {
                for (List<Integer> each : combinations(ticket)) {
                    sales = sales.plus(ticket.stakeOnEach());
                    if (isVoid(bet, each)) {
                        refunded = refunded.plus(ticket.stakeOnEach());
                    } else if (wins(bet, each)) {
                        stakes.merge(each, ticket.stakeOnEach().value(), Long::sum);
                    }
                }
            }
            long net = sales.value() - refunded.value();
            long rate = bet.terms.payback().value();
            long backed = stakes.size();
            long losing =
                    net - stakes.values().stream().mapToLong(stake -> stake).sum();
            Map<List<Integer>, Long> per10 = new HashMap<>();
            BigInteger excess = BigInteger.ZERO;
            for (Map.Entry<List<Integer>, Long> won : stakes.entrySet()) {
                long tickets = won.getValue() / 10;
                long share = rate * (won.getValue() * backed + losing) + bet.carriedIn.value() * 1_000;
                long cap = bet.terms.capPer10().value();
                per10.put(won.getKey(), Math.min(cap, share / (1_000 * backed * tickets)));
                excess = excess.add(BigInteger.valueOf(Math.max(0, share - cap * tickets * 1_000 * backed)));
            }
            carriedOut = Yen.of(
                    stakes.isEmpty()
                            ? rate * net / 1_000 + bet.carriedIn.value()
                            : excess.divide(BigInteger.valueOf(1_000 * backed)).longValueExact());
            for (MultiLegTicket ticket : bet.tickets) {
                long payout = 0;
                long refund = 0;
                for (List<Integer> each : combinations(ticket)) {
                    payout +=
                            per10.getOrDefault(each, 0L) * ticket.stakeOnEach().value() / 10;
                    refund += isVoid(bet, each) ? ticket.stakeOnEach().value() : 0;
                }
                results.add(new TicketResult(Yen.of(payout), Yen.of(refund)));
            }
        }

        private static boolean isVoid(RandomBet bet, List<Integer> indexes) {
            return IntStream.range(0, indexes.size())
                    .anyMatch(leg -> bet.results.get(leg).voided().contains(indexes.get(leg)));
        }

        private static boolean wins(RandomBet bet, List<Integer> indexes) {
            return IntStream.range(0, indexes.size())
                    .allMatch(leg -> bet.results.get(leg).winning().contains(indexes.get(leg)));
        }

        private static List<List<Integer>> combinations(MultiLegTicket ticket) {
            List<List<Integer>> all = List.of(List.of());
            for (CombinationSet leg : ticket.selection().legs()) {
                List<List<Integer>> longer = new ArrayList<>();
                for (List<Integer> prefix : all) {
                    for (int index : new TreeSet<>(leg.stream().boxed().toList())) {
                        List<Integer> next = new ArrayList<>(prefix);
                        next.add(index);
                        longer.add(next);
                    }
                }
                all = longer;
            }
            return all;
        }
    }
}
