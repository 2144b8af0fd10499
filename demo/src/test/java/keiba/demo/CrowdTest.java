package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import keiba.application.purchase.Bet;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Selection;
import keiba.domain.bet.Selection.Wheel;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import keiba.domain.pool.Pool;
import keiba.domain.race.Horses;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private static final int BETTORS = 150;

    /** A race and the bets on it. */
    private record Betting(PlannedRace race, Crowd crowd) {
        Stream<Order> orders() {
            return crowd.on(race);
        }
    }

    private static List<Betting> bettings() {
        return LongStream.range(0, 12)
                .boxed()
                .flatMap(seed -> {
                    RaceDay day = RaceDay.of(seed, 6);
                    Crowd crowd = Crowd.of(seed, day, BETTORS);
                    return day.races().stream().map(race -> new Betting(race, crowd));
                })
                .toList();
    }

    private static final List<Betting> BETTINGS = bettings();

    private static Stream<Order> orders() {
        return BETTINGS.stream().flatMap(Betting::orders);
    }

    @Test
    void depends_only_on_the_seed() {
        RaceDay day = RaceDay.of(5, 3);

        assertThat(Crowd.of(5, day, 20)).isEqualTo(Crowd.of(5, RaceDay.of(5, 3), 20));
        assertThat(Crowd.of(6, day, 20)).isNotEqualTo(Crowd.of(5, day, 20));
    }

    @Test
    void bets_do_not_depend_on_the_number_of_bettors_or_races() {
        Bettor tenth = Crowd.of(5, RaceDay.of(5, 3), 20).bettors().get(9);
        Bettor amongMore = Crowd.of(5, RaceDay.of(5, 6), 40).bettors().get(9);

        assertThat(amongMore.orders().subList(0, 3)).isEqualTo(tenth.orders());
        assertThat(amongMore.collects()).isEqualTo(tenth.collects());
    }

    @Test
    void makes_only_bets_that_the_domain_accepts() {
        for (Betting betting : BETTINGS) {
            Market market = betting.race().market();
            betting.orders().forEach(order -> {
                Bet bet = order.bet();
                CombinationSet set =
                        bet.selection().expand(bet.type(), market.offering()).orElseThrow();
                assertThat(order.combinations()).isEqualTo(set.size());
                assertThat(bet.amount().isPositiveMultipleOf(Yen.of(100))).isTrue();
                assertThat(order.total()).isEqualTo(bet.amount().times(set.size()));
            });
        }
    }

    @Test
    void does_not_bet_on_a_horse_after_it_was_scratched() {
        for (Betting betting : BETTINGS) {
            betting.race().scratch().ifPresent(out -> {
                Market market = betting.race().market().scratch(Horses.of(out.horse()));
                betting.orders()
                        .filter(order -> order.moment() > out.moment() + 0.05)
                        .forEach(order -> {
                            Bet bet = order.bet();
                            CombinationSet set = bet.selection()
                                    .expand(bet.type(), market.offering())
                                    .orElseThrow();
                            assertThat(set.and(market.voided(bet.type())).isEmpty())
                                    .isTrue();
                        });
            });
        }
        assertThat(BETTINGS).anyMatch(betting -> betting.race().scratch().isPresent());
    }

    @Test
    void each_bettor_places_bets_in_order_before_the_race_closes() {
        for (Betting betting : BETTINGS) {
            for (Bettor bettor : betting.crowd().bettors()) {
                List<Double> moments =
                        bettor.on(betting.race()).stream().map(Order::moment).toList();
                assertThat(moments)
                        .isSorted()
                        .allMatch(
                                moment -> moment >= 0 && moment < betting.race().selling());
            }
        }
    }

    @Test
    void places_more_bets_near_the_deadline() {
        assertThat(orders().filter(order -> order.moment() > 0.6).count())
                .isGreaterThan(orders().filter(order -> order.moment() < 0.4).count());
    }

    @Test
    void uses_every_method_for_every_bet_type_that_has_it() {
        Map<BetType, Map<String, Long>> used = orders().collect(Collectors.groupingBy(
                order -> order.bet().type(),
                () -> new EnumMap<>(BetType.class),
                Collectors.groupingBy(
                        order -> order.bet().selection().getClass().getSimpleName(), Collectors.counting())));

        assertThat(used.keySet()).containsExactly(BetType.values());
        used.forEach((type, methods) -> assertThat(methods.keySet())
                .as("%s", type)
                .containsExactlyInAnyOrderElementsOf(
                        type.places() == 1 ? List.of("Straight") : List.of("Straight", "Box", "Wheel", "Formation")));
    }

    @Test
    void uses_wheels_with_every_position_and_with_multi() {
        List<Wheel> wheels = orders().map(order -> order.bet().selection())
                .filter(Wheel.class::isInstance)
                .map(Wheel.class::cast)
                .toList();

        assertThat(wheels).anyMatch(Wheel::multi).anyMatch(wheel -> wheel.axis().size() == 2);
        for (List<Integer> positions :
                List.of(List.of(1), List.of(2), List.of(3), List.of(1, 2), List.of(1, 3), List.<Integer>of())) {
            assertThat(wheels).anyMatch(wheel -> wheel.positions().equals(positions));
        }
    }

    @Test
    void bets_on_a_bracket_with_itself() {
        assertThat(orders().filter(order -> order.bet().type().onBrackets()))
                .anyMatch(order -> order.bet().selection() instanceof Selection.Straight straight
                        && straight.numbers().get(0).equals(straight.numbers().get(1)))
                .anyMatch(order -> order.bet().selection() instanceof Wheel wheel
                        && wheel.partners().contains(wheel.axis().get(0)));
    }

    @Test
    void stakes_are_distributed_over_the_bet_types_as_in_real_sales() {
        assertThat(share(BetType.TRIFECTA)).isBetween(0.2, 0.4);
        assertThat(share(BetType.TRIO)).isBetween(0.13, 0.3);
        assertThat(share(BetType.WIN)).isBetween(0.04, 0.13);
        assertThat(share(BetType.PLACE)).isBetween(0.05, 0.15);
    }

    private static double share(BetType type) {
        return yen(orders().filter(order -> order.bet().type() == type)) / (double) yen(orders());
    }

    private static long yen(Stream<Order> orders) {
        return orders.mapToLong(order -> order.total().value()).sum();
    }

    @Test
    void makes_many_small_and_few_large_bets() {
        List<Long> totals =
                orders().map(order -> order.total().value()).sorted().toList();
        long median = totals.get(totals.size() / 2);
        double mean = totals.stream().mapToLong(Long::longValue).average().orElseThrow();

        assertThat(median).isBetween(500L, 1_500L);
        assertThat(mean).isGreaterThan(1.2 * median);
        assertThat(totals.getLast()).isGreaterThan(20 * median);
    }

    @Test
    void stakes_most_on_the_strongest_horses() {
        int favourites = 0;
        for (Betting betting : BETTINGS) {
            PlannedRace race = betting.race();
            Pool win = race.market().pool(BetType.WIN);
            betting.orders()
                    .filter(order -> order.bet().type() == BetType.WIN)
                    .forEach(order -> win.add(
                            order.bet()
                                    .selection()
                                    .expand(BetType.WIN, race.market().offering())
                                    .orElseThrow(),
                            order.bet().amount()));
            List<Runner> best = race.runners().stream()
                    .filter(runner -> race.starters().contains(runner.number()))
                    .sorted(Comparator.comparingDouble(Runner::strength).reversed())
                    .limit(3)
                    .toList();
            int most = race.starters().stream()
                    .boxed()
                    .max(Comparator.comparing(horse -> win.stake(horse - 1)))
                    .orElseThrow();
            favourites += best.stream().anyMatch(runner -> runner.number() == most) ? 1 : 0;
        }
        assertThat(favourites).isGreaterThan(BETTINGS.size() * 2 / 3);
    }

    @Test
    void some_bettors_run_out_of_money() {
        List<Bettor> bettors = BETTINGS.stream()
                .flatMap(betting -> betting.crowd().bettors().stream())
                .toList();

        assertThat(bettors).allMatch(bettor -> bettor.deposit().isPositiveMultipleOf(Yen.of(1_000)));
        assertThat(bettors).anyMatch(CrowdTest::isShort).anyMatch(bettor -> !isShort(bettor));
        assertThat(bettors).anyMatch(Bettor::collects).anyMatch(bettor -> !bettor.collects());
    }

    private static boolean isShort(Bettor bettor) {
        return bettor.orders().stream()
                        .flatMap(List::stream)
                        .mapToLong(order -> order.total().value())
                        .sum()
                > bettor.deposit().value();
    }
}
