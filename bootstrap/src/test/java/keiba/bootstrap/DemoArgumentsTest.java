package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import keiba.bootstrap.Keiba.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before any server starts. */
class DemoArgumentsTest {
    private static Run demo(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "demo";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Keiba.run(InputStream.nullInputStream(), all);
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
                "--races 0      | --races is 1 to 12: 0",
                "--races 13     | --races is 1 to 12: 13",
                "--bettors 0    | --bettors is 1 to 5000: 0",
                "--bettors 5001 | --bettors is 1 to 5000: 5001",
                "--speed 0      | --speed is 0.1 to 20: 0.0",
                "--speed 21     | --speed is 0.1 to 20: 21.0",
                "--speed NaN    | --speed is 0.1 to 20: NaN",
                "--pace 4       | --pace is 5 to 1800: 4",
                "--pace 1801    | --pace is 5 to 1800: 1801",
                "--pace slow    | Invalid value for option '--pace': 'slow' is not an int",
                "--port -1      | --port is 0 to 65535: -1",
                "--port 65536   | --port is 0 to 65535: 65536",
                "--races two    | Invalid value for option '--races': 'two' is not an int",
                "--seed x       | Invalid value for option '--seed': 'x' is not a long",
                "--seed         | Missing required parameter for option '--seed' (S)",
                "--fast         | Unknown option: '--fast'",
            })
    void refuses_bad_arguments_with_exit_code_2_and_one_line(String arguments, String message) {
        assertThat(demo(arguments.split(" "))).isEqualTo(new Run(2, "", "keiba: " + message + System.lineSeparator()));
    }
}
