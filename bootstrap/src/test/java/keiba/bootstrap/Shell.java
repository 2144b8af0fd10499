package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Types lines into a shell, as somebody would who stands in the project's root. */
final class Shell {
    private static final int LIMIT_MINUTES = 5;

    private Shell() {}

    /**
     * What came of it.
     *
     * @param exitCode of the last line
     */
    record Typed(int exitCode, String said) {}

    /**
     * Waits until everything that the lines start has ended.
     *
     * @param data where the service keeps its data, and on a port of its own
     */
    static Typed type(String lines, Path data) throws IOException, InterruptedException {
        Path out = data.resolve("out");
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", lines + "\nlast=$?; wait; exit $last\n")
                .directory(Project.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        shell.environment().keySet().removeIf(name -> name.startsWith("KEIBA_"));
        shell.environment().put("KEIBA_IN_TEST", "yes"); // the jar is built
        shell.environment().put("KEIBA_DATA_DIR", data.resolve("var").toString());
        shell.environment().put("KEIBA_HTTP_PORT", Integer.toString(freePort()));
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process typed = shell.start();
        try {
            assertThat(typed.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                    .as(() -> said(out))
                    .isTrue();
        } finally {
            end(typed);
        }
        return new Typed(typed.exitValue(), said(out));
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
