package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import keiba.embedded.Ports;

/** Runs lines in a shell in the root directory of the project. */
public final class Shell {
    private static final int LIMIT_MINUTES = 5;

    private Shell() {}

    /**
     * The result of the lines.
     *
     * @param exitCode of the last line
     */
    public record Typed(int exitCode, String said) {}

    /**
     * Waits until everything that the lines start has ended.
     *
     * @param data where the service keeps its data, and on a port of its own
     */
    public static Typed type(String lines, Path data) throws IOException, InterruptedException {
        Path out = data.resolve("out");
        Process typed = start(lines + "\nlast=$?; wait; exit $last\n", data, out);
        try {
            assertThat(typed.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                    .as(() -> said(out))
                    .isTrue();
        } finally {
            end(typed);
        }
        return new Typed(typed.exitValue(), said(out));
    }

    /**
     * Starts one command, and does not wait for it.
     *
     * @param data where the service keeps its data
     */
    public static Started start(String command, Path data) throws IOException {
        Path out = data.resolve("out");
        return new Started(start("exec " + command, data, out), out);
    }

    /** A command that runs until it is stopped. */
    public record Started(Process process, Path out) implements AutoCloseable {
        /** Waits, with a limit, until the output of the command matches a pattern; returns the match. */
        public MatchResult awaits(Pattern pattern) {
            long start = System.nanoTime();
            Optional<MatchResult> found = find(pattern);
            while (found.isEmpty()
                    && process.isAlive()
                    && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(LIMIT_MINUTES)) {
                LockSupport.parkNanos(20_000_000);
                found = find(pattern);
            }
            assertThat(found).as(() -> "waited for " + pattern + ": " + said()).isPresent();
            return found.orElseThrow();
        }

        private Optional<MatchResult> find(Pattern pattern) {
            return pattern.matcher(said()).results().findFirst();
        }

        public String said() {
            return Shell.said(out);
        }

        /** Sends SIGTERM, waits for the end of the command, and returns its exit code. */
        public int stop() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                    .as(this::said)
                    .isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            end(process);
        }
    }

    private static Process start(String lines, Path data, Path out) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", lines)
                .directory(Project.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        shell.environment().keySet().removeIf(name -> name.startsWith("KEIBA_"));
        shell.environment().put("KEIBA_IN_TEST", "yes"); // the jar is built
        shell.environment().put("KEIBA_DATA_DIR", data.resolve("var").toString());
        shell.environment().put("KEIBA_HTTP_PORT", Integer.toString(Ports.free()));
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return shell.start();
    }

    /** The service stops its servers when it is asked to end. */
    private static void end(Process shell) {
        List<ProcessHandle> started = shell.descendants().toList();
        shell.destroy();
        started.forEach(ProcessHandle::destroy);
    }

    private static String said(Path out) {
        try {
            return Files.readString(out);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
