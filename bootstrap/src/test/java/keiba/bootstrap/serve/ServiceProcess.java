package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import keiba.bootstrap.faults.ServedProcess;

/** {@code keiba serve} in its own JVM, which can be frozen and killed. A restarted process has the same address. */
final class ServiceProcess implements AutoCloseable {
    /**
     * The process is started often and used for seconds. A class archive, which the first normal stop leaves for the next start, halves the
     * 8 s of processor time of a start; the C1 compiler and the serial collector save some more.
     */
    private static final List<String> JVM = List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + archive());

    private final ServedProcess process;
    private final Api api;

    private ServiceProcess(ServedProcess process, Path data) {
        this.process = process;
        this.api = Api.of(process::port, data);
    }

    /**
     * Starts one with this configuration, and does not wait until it is ready.
     *
     * @param name the name of its log in the data directory
     */
    static ServiceProcess launch(String name, Configuration configuration, String... arguments) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        configuration.values().forEach((setting, value) -> environment.put(setting.variable(), value));
        Path data = configuration.dataDirectory();
        return new ServiceProcess(
                ServedProcess.launch(new ServedProcess.Launch(
                        JVM, classPath(), environment, List.of(arguments), data.resolve(name + ".log"))),
                data);
    }

    /** The JVM neither uses nor replaces an archive of jars that were rebuilt. */
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

    /** Returns the class path without test classes: the JVM creates no archive for directories of classes. */
    private static List<String> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("test-classes"))
                .toList();
    }

    /** Waits until it has printed its address. */
    void awaitReady() {
        assertThat(process.awaitReady()).as(process::said).isTrue();
    }

    Api api() {
        return api;
    }

    /** Its output since the latest start. */
    String said() {
        return process.said();
    }

    int port() {
        return process.port();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Freezes the process: its connections stay open, and it sends nothing. */
    void pause() {
        process.pause();
    }

    /** Resumes the frozen process. */
    void resume() {
        process.resume();
    }

    /** {@code kill -9}. */
    void kill() {
        process.kill();
    }

    /** Starts it again after its end, with the same configuration. */
    void startAgain() throws IOException {
        process.startAgain();
        awaitReady();
    }

    /** Asks it to stop, and waits until it has. */
    void stop() {
        askToStop();
        awaitStop();
    }

    /** Asks it to stop, and does not wait. */
    void askToStop() {
        process.askToStop();
    }

    /** Waits until it has stopped. */
    void awaitStop() {
        process.awaitStop();
    }

    /** Ends it in any case; normally if possible, so that embedded servers end as well. */
    @Override
    public void close() {
        api.close();
        process.close();
    }
}
