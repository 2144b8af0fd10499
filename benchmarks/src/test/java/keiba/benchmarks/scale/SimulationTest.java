package keiba.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import keiba.benchmarks.scale.Traffic.Period;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static final TransactionCost COST = new TransactionCost(5, 80, 0.8, 0);
    private static final Percentage SLIGHTLY = Percentage.withPercentage(5);

    @ParameterizedTest
    @ValueSource(doubles = {200, 1_000, 3_000, 6_000, 8_000})
    void agrees_with_the_formulas_below_saturation(double rate) {
        Design design = new Design(13, 1, 1);
        Formulas formulas = new Formulas(COST, design);

        Outcome outcome = Simulation.of(Traffic.even(rate, 30, 13), COST, design, 1);

        assertThat(outcome.perSecond()).isCloseTo(rate, SLIGHTLY);
        assertThat(outcome.busy()).isCloseTo(formulas.busy(rate), within(0.07));
        assertThat(outcome.serverBusy()).isCloseTo(formulas.serverBusy(rate), within(0.07));
        assertThat(outcome.messagesInTransaction()).isCloseTo(formulas.messages(rate), Percentage.withPercentage(25));
        assertThat(outcome.mean()).isCloseTo(formulas.meanMillis(rate), Percentage.withPercentage(25));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 4", "8, 8", "2, 8", "8, 2"})
    void records_a_backlog_at_the_rate_of_the_formula(int recorders, int processors) {
        Design design = new Design(61, recorders, processors);

        Outcome outcome = Simulation.ofBacklog(1_000_000, 61, COST, design);

        assertThat(outcome.perSecond())
                .isCloseTo(new Formulas(COST, design).saturation(), Percentage.withPercentage(12));
    }

    @Test
    void records_one_race_no_faster_with_more_recorders_and_processors() {
        double bound = new Formulas(COST, new Design(61, 1, 1)).saturationOfOneRace();

        assertThat(bound).isCloseTo(1_000 / 0.085, within(1.0));
        for (int servers : List.of(1, 4)) {
            Outcome outcome = Simulation.ofBacklog(100_000, 1, COST, new Design(61, servers, servers));
            assertThat(outcome.perSecond()).isCloseTo(bound, SLIGHTLY);
            assertThat(outcome.messagesInTransaction()).isEqualTo(1_000);
        }
    }

    @Test
    void falls_behind_above_saturation_and_still_records_everything() {
        Design design = new Design(13, 1, 1);
        double most = new Formulas(COST, design).saturation();

        Outcome outcome = Simulation.of(Traffic.even(1.5 * most, 10, 13), COST, design, 1);

        assertThat(outcome.perSecond()).isCloseTo(most, SLIGHTLY);
        assertThat(outcome.busy()).isGreaterThan(0.95);
        assertThat(outcome.percentile(99)).isGreaterThan(4_000);
        assertThat(outcome.latencies()).hasSize(outcome.purchases());
        assertThat(Arrays.stream(outcome.latencies())).allMatch(millis -> millis > 0);
    }

    @Test
    void gives_the_same_outcome_for_the_same_seed_only() {
        Traffic traffic = new Traffic(List.of(new Period(5, 500), new Period(5, 3_000)), 36, 0.5);
        Design design = new Design(13, 2, 2);

        Outcome first = Simulation.of(traffic, COST, design, 7);

        assertThat(Simulation.of(traffic, COST, design, 7).latencies()).isEqualTo(first.latencies());
        assertThat(Simulation.of(traffic, COST, design, 8).latencies()).isNotEqualTo(first.latencies());
    }

    @Test
    void latency_grows_by_the_time_of_a_slower_synchronised_write() {
        Design design = new Design(13, 1, 1);
        Traffic traffic = Traffic.even(500, 20, 13);

        double fast = Simulation.of(traffic, COST, design, 1).percentile(50);
        double slow = Simulation.of(traffic, COST.withSync(10), design, 1).percentile(50);

        assertThat(slow - fast).isBetween(9.0, 13.0);
    }

    @Test
    void latency_from_the_request_adds_linger_and_broker_time() {
        Outcome outcome = Simulation.of(Traffic.even(100, 20, 13), COST, new Design(13, 1, 1), 1);

        double sent = Arrays.stream(outcome.fromSending()).average().orElseThrow();
        assertThat(sent - outcome.mean()).isBetween(Design.BROKER_MILLIS, Design.BROKER_MILLIS + Design.LINGER_MILLIS);
    }

    @Test
    void derives_the_cost_line_from_two_measured_transactions() {
        TransactionCost cost = TransactionCost.between(52, 8.8, 3_900, 260.4, 0.68);

        assertThat(cost.millis(52)).isCloseTo(8.8, within(1e-9));
        assertThat(cost.millis(3_900)).isCloseTo(260.4, within(1e-9));
        assertThat(cost.serverMillis(100) + cost.recorderMillis(100)).isCloseTo(cost.millis(100), within(1e-9));
    }

    @Test
    void recorders_conflict_on_accounts_more_often_with_larger_transactions() {
        Formulas alone = new Formulas(COST, new Design(61, 1, 1));
        Formulas two = new Formulas(COST, new Design(61, 2, 2));

        assertThat(alone.meeting(5_000, 1_000_000)).isZero();
        assertThat(two.meeting(1_000, 1_000_000)).isLessThan(0.001);
        assertThat(two.meeting(1_000_000, 1_000_000)).isGreaterThan(0.999);
        assertThat(two.meeting(20_000, 1_000_000)).isGreaterThan(two.meeting(10_000, 1_000_000));
    }

    @Test
    void refuses_impossible_costs_designs_and_traffic() {
        assertThatThrownBy(() -> new TransactionCost(-1, 80, 0.8, 0)).hasMessageContaining("a -1.0 ms");
        assertThatThrownBy(() -> new TransactionCost(Double.NaN, 80, 0.8, 0)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> new TransactionCost(5, 0, 0.8, 0)).hasMessageContaining("b 0.0");
        assertThatThrownBy(() -> new TransactionCost(5, 80, 1.1, 0)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> new Design(13, 14, 1)).hasMessageContaining("no more recorders than partitions");
        assertThatThrownBy(() -> new Design(13, 1, 0)).hasMessageContaining("0 processors");
        assertThatThrownBy(() -> new Traffic(List.of(), 1, 0.5)).hasMessageContaining("a single race");
        assertThatThrownBy(() -> Traffic.even(-5, 10, 13)).hasMessageContaining("must be positive");
        assertThatThrownBy(() -> Simulation.of(Traffic.even(1, 0.001, 13), COST, new Design(13, 1, 1), 1))
                .hasMessageContaining("no purchase");
    }
}
