package keiba.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The status of a process, as Linux reports it in {@code /proc}.
 *
 * @param state one letter: T stands for stopped, Z for ended and not yet fetched by its parent
 * @param threads those that have not ended; a process that has ended counts as one
 */
public record ProcessStatus(char state, int threads) {
    /** Stopped, by a debugger too, or dead. */
    private static final Set<Character> STOPPED = Set.of('T', 't', 'Z', 'X');

    private static final Set<Character> DEAD = Set.of('Z', 'X');
    private static final int THREADS_AFTER_STATE = 17;

    /**
     * Returns whether a process still runs. A dead process that its parent has not fetched keeps its number, but
     * neither program nor command line. One that is dying has lost these too, and may still hold its port: where the
     * system reports the state, the state decides.
     */
    public static boolean isAlive(ProcessHandle process) {
        return process.isAlive()
                && of(process)
                        .map(status -> !status.hasEnded())
                        .orElseGet(() -> process.info().command().isPresent()
                                || process.info().commandLine().isPresent());
    }

    /** Returns the status; empty if the process does not exist or the system does not report it. */
    static Optional<ProcessStatus> of(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // The program's name stands in parentheses before the state, and may have any letter in it.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(new ProcessStatus(fields[0].charAt(0), Integer.parseInt(fields[THREADS_AFTER_STATE])));
        } catch (IOException noSuchProcess) {
            return Optional.empty();
        }
    }

    boolean isStopped() {
        return STOPPED.contains(state);
    }

    /** Returns whether it has released all ports, files and locks, which happens only when its last thread ends. */
    boolean hasEnded() {
        return DEAD.contains(state) && threads <= 1;
    }
}
