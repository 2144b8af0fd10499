package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.LinkedHashMap;
import java.util.Map;
import keiba.architecture.DependencyMetrics.ComponentRow;
import org.junit.jupiter.api.Test;

class DependencyMetricsTest {
    private static Map<String, Integer> depths(DependencyMetrics metrics) {
        Map<String, Integer> depths = new LinkedHashMap<>();
        for (ComponentRow row : metrics.components()) {
            depths.put(row.name(), row.depth());
        }
        return depths;
    }

    private static Architecture of(String fixture) {
        return Architecture.of(Verdict.root(fixture));
    }

    @Test
    void measures_the_depth_of_a_chain_and_lists_the_lowest_component_first() {
        DependencyMetrics metrics = of("direction").domain("bet", "money").metrics(Verdict.classes("direction"));

        assertThat(depths(metrics)).isEqualTo(Map.of("domain.bet", 0, "domain.money", 1));
        assertThat(metrics.components().getFirst().name()).isEqualTo("domain.bet");
        assertThat(metrics.components().getFirst().usedBy()).isEqualTo(1);
        assertThat(metrics.components().getLast().dependsOn()).isEqualTo(1);
    }

    @Test
    void computes_the_cumulative_dependency_as_lakos_does() {
        DependencyMetrics metrics = of("direction").domain("bet", "money").metrics(Verdict.classes("direction"));

        // bet needs itself, money needs bet and itself
        assertThat(metrics.cumulative()).isEqualTo(3);
        assertThat(metrics.average()).isEqualTo(1.5);
        assertThat(metrics.relative()).isEqualTo(0.75);
    }

    @Test
    void counts_components_in_a_cycle_as_one_step() {
        DependencyMetrics metrics =
                of("cycle").domain("money", "bet").application("sale", "payout").metrics(Verdict.classes("cycle"));

        assertThat(depths(metrics))
                .containsEntry("domain.bet", 0)
                .containsEntry("domain.money", 0)
                .containsEntry("application.sale", 0)
                .containsEntry("application.payout", 0);
        assertThat(metrics.cumulative()).isEqualTo(8);
    }

    @Test
    void computes_every_metric_of_this_system() {
        JavaClasses classes = Keiba.architecture().production();
        DependencyMetrics metrics = Keiba.architecture().metrics(classes);

        assertThat(depths(metrics)).containsEntry("domain.money", 0).containsKeys("application", "adapter.postgres");
        assertThat(metrics.components().getLast().name()).isEqualTo("demo");
        assertThat(metrics.components()).allSatisfy(row -> {
            assertThat(row.classes()).isPositive();
            assertThat(row.instability()).isBetween(0.0, 1.0);
            assertThat(row.abstractness()).isBetween(0.0, 1.0);
            assertThat(row.distance()).isBetween(0.0, 1.0);
        });
    }

    @Test
    void refuses_classes_of_another_system() {
        Architecture misspelt = of("misspelt").domain("money");

        assertThatThrownBy(() -> misspelt.metrics(Verdict.classes("direction")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Verdict.root("misspelt"));
    }
}
