package keiba.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles and runs programs against the packaged jar, as a team that embeds it does. */
final class JdkTools {
    private JdkTools() {}

    /** The jar that the build has packaged. */
    static Path domainJar() {
        return Path.of(Objects.requireNonNull(System.getProperty("keiba.domain.jar"), "Failsafe names the jar"));
    }

    /** Compiles without a warning, or fails with the compiler's messages. */
    static void compile(List<String> options, Path directory, Path... sources) throws IOException {
        StringWriter messages = new StringWriter();
        assertThat(compiles(options, directory, messages, sources))
                .as(messages::toString)
                .isTrue();
    }

    /** Returns whether the sources compile without a warning; the compiler's messages go to the writer. */
    static boolean compiles(List<String> options, Path directory, StringWriter messages, Path... sources)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-d", directory.toString(), "--release", "21", "-Xlint:all", "-Werror"));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            return compiler.getTask(messages, files, null, all, null, files.getJavaFileObjects(sources))
                    .call();
        }
    }

    /** Returns what a program prints in a JVM of its own that has the base module of the JDK and what the options name. */
    static String run(List<String> options, Path directory) throws IOException, InterruptedException {
        Path errors = directory.resolve("errors.txt");
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dstdout.encoding=UTF-8"));
        if (!options.contains("--module")) {
            command.addAll(List.of("--limit-modules", "java.base"));
        }
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as("ended within a minute").isTrue();
        assertThat(process.exitValue()).as(() -> read(errors)).isZero();
        return read(output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
