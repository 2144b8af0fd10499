package keiba.bootstrap.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import keiba.bootstrap.AtExit;
import keiba.bootstrap.CommandFailedException;
import keiba.bootstrap.embedded.BreakableServers;
import keiba.bootstrap.embedded.BreakableServers.Which;

/** The servers, two API processes and two recorders, to which faults are applied. */
final class Scene implements AutoCloseable {
    private static final String ANSWERING =
            "purchase-api,ticket-api,odds-api,race-management,payout-calculation,payout-execution";
    private static final String RECORDING = "db-writer";
    private static final int STARTS = 5;
    private static final List<String> JVM =
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData");

    private final BreakableServers servers;
    private final List<ServedProcess> apis = new ArrayList<>();
    private final List<ServedProcess> recorders = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final Path directory;
    private final Tables tables;
    private final RedisPort redis;
    private final AtomicBoolean closing = new AtomicBoolean();

    private Scene(BreakableServers servers, Path directory) {
        this.servers = servers;
        this.directory = directory;
        this.tables = Tables.of(servers.addresses());
        this.redis = new RedisPort(servers.redisPort());
        servers.addresses()
                .forEach((name, address) ->
                        environment.put("KEIBA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), address));
        environment.put("KEIBA_DATA_DIR", directory.toString());
        environment.put("KEIBA_HTTP_REQUESTS_PER_SECOND", "0");
        environment.put("KEIBA_HTTP_DRAIN_MS", "1000");
        environment.put("KEIBA_KAFKA_SESSION_TIMEOUT_MS", "3000");
    }

    /** Starts the servers and the processes of the service. An interrupted run leaves none of them behind. */
    static Scene start(Path directory) throws CommandFailedException {
        return AtExit.start("end-fault-run", ending -> started(directory), Scene::close);
    }

    private static Scene started(Path directory) throws CommandFailedException {
        Scene scene = new Scene(BreakableServers.start(directory.resolve("servers")), directory);
        try {
            for (int number = 1; number <= 2; number++) {
                scene.apis.add(scene.launch("api" + number, ANSWERING));
                scene.recorders.add(scene.launch("recorder" + number, RECORDING));
            }
            return scene;
        } catch (IOException failed) {
            scene.close();
            throw new CommandFailedException("the processes of the service do not start: " + failed.getMessage());
        } catch (CommandFailedException | RuntimeException failed) {
            scene.close();
            throw failed;
        }
    }

    private ServedProcess launch(String name, String roles) throws IOException, CommandFailedException {
        Map<String, String> own = new TreeMap<>(environment);
        own.put("KEIBA_ROLES", roles);
        List<String> classPath = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        ServedProcess process = ServedProcess.launch(
                new ServedProcess.Launch(JVM, classPath, own, List.of(), directory.resolve(name + ".log")));
        awaitReady(process);
        return process;
    }

    /**
     * Waits until a process is ready. On a busy machine a server may be too slow for the start, so a process that has
     * ended is started again.
     */
    private static void awaitReady(ServedProcess process) throws IOException, CommandFailedException {
        for (int start = 1; !process.awaitReady(); start++) {
            if (start == STARTS) {
                throw new CommandFailedException("a process of the service did not start: "
                        + process.said().lines().reduce("", (before, line) -> line));
            }
            process.close();
            process.startAgain();
        }
    }

    Tables tables() {
        return tables;
    }

    Path directory() {
        return directory;
    }

    Map<String, String> addresses() {
        return servers.addresses();
    }

    List<ServedProcess> apis() {
        return List.copyOf(apis);
    }

    List<ServedProcess> all() {
        return Stream.concat(apis.stream(), recorders.stream()).toList();
    }

    /** The action that ends a fault. */
    interface Mending {
        void mend() throws IOException, SQLException, CommandFailedException;
    }

    /**
     * Applies a fault.
     *
     * @param race the race to lock, for faults that lock a race
     * @return the action that ends the fault
     */
    Mending apply(Fault fault, long race) throws IOException, SQLException {
        ServedProcess api = apis.get(fault.target());
        ServedProcess recorder = recorders.get(fault.target());
        return switch (fault.kind()) {
            case KILL_API -> killed(api);
            case KILL_RECORDER -> killed(recorder);
            case FREEZE_API -> frozen(api);
            case FREEZE_RECORDER -> frozen(recorder);
            case STOP_API -> stopped(api);
            case STOP_RECORDER -> stopped(recorder);
            case HOLD_UP_RACE -> heldUp(race);
            case TERMINATE_BACKENDS -> {
                tables.column("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND application_name LIKE 'keiba%'");
                yield () -> {};
            }
            case KILL_POSTGRES -> killed(Which.POSTGRES);
            case KILL_KAFKA -> killed(Which.KAFKA);
            case KILL_REDIS -> killed(Which.REDIS);
            case FREEZE_POSTGRES -> frozen(Which.POSTGRES);
            case FREEZE_KAFKA -> frozen(Which.KAFKA);
            case FREEZE_REDIS -> frozen(Which.REDIS);
            case FLUSH_REDIS -> {
                redis.send("FLUSHALL");
                yield () -> {};
            }
            case FILL_REDIS -> {
                redis.send("CONFIG SET maxmemory 1");
                yield () -> redis.send("CONFIG SET maxmemory 0");
            }
            case READ_ONLY_REDIS -> {
                redis.send("REPLICAOF 127.0.0.1 1");
                yield () -> redis.send("REPLICAOF NO ONE");
            }
        };
    }

    private Mending killed(ServedProcess process) {
        process.kill();
        return () -> again(process);
    }

    private static void again(ServedProcess process) throws IOException, CommandFailedException {
        process.startAgain();
        awaitReady(process);
    }

    private Mending stopped(ServedProcess process) {
        process.askToStop();
        process.awaitStop(); // everything that is recorded from now on is recorded by another process
        return () -> again(process);
    }

    private static Mending frozen(ServedProcess process) {
        process.pause();
        return process::resume;
    }

    private Mending killed(Which which) {
        servers.kill(which);
        return () -> servers.restore(which);
    }

    private Mending frozen(Which which) {
        servers.pause(which);
        return () -> servers.restore(which);
    }

    private Mending heldUp(long race) throws SQLException {
        Connection connection = tables.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT FROM race WHERE race_id = " + race + " FOR UPDATE");
        }
        return () -> {
            try (connection) {
                connection.rollback();
            }
        };
    }

    /** Stops the processes in order, then the servers. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        all().forEach(ServedProcess::askToStop);
        all().forEach(ServedProcess::close);
        servers.close();
    }
}
