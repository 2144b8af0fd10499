package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChanceTest {
    private static final int MANY = 20_000;

    private static List<Integer> numbers(Chance chance) {
        return IntStream.range(0, 20).map(i -> chance.between(1, 1_000)).boxed().toList();
    }

    @Test
    void repeats_its_numbers_only_for_the_same_seed_and_purpose() {
        List<Integer> once = numbers(Chance.of(1, "horses", 2, 3));

        assertThat(numbers(Chance.of(1, "horses", 2, 3))).isEqualTo(once);
        assertThat(numbers(Chance.of(2, "horses", 2, 3))).isNotEqualTo(once);
        assertThat(numbers(Chance.of(1, "riders", 2, 3))).isNotEqualTo(once);
        assertThat(numbers(Chance.of(1, "horses", 3, 2))).isNotEqualTo(once);
        assertThat(numbers(Chance.of(1, "horses", 2))).isNotEqualTo(once);
    }

    /** Fixed values, so that a change of the random numbers of a Java release is noticed. */
    @Test
    void gives_the_same_numbers_on_every_machine() {
        Chance chance = Chance.of(2026, "machine");

        assertThat(List.of(chance.between(1, 1_000_000), chance.between(1, 1_000_000)))
                .isEqualTo(List.of(20_286, 320_428));
        assertThat(chance.bell()).isEqualTo(-0.12976665795288245);
        assertThat(chance.factor(1)).isEqualTo(1.5152558738833646);
    }

    @Test
    void returns_numbers_within_their_limits() {
        Chance chance = Chance.of(7, "bounds");

        assertThat(IntStream.range(0, MANY)
                        .map(i -> chance.between(3, 5))
                        .distinct()
                        .sorted())
                .containsExactly(3, 4, 5);
        assertThat(DoubleStream.generate(chance::fraction).limit(MANY)).allMatch(number -> number >= 0 && number < 1);
        assertThat(DoubleStream.generate(chance::bell).limit(MANY)).allMatch(number -> number > -6 && number < 6);
        assertThat(DoubleStream.generate(() -> chance.factor(1)).limit(MANY)).allMatch(number -> number > 0);
        assertThat(DoubleStream.generate(() -> chance.waiting(2)).limit(MANY)).allMatch(number -> number >= 0);
    }

    @Test
    void returns_outcomes_with_the_requested_probabilities() {
        Chance chance = Chance.of(7, "likely");
        long heads = IntStream.range(0, MANY).filter(i -> chance.happens(0.3)).count();
        long second = IntStream.range(0, MANY)
                .filter(i -> chance.weighted(1, 3, 0) == 1)
                .count();

        assertThat(heads / (double) MANY).isCloseTo(0.3, within(0.02));
        assertThat(second / (double) MANY).isCloseTo(0.75, within(0.02));
        assertThat(DoubleStream.generate(chance::bell).limit(MANY).average().orElseThrow())
                .isCloseTo(0, within(0.05));
        assertThat(DoubleStream.generate(() -> chance.waiting(4))
                        .limit(MANY)
                        .average()
                        .orElseThrow())
                .isCloseTo(0.25, within(0.02));
    }

    @Test
    void draws_nothing_twice_and_nothing_of_weight_zero() {
        Chance chance = Chance.of(7, "draw");

        for (int i = 0; i < 1_000; i++) {
            assertThat(chance.draw(3, 0, 1, 5, 0, 2)).containsExactlyInAnyOrder(1, 2, 4);
        }
        assertThat(chance.shuffled(List.of(1, 2, 3, 4))).containsExactlyInAnyOrder(1, 2, 3, 4);
    }
}
