package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the Maven of this build once more, in a process of its own. */
final class MavenProcess {
    private static final String SHORT_RUN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ";

    private MavenProcess() {}

    /** Returns a property of this build that Failsafe passes to the tests. */
    static String property(String name) {
        return Objects.requireNonNull(
                System.getProperty(name), () -> name + " is not set: architecture/pom.xml sets it");
    }

    /** Returns the local repository of this build, which contains every library and plugin that the build has used. */
    static Path localRepository() {
        return Path.of(property("keiba.maven.repository"));
    }

    /** Copies a file, or a folder with its content, and returns the copy. */
    static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    /**
     * Runs Maven in a folder. If Maven fails, the failure contains its output.
     *
     * @param log the file for the output
     * @param jvmOptions further options of its JVM, separated by spaces
     * @param environment further environment variables
     */
    static void run(Path folder, Path log, String jvmOptions, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(property("keiba.maven.home"), "bin", "mvn").toString());
        command.addAll(List.of("--batch-mode", "--no-transfer-progress"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MAVEN_OPTS", SHORT_RUN + jvmOptions);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES))
                    .as("Maven ends within 5 minutes")
                    .isTrue();
        } finally {
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
