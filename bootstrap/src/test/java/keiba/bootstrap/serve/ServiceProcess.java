package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keiba.bootstrap.Main;
import org.jspecify.annotations.Nullable;

/** {@code keiba serve} in a JVM of its own, which can be frozen and killed. Restarted, it listens where it did before. */
final class ServiceProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("keiba is ready: http://127\\.0\\.0\\.1:(\\d+) ");
    private static final int LIMIT_SECONDS = 120;

    /**
     * Started often and used for seconds. An archive of its classes, which the first one that ends in order leaves for the next, halves the
     * 8 s of processor time that a start costs; the quick compiler and one thread for the garbage spare some more.
     */
    private static final List<String> JVM = List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + archive());

    private final Map<String, String> environment;
    private final List<String> arguments;
    private final Path log;
    private final Api api;
    private int port;
    private @Nullable Process process;

    private ServiceProcess(Map<String, String> environment, List<String> arguments, Path data, Path log) {
        this.environment = environment;
        this.arguments = arguments;
        this.log = log;
        this.api = Api.of(() -> port, data);
    }

    /**
     * Starts one with this configuration, and does not wait until it is ready.
     *
     * @param name of its log, beside the others' in the data directory
     */
    static ServiceProcess launch(String name, Configuration configuration, String... arguments) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        configuration.values().forEach((setting, value) -> environment.put(setting.variable(), value));
        Path data = configuration.dataDirectory();
        ServiceProcess service = new ServiceProcess(environment, List.of(arguments), data, data.resolve(name + ".log"));
        service.launch();
        return service;
    }

    private void launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of(Main.class.getName(), "serve", "--development", "--port", Integer.toString(port)));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("KEIBA_"));
        builder.environment().putAll(environment);
        builder.environment().put("CLASSPATH", String.join(File.pathSeparator, classPath()));
        process = builder.start();
    }

    /** The JVM neither uses nor replaces an archive of jars that were built anew. */
    private static Path archive() {
        Path archive = Path.of("target", "service.jsa").toAbsolutePath();
        try {
            if (Files.exists(archive) && isOlderThanTheJars(archive)) {
                Files.delete(archive);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        return archive;
    }

    private static boolean isOlderThanTheJars(Path archive) throws IOException {
        FileTime made = Files.getLastModifiedTime(archive);
        for (String jar : classPath()) {
            if (Files.getLastModifiedTime(Path.of(jar)).compareTo(made) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Without the tests: a folder of classes would keep the JVM from making its archive. */
    private static List<String> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("test-classes"))
                .toList();
    }

    /** Waits until it says where it listens. */
    void awaitReady() {
        RunningService.await(
                "the service to start; it said: " + log,
                () -> saysWhereItListens() || !running().isAlive());
        assertThat(running().isAlive()).as(this::said).isTrue();
    }

    private boolean saysWhereItListens() {
        Matcher ready = READY.matcher(said());
        if (!ready.find()) {
            return false;
        }
        port = Integer.parseInt(ready.group(1));
        return true;
    }

    private String said() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private Process running() {
        Process last = process;
        if (last == null) {
            throw new IllegalStateException("never started");
        }
        return last;
    }

    Api api() {
        return api;
    }

    /** Freezes it: its connections stay, and nothing comes from it. */
    void pause() {
        assertThat(signal("STOP")).isZero();
    }

    /** Lets it go on. */
    void resume() {
        assertThat(signal("CONT")).isZero();
    }

    private int signal(String signal) {
        try {
            return new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            "kill -s \"$0\" \"$1\"",
                            signal,
                            Long.toString(running().pid()))
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** {@code kill -9}. */
    void kill() {
        running().destroyForcibly();
        awaitEnd();
    }

    /** Starts it again after its end, with everything as it was. */
    void startAgain() throws IOException {
        launch();
        awaitReady();
    }

    /** Asks it to stop, and waits until it has. */
    void stop() {
        askToStop();
        awaitStop();
    }

    /** Asks it to stop, and does not wait. */
    void askToStop() {
        running().destroy();
    }

    /** Waits until it has stopped. */
    void awaitStop() {
        awaitEnd();
    }

    boolean isAlive() {
        return running().isAlive();
    }

    int port() {
        return port;
    }

    private void awaitEnd() {
        assertThat(hasEnded()).as(this::said).isTrue();
    }

    private boolean hasEnded() {
        return !running()
                .onExit()
                .completeOnTimeout(running(), LIMIT_SECONDS, TimeUnit.SECONDS)
                .join()
                .isAlive();
    }

    /** Ends it in any case: in order where it can, so that embedded servers end too. */
    @Override
    public void close() {
        api.close();
        signal("CONT");
        running().destroy();
        if (!hasEnded()) {
            running().destroyForcibly();
        }
    }
}
