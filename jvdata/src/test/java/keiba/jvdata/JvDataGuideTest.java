package keiba.jvdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import keiba.domain.bet.BetType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the example of docs/jvdata.md compiles against this module and the domain alone, and prints the output shown below it. */
class JvDataGuideTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("^```java\n(.*?)^```\n\n^```text\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern JAVA_BLOCK = Pattern.compile("^```java$", Pattern.MULTILINE);
    private static final Pattern ROW =
            Pattern.compile("^\\| (HR|H[16]|O[1-6]) \\|[^|]*\\| ([0-9,]+) \\|", Pattern.MULTILINE);

    private static final String OTHER_RACE = "2023080501010504";

    /** Tests run in the directory of their module. */
    private static String guide() throws IOException {
        return Files.readString(Path.of("..", "docs", "jvdata.md")).replace("\r\n", "\n");
    }

    @Test
    void the_example_prints_the_output_shown_below_it(@TempDir Path directory) throws Exception {
        List<MatchResult> examples = EXAMPLE.matcher(guide()).results().toList();
        assertThat(examples).hasSize(1).hasSize((int)
                JAVA_BLOCK.matcher(guide()).results().count());
        String classPath = place(JvData.class) + System.getProperty("path.separator") + place(BetType.class);
        compile(examples.getFirst().group(1), classPath, directory);
        Path race = directory.resolve("race.jvd");
        writeRace(race);

        assertThat(run(classPath, directory, race))
                .isEqualToNormalizingNewlines(examples.getFirst().group(2));
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void writeRace(Path file) throws IOException {
        RecordWriter votes = RecordWriter.votes().put(28, "0808").put(32, "7007");
        long[] win = {42_000, 31_000, 12_345, 7_777, 5_123, 3_011, 984, 760};
        for (int horse = 1; horse <= 8; horse++) {
            votes.put(84 + 15 * (horse - 1), String.format("%02d%011d%02d", horse, win[horse - 1], horse));
        }
        votes.put(1_464, "0102" + "00000020000" + "001")
                .put(1_464 + 18, "0103" + "00000005000" + "002")
                .put(1_464 + 36, "0304" + "00000001000" + "003");
        RecordWriter dividends = RecordWriter.dividends()
                .put(28, "0808")
                .put(103, "03" + "000000660" + "03")
                .put(246, "0103" + "000000410" + "002");
        try (OutputStream written = Files.newOutputStream(file)) {
            written.write("RA7202308062\r\n".getBytes(StandardCharsets.US_ASCII));
            written.write(votes.bytes());
            written.write(
                    RecordWriter.trifectaVotes().put(28, "0808").put(32, "7").bytes());
            written.write(dividends.bytes());
            written.write(RecordWriter.of("H1", 28_955, "0", OTHER_RACE).bytes());
        }
    }

    private static void compile(String source, String classPath, Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("AuditRace.java"), source);
        StringWriter messages = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of(
                                    "--class-path",
                                    classPath,
                                    "-d",
                                    directory.toString(),
                                    "--release",
                                    "21",
                                    "-Xlint:all",
                                    "-Werror"),
                            null,
                            files.getJavaFileObjects(file))
                    .call();
            assertThat(compiled).as(messages::toString).isTrue();
        }
    }

    /** Runs the example in a JVM that has nothing but the base module of the JDK. */
    private static String run(String classPath, Path directory, Path race) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dstdout.encoding=UTF-8",
                        "--limit-modules",
                        "java.base",
                        "--class-path",
                        classPath + System.getProperty("path.separator") + directory,
                        "AuditRace",
                        race.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as("ended within a minute").isTrue();
        return Files.readString(output);
    }

    @Test
    void the_record_lengths_in_the_guide_are_those_of_the_reader() throws IOException {
        List<MatchResult> rows = ROW.matcher(guide()).results().toList();
        assertThat(rows).hasSize(9);
        for (MatchResult row : rows) {
            int length = Integer.parseInt(row.group(2).replace(",", ""));
            RecordWriter record = RecordWriter.of(row.group(1), length, "9", RecordWriter.RACE);
            assertThat(JvData.read(record.bytes())).isNotInstanceOfAny(OtherRecord.class, DeletedRecord.class);
        }
    }

    @Test
    void the_error_message_in_the_guide_is_that_of_the_reader() throws IOException {
        byte[] right = RecordWriter.dividends().bytes();
        byte[] wrong =
                RecordWriter.dividends().put(103, "07" + "00000x250" + "01").bytes();
        JvDataReader reader = new JvDataReader(
                new SequenceInputStream(new ByteArrayInputStream(right), new ByteArrayInputStream(wrong)));
        assertThat(reader.next()).isPresent();
        String guide = guide();
        assertThatExceptionOfType(JvDataException.class)
                .isThrownBy(reader::next)
                .satisfies(refused -> assertThat(guide).contains("\n" + refused.getMessage() + "\n"));
    }
}
