package keiba.architecture.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./keiba architecture} on the packaged program. */
@Timeout(120)
class ArchitectureScriptIT {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void finds_that_the_packaged_program_obeys_every_rule(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("out");
        Path report = folder.resolve("report.html");

        Process script = script(folder, "architecture", "--report", report.toString());
        assertThat(script.waitFor(100, TimeUnit.SECONDS)).isTrue();

        String said = Files.readString(out);
        assertThat(script.exitValue()).as(said).isZero();
        assertThat(said)
                .startsWith("holds   every package and accumulator")
                .contains("the parts depend on each other as the diagram architecture.puml shows", "rules hold");
        assertThat(said).doesNotContain("BROKEN", "INFO", "WARN", "SLF4J");
        assertThat(Files.readString(report)).contains("<th scope=\"row\">adapter.kafka</th>", "rules hold");
    }

    private static Process script(Path folder, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(PROJECT.resolve("keiba").toString()), Stream.of(arguments))
                                .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("KEIBA_IN_TEST", "yes"); // the jars are those that this build has just made
        builder.environment().remove("JAVA_OPTS");
        return builder.start();
    }

    @Test
    void the_program_does_not_contain_the_rules_or_archunit() throws IOException {
        try (Stream<Path> libraries = Files.list(PROJECT.resolve("bootstrap/target/lib"))) {
            assertThat(libraries)
                    .extracting(library -> library.getFileName().toString())
                    .isNotEmpty()
                    .noneMatch(name -> name.contains("archunit") || name.contains("keiba-architecture"));
        }
    }
}
