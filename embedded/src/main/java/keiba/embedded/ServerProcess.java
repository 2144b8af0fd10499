package keiba.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A running server with all its child processes, started by this JVM or by one that has ended.
 *
 * @param mark an argument of its command line that no other program has
 */
record ServerProcess(ProcessHandle handle, String mark) {
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    /**
     * Starts a program in a separate session, so that Ctrl-C in a terminal reaches only this JVM, which then stops the
     * program properly.
     */
    static ServerProcess launch(ProcessBuilder builder, String mark) throws IOException {
        List<String> command = new ArrayList<>(newSession());
        command.addAll(builder.command());
        Process process = builder.command(command).start();
        process.getOutputStream().close();
        return new ServerProcess(process.toHandle(), mark);
    }

    private static List<String> newSession() {
        if (Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).anyMatch(Files::isExecutable)) {
            return List.of("setsid");
        }
        Path perl = Path.of("/usr/bin/perl");
        return Files.isExecutable(perl)
                ? List.of(perl.toString(), "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV;", "--")
                : List.of();
    }

    /** Writes the number, the start time and the mark of this process to a file. */
    void remember(Path pidFile) throws IOException {
        Path fresh = pidFile.resolveSibling(pidFile.getFileName() + ".new");
        Files.write(fresh, List.of(Long.toString(pid()), startOf(handle).toString(), mark));
        Files.move(fresh, pidFile, ATOMIC_MOVE);
    }

    /** Returns the process in the file if it still runs; never another process that has got its number since. */
    static Optional<ServerProcess> remembered(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() != 3) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(lines.get(0));
            Instant start = Instant.parse(lines.get(1));
            String mark = lines.get(2);
            return ProcessHandle.of(pid)
                    .filter(handle -> isSame(handle, start, mark))
                    .map(handle -> new ServerProcess(handle, mark));
        } catch (NumberFormatException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns whether there is a process with a number, and not the one with the mark. */
    static boolean isStranger(String pid, String mark) {
        try {
            return ProcessHandle.of(Long.parseLong(pid))
                    .filter(handle -> !hasMark(handle, mark))
                    .isPresent();
        } catch (NumberFormatException unreadable) {
            return false;
        }
    }

    private static boolean isSame(ProcessHandle handle, Instant start, String mark) {
        Duration apart = Duration.between(startOf(handle), start).abs();
        return ProcessStatus.isAlive(handle) && apart.compareTo(CLOCK_TOLERANCE) <= 0 && hasMark(handle, mark);
    }

    private static boolean hasMark(ProcessHandle handle, String mark) {
        return List.of(handle.info().arguments().orElse(new String[0])).contains(mark);
    }

    private static Instant startOf(ProcessHandle handle) {
        return handle.info().startInstant().orElse(Instant.EPOCH);
    }

    long pid() {
        return handle.pid();
    }

    boolean isRunning() {
        return ProcessStatus.isAlive(handle);
    }

    void interrupt() {
        signal("INT", List.of(handle));
    }

    void terminate() {
        handle.destroy();
    }

    /** Suspends the server and its children; requests in the meantime are answered after {@link #resume}. */
    void pause() {
        freeze();
    }

    void resume() {
        signal("CONT", tree());
    }

    /** Kills the server and its children at once, and waits until they are gone. */
    void kill() {
        if (!isRunning()) {
            return;
        }
        List<ProcessHandle> tree = freeze();
        tree.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : tree) {
            Wait.until(() -> !ProcessStatus.isAlive(process), KILL_LIMIT);
        }
    }

    boolean awaitExit(Duration limit) {
        return Wait.until(() -> !isRunning(), limit);
    }

    /**
     * Suspends the parent first and then its children. A suspended parent creates no further children, so the list of
     * them is complete.
     */
    private List<ProcessHandle> freeze() {
        stop(List.of(handle));
        List<ProcessHandle> tree = tree();
        stop(tree);
        return tree;
    }

    private static void stop(List<ProcessHandle> processes) {
        signal("STOP", processes);
        for (ProcessHandle process : processes) {
            Wait.until(() -> isStopped(process), STOP_LIMIT);
        }
    }

    /**
     * Returns whether a process is suspended, which happens only when it leaves its current system call; true if the
     * system does not report it.
     */
    private static boolean isStopped(ProcessHandle process) {
        return ProcessStatus.of(process).map(ProcessStatus::isStopped).orElse(true);
    }

    private List<ProcessHandle> tree() {
        return Stream.concat(Stream.of(handle), handle.descendants()).toList();
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$0\" \"$@\"", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            Programs.runInSilence(new ProcessBuilder(command));
        } catch (IOException failure) {
            throw new EmbeddedServerException("cannot send a signal: " + failure.getMessage(), failure);
        }
    }
}
