package keiba.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void gives_percentiles_of_latencies_to_three_digits() {
        Latencies latencies = new Latencies();
        for (int millis = 1; millis <= 1_000; millis++) {
            latencies.add(millis * 1_000_000L);
        }

        assertThat(latencies.count()).isEqualTo(1_000);
        assertThat(latencies.percentile(50)).isCloseTo(500, within(0.5));
        assertThat(latencies.percentile(99)).isCloseTo(990, within(1.0));
        assertThat(latencies.max()).isCloseTo(1_000, within(1.0));
        assertThat(latencies.summary()).matches("500\\.\\d / 900\\.\\d / 990\\.\\d / 1000\\.\\d ms");
    }

    @Test
    void has_no_percentiles_without_latencies_and_counts_negative_ones_as_zero() {
        Latencies latencies = new Latencies();
        assertThat(latencies.summary()).isEqualTo("none");

        latencies.add(-5);

        assertThat(latencies.max()).isZero();
    }

    @Test
    void a_goal_is_met_at_exactly_its_limit() {
        assertThat(Goal.ratioAtLeast(0.35).isMet(0.35)).isTrue();
        assertThat(Goal.ratioAtLeast(0.35).isMet(0.349)).isFalse();
        assertThat(Goal.ratioAtMost(1.3).isMet(1.3)).isTrue();
        assertThat(Goal.ratioAtMost(1.3).isMet(1.31)).isFalse();
        assertThat(Goal.millisAtMost(100)).hasToString("≤ 100 ms");
        assertThat(Goal.perSecondAtLeast(10_000)).hasToString("≥ 10,000 a second");
        assertThat(Goal.ratioAtLeast(0.6)).hasToString("≥ 0.60");
    }

    @Test
    void a_rate_is_met_only_if_all_its_goals_are_met() {
        Report report = new Report(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

        report.rate("both", 10_000, 20_000, Goal.ratioAtLeast(0.35), Goal.perSecondAtLeast(10_000));
        assertThat(report.hasMissed()).isFalse();
        report.rate("ratio only", 9_999, 20_000, Goal.ratioAtLeast(0.35), Goal.perSecondAtLeast(10_000));

        assertThat(report.hasMissed()).isTrue();
        assertThat(report.markdown())
                .contains(
                        "| both | 10,000 | 20,000 | 0.50 | ≥ 0.35, ≥ 10,000 a second | met |",
                        "| ratio only | 9,999 | 20,000 | 0.50 | ≥ 0.35, ≥ 10,000 a second | missed |");
    }

    @Test
    void a_rate_without_measurements_is_missed() {
        Report report = new Report(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

        report.rate("nothing", 0, 0, Goal.ratioAtLeast(0.35));

        assertThat(report.hasMissed()).isTrue();
    }

    @Test
    void processor_time_of_others_is_the_busy_time_minus_our_own() {
        Usage begin = new Usage(0, Optional.of(100.0), Map.of("service", 10.0, "driver", 1.0));
        Usage end = new Usage(10 * SECOND, Optional.of(115.0), Map.of("service", 18.0, "driver", 3.0));

        assertThat(begin.processorsUntil(end)).containsEntry("service", 0.8).containsEntry("driver", 0.2);
        assertThat(begin.othersUntil(end))
                .hasValueSatisfying(others -> assertThat(others).isCloseTo(0.5, within(1e-9)));
    }

    @Test
    void a_process_that_started_later_counts_from_its_start() {
        Usage begin = new Usage(0, Optional.empty(), Map.of());
        Usage end = new Usage(2 * SECOND, Optional.empty(), Map.of("service", 1.0));

        assertThat(begin.processorsUntil(end)).containsEntry("service", 0.5);
        assertThat(begin.othersUntil(end)).isEmpty();
    }

    @Test
    void busy_time_excludes_idle_and_disk_wait_and_counts_guests_once() {
        assertThat(Machine.busySeconds("cpu  100 20 30 5000 600 7 8 50 25 1")).isCloseTo(2.15, within(1e-9));
    }

    @Test
    void reads_the_processor_time_of_the_jit_compilers_from_their_threads() {
        String fields = " S 1 17 17 0 -1 4194368 9 0 0 0 ";

        assertThat(Machine.compilerSeconds("17 (C2 CompilerThre)" + fields + "250 50 0 0 20"))
                .isEqualTo(3.0);
        assertThat(Machine.compilerSeconds("17 (C1 CompilerThre)" + fields + "0 1 0 0 20"))
                .isEqualTo(0.01);
        assertThat(Machine.compilerSeconds("17 (G1 Conc#0)" + fields + "250 50 0 0 20"))
                .isZero();
        assertThat(Machine.compilerSeconds(ProcessHandle.current())).isPositive();
    }

    @Test
    void reads_the_time_of_ended_children_after_any_process_name() {
        String line = "17 (a (strange) name) S 1 17 17 0 -1 4194560 1 2 3 4 11 22 150 50 20 0 1 0 5 6 7";

        assertThat(Machine.endedChildrenSeconds(line)).isEqualTo(2.0);
    }
}
