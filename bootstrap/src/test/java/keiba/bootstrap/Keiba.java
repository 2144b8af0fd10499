package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the program in this process, as a shell would. */
final class Keiba {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Keiba() {}

    /** The exit code and the output of a run. */
    record Run(int exitCode, String out, String err) {
        /** Returns the answers, one per line. */
        List<JsonNode> answers() {
            return out.lines().map(Keiba::json).toList();
        }

        /** Returns the only answer of a successful run. */
        JsonNode answer() {
            assertThat(err).isEmpty();
            assertThat(exitCode).isZero();
            assertThat(out)
                    .endsWith("}\n")
                    .satisfies(text -> assertThat(text.lines()).hasSize(1));
            return answers().getFirst();
        }
    }

    /** {@code keiba dividends -} with this on standard input. */
    static Run dividends(String input) {
        return dividends(input.getBytes(StandardCharsets.UTF_8));
    }

    static Run dividends(byte[] input) {
        return run(new ByteArrayInputStream(input), "dividends", "-");
    }

    static Run run(InputStream in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return run(in, out, arguments).with(out);
    }

    static Ended run(InputStream in, OutputStream out, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(arguments, in, out, new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ended(exitCode, err.toString(StandardCharsets.UTF_8));
    }

    /** The end of a run whose output went elsewhere. */
    record Ended(int exitCode, String err) {
        Run with(ByteArrayOutputStream out) {
            return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException broken) {
            throw new UncheckedIOException(text, broken);
        }
    }
}
