package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments that are refused before any server starts. */
class DemoArgumentsTest {
    /** The exit code and the output of a run. */
    private record Run(int exitCode, String out, String err) {}

    private static Run demo(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = DemoCommand.run(arguments, out, new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shows_help() {
        Run run = demo("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("Usage: keiba demo ")
                .contains("--races", "--bettors", "--seed", "--speed", "--port", "--pace", "--once", "--exit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--races 0      | --races must be from 1 to 12, not 0",
                "--races 13     | --races must be from 1 to 12, not 13",
                "--bettors 0    | --bettors must be from 1 to 5000, not 0",
                "--bettors 5001 | --bettors must be from 1 to 5000, not 5001",
                "--speed 0      | --speed must be from 0.1 to 20, not 0.0",
                "--speed 21     | --speed must be from 0.1 to 20, not 21.0",
                "--speed NaN    | --speed must be from 0.1 to 20, not NaN",
                "--pace 4       | --pace must be from 5 to 1800, not 4",
                "--pace 1801    | --pace must be from 5 to 1800, not 1801",
                "--pace slow    | Invalid value for option '--pace': 'slow' is not an int",
                "--port -1      | --port must be from 0 to 65535, not -1",
                "--port 65536   | --port must be from 0 to 65535, not 65536",
                "--races two    | Invalid value for option '--races': 'two' is not an int",
                "--seed x       | Invalid value for option '--seed': 'x' is not a long",
                "--seed         | Missing required parameter for option '--seed' (S)",
                "--fast         | unknown option --fast; see keiba demo --help",
            })
    void refuses_bad_arguments_with_exit_code_2_and_one_line(String arguments, String message) {
        assertThat(demo(arguments.split(" "))).isEqualTo(new Run(2, "", "keiba: " + message + System.lineSeparator()));
    }
}
