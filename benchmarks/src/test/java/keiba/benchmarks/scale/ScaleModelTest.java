package keiba.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ScaleModelTest {
    private final StringWriter said = new StringWriter();
    private final StringWriter refused = new StringWriter();

    @Test
    void simulates_a_case_and_prints_the_formulas() {
        assertThat(execute(
                        "--rate",
                        "500",
                        "--seconds",
                        "5",
                        "--partitions",
                        "61",
                        "--recorders",
                        "2",
                        "--processors",
                        "2"))
                .isZero();
        assertThat(said.toString())
                .contains("simulated: 202 to COMPLETED, p50 / p90 / p99: ")
                .contains("formulas, if all races sell alike: at most ")
                .contains("formula for one race: at most ");
        assertThat(refused.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--rate 0, --rate is 0.0; 1 to 1",
        "--rate NaN, --rate is NaN",
        "--rate 1e9, --rate is 1.0E9",
        "--rate many, 'many'",
        "--rate 1000 --seconds 1e9, --seconds is 1.0E9",
        "--rate 1000 --seconds -1, --seconds is -1.0",
        "--rate 1000 --partitions 20000, --partitions is 20000",
        "--rate 1000 --partitions 0, 0 partitions",
        "--rate 1000 --recorders 14, no more recorders than partitions",
        "--rate 1000 --processors 2000, --processors is 2000",
        "--rate 1000 --races 0, 0 races",
        "--rate 1000 --hot-share 1.5, hot share of 1.5",
        "--rate 1000 --hot-share NaN, hot share of NaN",
        "--rate 1000 --sync -1, synchronised write -1.0 ms",
        "--rate 1000 --per-message 0, b 0.0",
        "--fast, --fast",
        "more, more"
    })
    void refuses_bad_arguments_in_one_line(String arguments, String why) {
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(refused.toString()).startsWith("scale: ").contains(why).hasLineCount(1);
        assertThat(said.toString()).isEmpty();
    }

    private int execute(String... arguments) {
        CommandLine line = ScaleModel.commandLine();
        line.setOut(new PrintWriter(said, true));
        line.setErr(new PrintWriter(refused, true));
        return line.execute(arguments);
    }
}
