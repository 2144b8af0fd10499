package keiba.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * The main program of Kafka's JVM. It runs in the data directory, so that Kafka's settings contain no path that could
 * be misread.
 */
final class KafkaProcess {
    /** The text in the log before the reason of a failed start. */
    static final String FAILURE = "Kafka failed: ";

    private static final String DATA = "data";

    static final Map<String, String> FIXED_CONFIGURATION = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("log.dirs", DATA),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // The default minimum is 6 s, for which tests of a dying consumer would have to wait.
            Map.entry("group.min.session.timeout.ms", "1000"),
            // After a kill, the controller accepts the broker only after its former session has timed out: by default
            // after 9 s.
            Map.entry("broker.session.timeout.ms", "3000"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            // The defaults are made for big machines: 10 MB of index files per partition, 128 MB for a cleaner.
            Map.entry("log.index.size.max.bytes", "1048576"),
            Map.entry("log.segment.bytes", "134217728"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("num.io.threads", "4"),
            Map.entry("num.network.threads", "2"),
            Map.entry("background.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "2"));

    private KafkaProcess() {}

    static void writeConfiguration(Path home, Properties configuration) throws IOException {
        Files.deleteIfExists(readyFile(home));
        try (Writer writer = Files.newBufferedWriter(configurationFile(home))) {
            configuration.store(writer, null);
        }
    }

    private static Path configurationFile(Path home) {
        return home.resolve("server.properties");
    }

    /** Returns the file that contains the process id as soon as the broker is ready. */
    static Path readyFile(Path home) {
        return home.resolve("ready");
    }

    public static void main(String[] arguments) {
        try {
            run(Path.of(arguments[0]));
        } catch (IOException | RuntimeException failure) {
            failure.printStackTrace(System.out);
            System.out.println(FAILURE + rootCause(failure));
            System.exit(1);
        }
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootCause(cause);
    }

    private static void run(Path home) throws IOException {
        formatOnce(home);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(configuration(home)), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        server.startup();
        announce(home);
        server.awaitShutdown();
    }

    private static Properties configuration(Path home) throws IOException {
        Properties configuration = new Properties();
        try (Reader reader = Files.newBufferedReader(configurationFile(home))) {
            configuration.load(reader);
        }
        return configuration;
    }

    private static void formatOnce(Path home) throws IOException {
        if (Files.exists(home.resolve(DATA).resolve("meta.properties"))) {
            return;
        }
        int exitCode = StorageTool.execute(
                new String[] {
                    "format",
                    "--cluster-id",
                    Uuid.randomUuid().toString(),
                    "--config",
                    configurationFile(home).toString()
                },
                System.out);
        if (exitCode != 0) {
            throw new IOException("the data directory could not be formatted");
        }
    }

    private static void announce(Path home) throws IOException {
        Path fresh = home.resolve("ready.new");
        Files.writeString(fresh, Long.toString(ProcessHandle.current().pid()));
        Files.move(fresh, readyFile(home), ATOMIC_MOVE);
    }
}
