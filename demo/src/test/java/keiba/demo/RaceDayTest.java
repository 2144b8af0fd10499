package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import keiba.domain.bet.BetType;
import org.junit.jupiter.api.Test;

class RaceDayTest {
    private static final List<RaceDay> DAYS = LongStream.range(0, 200)
            .mapToObj(seed -> RaceDay.of(seed, RaceDay.MAX_RACES))
            .toList();

    private static Stream<RaceDay> days() {
        return DAYS.stream();
    }

    private static Stream<PlannedRace> races() {
        return days().flatMap(day -> day.races().stream());
    }

    @Test
    void depends_only_on_the_seed() {
        assertThat(RaceDay.of(5, 4)).isEqualTo(RaceDay.of(5, 4)).isNotEqualTo(RaceDay.of(6, 4));
        assertThat(RaceDay.of(5, 12).races().subList(0, 4))
                .isEqualTo(RaceDay.of(5, 4).races());
    }

    @Test
    void all_horses_and_races_of_a_day_have_different_names() {
        assertThat(days()).allSatisfy(day -> {
            List<String> names = day.races().stream()
                    .flatMap(race -> Stream.concat(
                            Stream.of(race.name()), race.runners().stream().map(Runner::name)))
                    .toList();
            assertThat(names).doesNotHaveDuplicates();
        });
        assertThat(races())
                .allSatisfy(race ->
                        assertThat(race.runners().stream().map(Runner::jockey)).doesNotHaveDuplicates());
    }

    @Test
    void creates_races_with_at_least_four_starters_and_valid_strengths() {
        assertThat(races()).allSatisfy(race -> {
            assertThat(race.runners()).hasSize(race.field().runners());
            for (int horse = 1; horse <= race.runners().size(); horse++) {
                assertThat(race.runner(horse).number()).isEqualTo(horse);
                assertThat(race.runner(horse).strength()).isPositive();
            }
            assertThat(race.runners().stream().mapToDouble(Runner::strength).sum())
                    .isCloseTo(1, within(1e-9));
            assertThat(race.starters().size()).isGreaterThanOrEqualTo(4);
        });
    }

    @Test
    void scratches_only_entered_horses_during_sales() {
        assertThat(races().flatMap(race -> race.scratch().stream()))
                .isNotEmpty()
                .allSatisfy(out -> assertThat(out.moment()).isBetween(0.3, PlannedRace.EARLY - 0.1));
        assertThat(races().filter(race -> race.scratch().isPresent())).allSatisfy(race -> {
            int out = race.scratch().orElseThrow().horse();
            assertThat(race.field().entered().contains(out)).isTrue();
            assertThat(race.starters().contains(out)).isFalse();
        });
    }

    @Test
    void sells_every_bet_type_within_three_races() {
        assertThat(days()).allSatisfy(day -> {
            Set<BetType> sold = EnumSet.noneOf(BetType.class);
            day.races().forEach(race -> sold.addAll(race.market().offering().types()));
            assertThat(sold).isEqualTo(EnumSet.allOf(BetType.class));
        });
    }

    @Test
    void some_races_close_early_or_have_a_scratch_or_a_withdrawal() {
        assertThat(races()).anyMatch(PlannedRace::closesEarly).anyMatch(race -> !race.closesEarly());
        assertThat(races())
                .anyMatch(race -> race.scratch().isPresent())
                .anyMatch(race -> race.scratch().isEmpty());
        assertThat(races())
                .anyMatch(race -> !race.field().withdrawn().isEmpty())
                .anyMatch(race -> race.field().withdrawn().isEmpty());
    }
}
