package keiba.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What Linux tells about a process in {@code /proc}.
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
     * Whether a process still runs. A dead process that its parent has not fetched keeps its number, but neither program nor command line.
     * One that is dying has lost these too, and may still hold its port: where the system reports the state, the state decides.
     */
    public static boolean isAlive(ProcessHandle process) {
        return process.isAlive()
                && of(process)
                        .map(status -> !status.hasEnded())
                        .orElseGet(() -> process.info().command().isPresent()
                                || process.info().commandLine().isPresent());
    }

    /** Nothing where the process is gone, or the system tells nothing. */
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

    /** Whether it holds no port, file or lock any more: these go only with the last thread. */
    boolean hasEnded() {
        return DEAD.contains(state) && threads <= 1;
    }
}
