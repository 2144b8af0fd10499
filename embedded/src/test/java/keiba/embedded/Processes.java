package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Reads information about processes from the operating system. */
final class Processes {
    private Processes() {}

    /** One letter per process of a tree: T stands for stopped. */
    static List<String> states(long pid) {
        return Stream.concat(Stream.of(ProcessHandle.of(pid).orElseThrow()), descendants(pid))
                .map(process -> field(process.pid(), 0))
                .toList();
    }

    /** Whether any thread of it has not ended: only the last takes ports, files and locks with it. */
    static boolean isAlive(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.map(Processes::state).anyMatch(state -> !state.equals("Z") && !state.equals("X"));
        } catch (IOException gone) {
            return false;
        }
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

    /** A JVM that does nothing for a long time, with threads and memory that take a while to go. */
    static ProcessBuilder idleJvm() {
        return jvm(List.of("-Xms256m", "-XX:+AlwaysPreTouch"), IdleJvm.class, IdleJvm.MARK);
    }

    /** A program of these tests in a JVM of its own. */
    static ProcessBuilder jvm(List<String> options, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", EmbeddedKafka.classPath(program.getClassLoader()));
        return builder;
    }

    static final class IdleJvm {
        static final String MARK = "idle";

        public static void main(String[] arguments) throws InterruptedException {
            Thread.sleep(Duration.ofHours(1));
        }
    }

    static void awaitEnd(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    static int threads(long pid) {
        return Integer.parseInt(field(pid, 17));
    }

    private static String state(Path processOrThread) {
        try {
            return field(processOrThread, 0);
        } catch (IOException gone) {
            return "X";
        }
    }

    private static String field(long pid, int afterName) {
        try {
            return field(Path.of("/proc/" + pid), afterName);
        } catch (IOException gone) {
            throw new IllegalStateException("no process " + pid, gone);
        }
    }

    private static String field(Path processOrThread, int afterName) throws IOException {
        String line = Files.readString(processOrThread.resolve("stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[afterName];
    }
}
