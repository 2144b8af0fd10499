package keiba.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a separate JVM with the class path of this one. */
final class ChildProcess implements AutoCloseable {
    /** The text before the address in the line that says that it serves. */
    static final String READY = "ready: ";

    private static final Pattern ADDRESS = Pattern.compile(Pattern.quote(READY) + "http://127\\.0\\.0\\.1:(\\d+)");
    private static final int STOP_SECONDS = 60;
    private static final int LOG_LINES = 20;

    /** A process that is killed closes its connections some milliseconds before it has ended. */
    private static final int BREAKING_MILLIS = 200;

    private final String name;
    private final Process process;
    private final Path log;
    private final int port;
    private volatile boolean closing;
    private double micros;
    private double compilerMicros;

    private ChildProcess(String name, Process process, Path log, int port) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param name how messages call it
     * @param jvm options of its JVM
     * @param log takes what it writes to standard error
     */
    static ChildProcess start(
            String name,
            Class<?> main,
            List<String> jvm,
            Map<String, String> environment,
            Path log,
            String... arguments)
            throws IOException {
        Process process = launch(main, jvm, environment, log, arguments);
        try {
            return new ChildProcess(name, process, log, port(name, process.inputReader(), log));
        } catch (IOException | RuntimeException failed) {
            process.destroy();
            throw failed;
        }
    }

    /**
     * Runs a program to its end.
     *
     * @return the exit code
     */
    static int run(Class<?> main, Map<String, String> environment, Path log, String... arguments)
            throws IOException, InterruptedException {
        Process process = launch(main, List.of(), environment, log, arguments);
        try (BufferedReader said = process.inputReader()) {
            said.lines().forEach(line -> System.out.println("  " + line));
        }
        return process.waitFor();
    }

    private static Process launch(
            Class<?> main, List<String> jvm, Map<String, String> environment, Path log, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop " + main.getSimpleName()));
        return process;
    }

    private static int port(String name, BufferedReader said, Path log) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return Integer.parseInt(address.group(1));
            }
        }
        throw new IOException(name + " did not start; the end of its log:\n" + tail(log));
    }

    static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "(empty)";
        }
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    int port() {
        return port;
    }

    String name() {
        return name;
    }

    /**
     * Processor time until now, or until it was told to end, in microseconds. Other work on the machine changes it less than it changes
     * the clock.
     */
    double processorMicros() {
        micros = Math.max(micros, Machine.seconds(process.toHandle()) * 1e6);
        return micros;
    }

    /** Of that, what the just-in-time compilers of its JVM used: much while it is cold, and little afterwards. */
    double compilerMicros() {
        compilerMicros = Math.max(compilerMicros, Machine.compilerSeconds(process.toHandle()) * 1e6);
        return compilerMicros;
    }

    /** Returns whether it ended without being told to, and how. */
    Optional<String> death() throws IOException {
        if (closing || process.isAlive()) {
            return Optional.empty();
        }
        return Optional.of(
                name + " ended with exit code " + process.exitValue() + "; the end of its log:\n" + tail(log));
    }

    /**
     * Requests it to end, and waits until it has ended. If it has just ended by itself, which broke its connections,
     * this counts as its own end.
     */
    @Override
    public void close() {
        processorMicros();
        try {
            if (process.waitFor(BREAKING_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            closing = true;
            process.destroy();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
