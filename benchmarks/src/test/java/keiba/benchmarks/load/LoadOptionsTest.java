package keiba.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LoadOptionsTest {
    private final StringWriter said = new StringWriter();

    @Test
    void refuses_an_unknown_phase_and_lists_the_known_ones() {
        assertThat(execute("--only", "accept,sleep")).isEqualTo(2);
        assertThat(said.toString())
                .startsWith("load: ")
                .contains("\"sleep\" is no phase; phases are accept, record, latency, odds and settle");
    }

    @Test
    void refuses_unknown_options_and_malformed_numbers() {
        assertThat(execute("--fast")).isEqualTo(2);
        assertThat(said.toString()).contains("--fast");
        assertThat(execute("--tickets", "many")).isEqualTo(2);
        assertThat(said.toString()).contains("'many'");
        assertThat(execute("--only")).isEqualTo(2);
    }

    @Test
    void refuses_too_few_tickets_to_measure_anything() {
        assertThat(execute("--tickets", "999")).isEqualTo(2);
        assertThat(said.toString()).contains("--tickets is 999; at least 1000 are needed");
    }

    @Test
    void runs_all_phases_with_a_million_tickets_by_default() {
        LoadDriver driver = new LoadDriver();
        CommandLine line = new CommandLine(driver);
        line.parseArgs();

        assertThat(driver.phases()).containsExactly(Phase.values());
        assertThat(driver.scale(line).tickets()).isEqualTo(1_000_000);
        assertThat(driver.scale(line).settled()).containsExactly(10_000, 100_000, 1_000_000);
    }

    @Test
    void runs_the_named_phases_in_their_fixed_order() {
        LoadDriver driver = new LoadDriver();
        CommandLine line = new CommandLine(driver);
        line.parseArgs("--quick", "--only", "settle,accept", "--only", "odds");

        assertThat(driver.phases()).containsExactly(Phase.ACCEPT, Phase.ODDS, Phase.SETTLE);
        assertThat(driver.scale(line).tickets()).isEqualTo(Scale.QUICK_TICKETS);
    }

    private int execute(String... arguments) {
        CommandLine line = LoadDriver.commandLine();
        line.setErr(new PrintWriter(said, true));
        return line.execute(arguments);
    }
}
