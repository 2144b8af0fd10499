package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the system says about processes. */
final class Processes {
    private Processes() {}

    /** One letter per process of a tree: T stands for stopped. */
    static List<String> states(long pid) {
        return Stream.concat(Stream.of(ProcessHandle.of(pid).orElseThrow()), descendants(pid))
                .map(process -> field(process.pid(), 0))
                .toList();
    }

    static boolean isAlive(long pid) {
        return Files.exists(Path.of("/proc/" + pid)) && !field(pid, 0).equals("Z");
    }

    /** The session, to which the Ctrl-C of a terminal is limited. */
    static String session(long pid) {
        return field(pid, 3);
    }

    static Stream<ProcessHandle> descendants(long pid) {
        return ProcessHandle.of(pid).orElseThrow().descendants();
    }

    /** A program that does nothing for a long time. */
    static Process idle() throws IOException {
        return new ProcessBuilder("sleep", "3600").start();
    }

    static void awaitEnd(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static String field(long pid, int afterName) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[afterName];
        } catch (IOException gone) {
            throw new IllegalStateException("no process " + pid, gone);
        }
    }
}
