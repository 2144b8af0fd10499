package keiba.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -7, Long.MAX_VALUE})
    void the_same_seed_gives_the_same_schedule(long seed) {
        assertThat(Schedule.of(seed, HALF_HOUR)).isEqualTo(Schedule.of(seed, HALF_HOUR));
    }

    @Test
    void another_seed_gives_another_schedule() {
        assertThat(Schedule.of(1, HALF_HOUR)).isNotEqualTo(Schedule.of(2, HALF_HOUR));
    }

    @Test
    void every_kind_of_fault_occurs_once_before_one_is_repeated() {
        List<Fault> faults = Schedule.of(3, HALF_HOUR);
        int kinds = Fault.FaultKind.values().length;
        assertThat(EnumSet.copyOf(faults.stream().limit(kinds).map(Fault::kind).toList()))
                .isEqualTo(EnumSet.allOf(Fault.FaultKind.class));
        assertThat(faults).hasSizeGreaterThan(10 * kinds);
    }

    @Test
    void each_round_has_every_kind_of_fault_once_in_another_order() {
        List<Fault.FaultKind> kinds =
                Schedule.of(7, Duration.ofHours(2)).stream().map(Fault::kind).toList();
        int all = Fault.FaultKind.values().length;
        List<List<Fault.FaultKind>> deals = IntStream.range(0, kinds.size() / all)
                .mapToObj(deal -> kinds.subList(deal * all, (deal + 1) * all))
                .toList();
        assertThat(deals)
                .hasSizeGreaterThan(40)
                .allSatisfy(deal -> assertThat(deal).containsExactlyInAnyOrder(Fault.FaultKind.values()));
        assertThat(Set.copyOf(deals)).hasSameSizeAs(deals);
    }

    @Test
    void a_run_of_three_minutes_has_every_kind_of_fault_for_any_seed() {
        for (long seed = 0; seed < 500; seed++) {
            List<Fault> faults = Schedule.of(seed, Schedule.EVERY_KIND);
            assertThat(EnumSet.copyOf(faults.stream().map(Fault::kind).toList()))
                    .as("seed " + seed)
                    .isEqualTo(EnumSet.allOf(Fault.FaultKind.class));
        }
    }

    @Test
    void a_run_with_all_kinds_of_faults_must_reach_each_of_them() {
        assertThat(Schedule.mandatory(HALF_HOUR)).isEqualTo(Fault.FaultKind.values().length);
        assertThat(Schedule.mandatory(Schedule.EVERY_KIND)).isEqualTo(Fault.FaultKind.values().length);
        assertThat(Schedule.mandatory(Duration.ofMinutes(2))).isZero();
    }

    @Test
    void faults_begin_one_after_the_other_within_the_run() {
        List<Fault> faults = Schedule.of(4, HALF_HOUR);
        for (int index = 1; index < faults.size(); index++) {
            assertThat(faults.get(index).at())
                    .isGreaterThan(faults.get(index - 1).at());
        }
        assertThat(faults.getLast().at()).isLessThan(HALF_HOUR);
    }

    @Test
    void the_shortest_run_has_faults_of_several_kinds() {
        assertThat(Schedule.of(5, Duration.ofMinutes(1)).stream()
                        .map(Fault::kind)
                        .distinct())
                .hasSizeGreaterThan(4);
    }

    @Test
    void every_kind_of_fault_has_a_different_description() {
        assertThat(Arrays.stream(Fault.FaultKind.values()).map(Fault.FaultKind::text))
                .doesNotHaveDuplicates();
        assertThat(new Fault(Duration.ofMillis(12_500), Fault.FaultKind.KILL_RECORDER, Duration.ofSeconds(4), 0))
                .hasToString("at 12.5 s: kill -9 of a recorder (1), 4.0 s");
    }
}
