package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunningViewTest {
    @Test
    void shows_the_first_three_at_the_end_in_their_order_of_finish() {
        LongStream.range(0, 50).forEach(seed -> {
            PlannedRace race = RaceDay.of(seed, 1).races().get(0);
            Finish finish = Course.run(seed, race, race.starters());
            RunningView view = new RunningView(race, finish);
            List<Integer> seen = finish.result().crossing().finishers().stream()
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(horse -> -view.place(horse, 1)))
                    .toList();
            List<Integer> placings = seen.stream()
                    .map(horse -> finish.result().crossing().placingOf(horse).orElseThrow())
                    .toList();
            assertThat(placings.subList(0, 3)).isSorted();
            assertThat(view.place(seen.get(0), 1)).isEqualTo(1);
        });
    }

    @Test
    void its_pictures_fit_terminals_of_60_to_132_columns() {
        PlannedRace race = RaceDay.of(3, 1).races().get(0);
        RunningView view = new RunningView(race, Course.run(3, race, race.starters()));
        for (int width : new int[] {60, 80, 132}) {
            for (double passed :
                    IntStream.rangeClosed(0, 20).mapToDouble(i -> i / 20.0).toArray()) {
                List<String> picture = view.picture(passed, width, 23, Paint.COLOURED);
                assertThat(picture).hasSizeLessThanOrEqualTo(23).allMatch(line -> Columns.width(line) <= width);
            }
        }
        assertThat(view.picture(0.5, 80, 10, Paint.PLAIN)).hasSizeLessThanOrEqualTo(10);
    }
}
