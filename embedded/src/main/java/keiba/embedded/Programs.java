package keiba.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs programs other than the servers themselves. */
final class Programs {
    private Programs() {}

    /** Returns a builder for a program that gets only the search path of this process' environment, and uses English. */
    static ProcessBuilder builder(List<String> command, Path directory) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
        return builder;
    }

    /** Returns whether a program can be run and succeeds. */
    static boolean succeeds(List<String> command) {
        try {
            return runInSilence(builder(command, Platform.temporaryDirectory())) == 0;
        } catch (IOException notFound) {
            return false;
        }
    }

    /** Runs a program to its end and returns its exit code. */
    static int runInSilence(ProcessBuilder builder) throws IOException {
        return exitCode(builder.redirectErrorStream(true).redirectOutput(Redirect.DISCARD));
    }

    /**
     * Runs a program to its end, its output added to a log.
     *
     * @return the exit code
     */
    static int run(List<String> command, Path directory, Path log) throws IOException {
        return exitCode(
                builder(command, directory).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile())));
    }

    private static int exitCode(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        process.getOutputStream().close();
        return awaitExit(process);
    }

    /**
     * Waits for the end of a process. {@link Process#onExit} is not used, because it needs a free thread of the common
     * pool.
     */
    private static int awaitExit(Process process) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException interruption) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
