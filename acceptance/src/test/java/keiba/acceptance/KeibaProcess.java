package keiba.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import keiba.bootstrap.Main;

/** The program, {@code keiba serve}, in its own process. A restarted process has the same address and data. */
final class KeibaProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("keiba is ready: http://127\\.0\\.0\\.1:(\\d+) ");

    /** The C1 compiler makes the start faster; little memory is needed. */
    private static final List<String> JVM =
            List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData");

    private final Path data;
    private final Map<String, String> environment;
    private final List<String> arguments;
    private final Path log;
    private int port;

    private Process process;

    private KeibaProcess(Path data, Map<String, String> environment, String... arguments) {
        this.data = data;
        this.environment = Map.copyOf(environment);
        this.arguments = List.of(arguments);
        this.log = data.resolve("program.log");
        this.process = launch();
    }

    private static final class Shared {
        private static final KeibaProcess INSTANCE = startWithTemporaryData();

        private static KeibaProcess startWithTemporaryData() {
            try {
                KeibaProcess started =
                        new KeibaProcess(Files.createTempDirectory("keiba-acceptance"), Map.of(), "--embedded");
                Runtime.getRuntime().addShutdownHook(new Thread(started::close));
                return started;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /**
     * Starts the program on servers that are already running.
     *
     * @param data where it keeps its data and its log
     * @param environment its settings, the addresses of the servers among them
     */
    static KeibaProcess start(Path data, Map<String, String> environment) {
        return new KeibaProcess(data, environment);
    }

    /** Returns the process that the tests of this JVM share, with its own servers; it ends with the JVM. */
    static KeibaProcess shared() {
        return Shared.INSTANCE;
    }

    private Process launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of(Main.class.getName(), "serve", "--port", Integer.toString(port)));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("KEIBA_"));
        builder.environment().putAll(environment);
        builder.environment().put("KEIBA_DATA_DIR", data.toAbsolutePath().toString());
        builder.environment().put("CLASSPATH", classPath());
        try {
            Process started = builder.start();
            Waiting.until("the program to be ready", () -> isReady() || !started.isAlive());
            assertThat(started.isAlive()).as(this::log).isTrue();
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns the class path of the tests without their resources, which could replace those of the program. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).endsWith(Path.of("src", "test", "resources")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private boolean isReady() {
        Matcher ready = READY.matcher(log());
        boolean found = ready.find();
        if (found) {
            port = Integer.parseInt(ready.group(1));
        }
        return found;
    }

    /** Returns the output of the program since its last start. */
    private String log() {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns its address without a slash at the end. */
    String address() {
        return "http://127.0.0.1:" + port;
    }

    /** Stops it normally, with its servers. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** Starts it after a stop. */
    void startAgain() {
        process = launch();
    }

    @Override
    public void close() {
        stop();
    }
}
