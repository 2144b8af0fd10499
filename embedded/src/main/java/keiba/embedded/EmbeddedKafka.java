package keiba.embedded;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kafka with one node that is broker and controller, in a separate JVM. Topics are not created automatically, and have
 * one replica; each topic defines its own time stamps and retention.
 */
public final class EmbeddedKafka extends EmbeddedServer {
    private static final String LARGEST_HEAP = "256m";
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";
    private static final String CAUSE = "Caused by: ";
    private static final String PLAINTEXT = "PLAINTEXT";

    private final String protocol;
    private final Map<String, String> further;

    /**
     * @param protocol the security protocol of clients
     * @param further settings of the broker
     */
    private EmbeddedKafka(ServerHome home, String protocol, Map<String, String> further) {
        super("Kafka", home);
        this.protocol = protocol;
        this.further = Map.copyOf(further);
    }

    /**
     * Starts it with its data in a directory that it keeps.
     *
     * @throws EmbeddedServerException if it does not start, or another process uses the directory
     */
    public static EmbeddedKafka start(Path directory) {
        return start(Homes.at("Kafka", directory), Ports::free);
    }

    /** Starts it in a fresh directory; the end deletes it. */
    public static EmbeddedKafka startTemporary() {
        return start(Homes.temporary("Kafka"), Ports::free);
    }

    /**
     * Starts it in a fresh directory, for clients that encrypt or log in; the end deletes it.
     *
     * @param protocol the security protocol of clients, such as {@code SASL_SSL}, which is the name of the broker's listener as well
     * @param further settings of the broker that the protocol needs
     */
    public static EmbeddedKafka startTemporary(String protocol, Map<String, String> further) {
        return opened(new EmbeddedKafka(Homes.temporary("Kafka"), protocol, further), Ports::free);
    }

    /** Returns the temporary one that all tests in this JVM share; it stops with the JVM. Not to be closed. */
    public static EmbeddedKafka shared() {
        return Shared.SERVER.get();
    }

    private static final class Shared {
        static final Once<EmbeddedKafka> SERVER = new Once<>(() -> {
            EmbeddedKafka server = startTemporary();
            server.closeAtExit();
            return server;
        });
    }

    static EmbeddedKafka start(ServerHome home, IntSupplier freePorts) {
        return opened(new EmbeddedKafka(home, PLAINTEXT, Map.of()), freePorts);
    }

    private static EmbeddedKafka opened(EmbeddedKafka server, IntSupplier freePorts) {
        server.open(freePorts);
        return server;
    }

    /** For {@code bootstrap.servers}: {@code 127.0.0.1:port}. */
    public String bootstrap() {
        return "127.0.0.1:" + port();
    }

    /** Returns 2: one port for clients, and one for the connection between broker and controller. */
    @Override
    int portsNeeded() {
        return 2;
    }

    @Override
    void prepare() {
        // The process formats its own data directory.
    }

    @Override
    String mark() {
        return home().directory().toString();
    }

    @Override
    ProcessBuilder command(List<Integer> ports) throws IOException {
        KafkaProcess.writeConfiguration(home().directory(), configuration(ports.get(0), ports.get(1)));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                        java.toString(),
                        "-Xmx" + LARGEST_HEAP,
                        isShortLived() ? QUICK_COMPILER : "-XX:TieredStopAtLevel=4",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dslf4j.provider=" + KafkaLog.class.getName(),
                        KafkaProcess.class.getName(),
                        mark())
                .directory(home().directory().toFile());
        builder.environment().put("CLASSPATH", classPath(EmbeddedKafka.class.getClassLoader()));
        return builder;
    }

    /**
     * Returns whether to use only the fast JIT compiler, which saves 2 of 4.5 s of processor time. This is so in tests,
     * which start brokers often, put little load on them, and use only this compiler themselves.
     */
    private boolean isShortLived() {
        return home().temporary()
                || ManagementFactory.getRuntimeMXBean().getInputArguments().contains(QUICK_COMPILER);
    }

    private Properties configuration(int port, int controllerPort) {
        Properties configuration = new Properties();
        configuration.putAll(KafkaProcess.FIXED_CONFIGURATION);
        configuration.put("listener.security.protocol.map", protocol + ":" + protocol + ",CONTROLLER:" + PLAINTEXT);
        configuration.put("inter.broker.listener.name", protocol);
        configuration.putAll(further);
        configuration.put("listeners", protocol + "://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        configuration.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        return configuration;
    }

    /** Returns the class path of this class, also where it was loaded apart from the application's. */
    static String classPath(ClassLoader loader) {
        List<Path> entries = new ArrayList<>();
        addEntries(loader, entries);
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static void addEntries(@Nullable ClassLoader loader, List<Path> entries) {
        if (loader == null) {
            return;
        }
        addEntries(loader.getParent(), entries);
        if (loader instanceof URLClassLoader withUrls) {
            Stream.of(withUrls.getURLs()).map(EmbeddedKafka::path).forEach(entries::add);
        } else if (loader.equals(ClassLoader.getSystemClassLoader())) {
            Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                    .map(entry -> Path.of(entry).toAbsolutePath())
                    .forEach(entries::add);
        }
    }

    private static Path path(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException invalid) {
            throw new EmbeddedServerException("Kafka did not start: " + url + " is no class path entry", invalid);
        }
    }

    @Override
    boolean isReady(ServerProcess started, List<Integer> ports) throws IOException {
        Path ready = KafkaProcess.readyFile(home().directory());
        return Files.exists(ready) && Files.readString(ready).equals(Long.toString(started.pid()));
    }

    @Override
    void askToStop(ServerProcess running) {
        running.terminate();
    }

    /** A fault in a thread of Kafka's own ends its JVM with no other word than a stack trace. */
    @Override
    Optional<String> reason(List<String> log) {
        return Lines.last(log, KafkaProcess.FAILURE)
                .map(line -> line.substring(KafkaProcess.FAILURE.length()))
                .or(() -> Lines.last(log, CAUSE).map(line -> line.substring(CAUSE.length())))
                .or(() -> Lines.last(log, ""));
    }
}
