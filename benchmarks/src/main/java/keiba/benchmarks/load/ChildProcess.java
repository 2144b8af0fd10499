package keiba.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a JVM of its own, on this one's class path. */
final class ChildProcess implements AutoCloseable {
    /** What stands before the address in the line that says that it serves. */
    static final String READY = "ready: ";

    private static final Pattern ADDRESS = Pattern.compile(Pattern.quote(READY) + "http://127\\.0\\.0\\.1:(\\d+)");
    private static final int STOP_SECONDS = 60;

    private final Process process;
    private final int port;

    private ChildProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param log takes what it says on standard error
     */
    static ChildProcess start(Class<?> main, Map<String, String> environment, Path log, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        String options = System.getProperty("load.options", "");
        command.addAll(options.isEmpty() ? List.of() : Arrays.asList(options.split(" ", -1)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop " + main.getSimpleName()));
        try {
            return new ChildProcess(process, port(process.inputReader(), log));
        } catch (IOException | RuntimeException failed) {
            process.destroy();
            throw failed;
        }
    }

    private static int port(BufferedReader said, Path log) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return Integer.parseInt(address.group(1));
            }
        }
        throw new IOException("it did not start: " + Files.readString(log));
    }

    int port() {
        return port;
    }

    /** Processor time so far, in microseconds: other work on the machine moves it less than it moves the clock. */
    double processorMicros() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e3;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
