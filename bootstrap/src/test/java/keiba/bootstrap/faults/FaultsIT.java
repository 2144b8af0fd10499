package keiba.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A short fault run with a fixed seed, and the arguments of the command. */
class FaultsIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        CommandLine line = new CommandLine(new FaultsCommand(new PrintStream(out, true, StandardCharsets.UTF_8)));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        return line.execute(arguments);
    }

    @Test
    void after_a_minute_of_faults_no_purchase_is_lost_or_repeated_and_totals_balance() {
        int code = run("--minutes", "1", "--seed", "6074");
        String said = out.toString(StandardCharsets.UTF_8);
        System.out.println(said);
        assertThat(code).as(said + err).isZero();
        assertThat(said)
                .contains("accepted again after", "races paid", "nothing was lost, doubled or out of balance")
                .doesNotContain("(never)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--minutes 0",
                "--minutes -1",
                "--minutes 1441",
                "--minutes x",
                "--minutes 99999999999999999999",
                "--minutes",
                "--seed",
                "--seed 1.5",
                "--seed 99999999999999999999",
                "--what",
                "more"
            })
    void refuses_invalid_arguments_before_anything_starts(String arguments) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isNotEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("faults in");
    }
}
