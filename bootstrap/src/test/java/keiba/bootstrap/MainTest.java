package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import keiba.bootstrap.Keiba.Ended;
import keiba.bootstrap.Keiba.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private static final String RACE = "{\"runners\":2,\"stakes\":{\"WIN\":{\"1\":100}}}";

    private static Run keiba(String... arguments) {
        return Keiba.run(InputStream.nullInputStream(), arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void shows_help_for_the_program_and_for_each_command(String option) {
        assertThat(keiba(option).out()).startsWith("Usage: keiba ").contains("dividends");
        assertThat(keiba("dividends", option).out())
                .startsWith("Usage: keiba dividends ")
                .contains("FILE");
        assertThat(keiba("dividends", option).exitCode()).isZero();
        assertThat(keiba("dividends", option).err()).isEmpty();
    }

    @Test
    void lists_the_commands_of_the_script_only_in_the_help_of_the_program() {
        assertThat(keiba("--help").out()).contains("  test ", "  load ", "  scale ", "  architecture ", "  java-home ");
        assertThat(keiba("dividends", "--help").out()).doesNotContain("architecture");
    }

    @Test
    void shows_its_version() {
        assertThat(keiba("--version")).isEqualTo(new Run(0, "keiba (not packaged)" + System.lineSeparator(), ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "''                          | a command is required; see keiba --help",
                "bogus                       | unknown command bogus; see keiba --help",
                "dividend one.json           | unknown command dividend; did you mean dividends? See keiba --help",
                "dividends                   | Missing required parameter: 'FILE'",
                "dividends one.json two.json | unexpected argument two.json; see keiba dividends --help",
                "dividends --fast one.json   | unknown option --fast; see keiba dividends --help",
                "serve --chek                | unknown option --chek; did you mean --check? See keiba serve --help",
                "serve -x                    | unknown option -x; see keiba serve --help",
                "dividends --rules-fle=/a/long/path one.json | unknown option --rules-fle=/a/long/path; did you mean --rules-file? See keiba dividends --help",
                "servers 8080                | unexpected argument 8080; see keiba servers --help",
                "servers --port 8080         | unknown option --port; see keiba servers --help",
            })
    void refuses_bad_arguments_with_exit_code_2_and_one_line(String arguments, String message) {
        String[] split = arguments.equals("''") ? new String[0] : arguments.split(" ");

        assertThat(keiba(split)).isEqualTo(new Run(2, "", "keiba: " + message + System.lineSeparator()));
    }

    @Test
    void answers_the_races_of_a_file(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("レース 1.json"), RACE);

        Run run = keiba("dividends", file.toString());

        assertThat(run.answer().at("/WIN/sales").asLong()).isEqualTo(100);
        assertThat(run.out()).isEqualTo(Keiba.dividends(RACE).out());
    }

    @Test
    void fails_on_a_file_that_is_missing_or_a_directory(@TempDir Path directory) {
        Path missing = directory.resolve("missing.json");

        assertThat(keiba("dividends", missing.toString()))
                .isEqualTo(failed("cannot read " + missing + ": no such file"));
        assertThat(keiba("dividends", directory.toString()))
                .isEqualTo(failed("cannot read " + directory + ": it is a directory"));
        assertThat(keiba("dividends", "")).isEqualTo(failed("cannot read \"\": the name of the file is blank"));
        assertThat(keiba("dividends", "a\0b"))
                .isEqualTo(failed("cannot read a\\u0000b: the name is not a valid file name"));
    }

    @Test
    void treats_an_at_sign_as_part_of_a_file_name() {
        assertThat(keiba("dividends", "@missing")).isEqualTo(failed("cannot read @missing: no such file"));
    }

    @Test
    void writes_an_error_on_one_line_for_arguments_with_control_characters() {
        assertThat(keiba("dividends", "a\nb\u001b[2J")).isEqualTo(failed("cannot read a; b\\u001b[2J: no such file"));
    }

    @Test
    void does_not_close_standard_input() {
        InputStream in = new ByteArrayInputStream(RACE.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                throw new IllegalStateException("closed");
            }
        };

        assertThat(Keiba.run(in, "dividends", "-").answer().has("WIN")).isTrue();
    }

    @Test
    void reports_a_read_error_of_standard_input() {
        Run run = Keiba.run(new FailingInput(new IOException("Input/output error")), "dividends", "-");

        assertThat(run).isEqualTo(failed("cannot read standard input: Input/output error"));
    }

    @Test
    void reports_that_the_answers_cannot_be_written() {
        Ended ended = writeTo(new IOException("No space left on device"));

        assertThat(ended).isEqualTo(new Ended(1, line("cannot write the results: No space left on device")));
    }

    @Test
    void ends_without_a_message_when_the_output_pipe_is_closed() {
        assertThat(writeTo(new IOException("Broken pipe"))).isEqualTo(new Ended(1, ""));
    }

    @Test
    void reports_internal_errors_and_lack_of_memory_without_a_stack_trace() {
        Run fault = Keiba.run(new FailingInput(new IllegalStateException("on\npurpose")), "dividends", "-");
        Run exhausted = Keiba.run(new FailingInput(new OutOfMemoryError("Java heap space")), "dividends", "-");

        assertThat(fault).isEqualTo(failed("internal error: java.lang.IllegalStateException: on; purpose"));
        assertThat(exhausted).isEqualTo(failed("java.lang.OutOfMemoryError: Java heap space"));
    }

    private static Run failed(String message) {
        return new Run(1, "", line(message));
    }

    private static String line(String message) {
        return "keiba: " + message + System.lineSeparator();
    }

    private static Ended writeTo(IOException failure) {
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw failure;
            }
        };
        return Keiba.run(new ByteArrayInputStream(RACE.getBytes(StandardCharsets.UTF_8)), out, "dividends", "-");
    }
}
