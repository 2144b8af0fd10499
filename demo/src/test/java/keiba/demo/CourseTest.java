package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import org.junit.jupiter.api.Test;

class CourseTest {
    private record Run(PlannedRace race, Finish finish) {}

    private static final List<Run> RUNS = LongStream.range(0, 200)
            .boxed()
            .flatMap(seed -> RaceDay.of(seed, 6).races().stream()
                    .map(race -> new Run(race, Course.run(seed, race, race.starters()))))
            .toList();

    private static Stream<Run> runs() {
        return RUNS.stream();
    }

    @Test
    void depends_only_on_the_seed() {
        PlannedRace race = RaceDay.of(5, 1).races().get(0);

        assertThat(Course.run(5, race, race.starters())).isEqualTo(Course.run(5, race, race.starters()));
        assertThat(LongStream.range(0, 20).mapToObj(seed -> Course.run(seed, race, race.starters())))
                .doesNotHaveDuplicates();
    }

    @Test
    void creates_only_results_that_the_domain_accepts() {
        assertThat(runs()).allSatisfy(run -> {
            assertThat(run.finish().result().check(run.race().starters())).isEmpty();
            assertThat(run.finish().groups()).isNotEmpty();
        });
    }

    @Test
    void keeps_the_order_of_the_others_when_a_horse_is_out() {
        PlannedRace race = RaceDay.of(5, 1).races().get(0);
        Horses all = race.field().entered();
        OrderOfFinish order = Course.run(5, race, all).result().crossing();
        for (int out : all.toArray()) {
            OrderOfFinish without = Course.run(5, race, all.minus(out)).result().crossing();
            assertThat(all.minus(out).stream())
                    .allSatisfy(horse -> assertThat(isBeforeNobodyItWasBehind(order, without, horse))
                            .isTrue());
        }
    }

    private static boolean isBeforeNobodyItWasBehind(OrderOfFinish order, OrderOfFinish without, int horse) {
        return without.finishers().stream()
                .filter(other -> placing(order, other) < placing(order, horse))
                .noneMatch(other -> placing(without, other) > placing(without, horse));
    }

    private static int placing(OrderOfFinish order, int horse) {
        return order.placingOf(horse).orElse(0);
    }

    @Test
    void creates_some_dead_heats_among_the_first_three_placings() {
        List<Integer> placings = runs().flatMap(run -> run.finish().groups().stream()
                        .filter(group -> group.size() > 1)
                        .map(group -> run.finish()
                                .result()
                                .crossing()
                                .placingOf(group.toArray()[0])
                                .orElseThrow()))
                .toList();

        assertThat(placings).contains(1, 2, 3).allMatch(placing -> placing <= 3);
        assertThat(runs())
                .allMatch(run -> !run.finish().hasDeadHeat() || run.finish().photo());
        assertThat(runs()).anyMatch(run -> run.finish().photo() && !run.finish().hasDeadHeat());
        assertThat(placings.size()).isBetween(150, 450);
    }

    @Test
    void has_some_races_with_pulled_up_and_disqualified_horses() {
        assertThat(runs()).anyMatch(run -> !run.finish().result().pulledUp().isEmpty());
        assertThat(runs()).anyMatch(run -> !run.finish().result().disqualified().isEmpty());
    }

    @Test
    void strong_horses_win_more_often() {
        long wins = runs().filter(run -> {
                    Runner best = run.race().runners().stream()
                            .filter(runner -> run.race().starters().contains(runner.number()))
                            .max(Comparator.comparingDouble(Runner::strength))
                            .orElseThrow();
                    return run.finish().groups().get(0).contains(best.number());
                })
                .count();

        assertThat(wins).isBetween(240L, 600L);
        assertThat(IntStream.rangeClosed(1, 3)
                        .filter(horse -> runs().anyMatch(
                                        run -> run.finish().groups().get(0).contains(horse))))
                .containsExactly(1, 2, 3);
    }
}
