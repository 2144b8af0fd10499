package keiba.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Redis without a password. Every write is stored in an append-only file, so that even a kill loses no write that was
 * answered.
 */
public final class EmbeddedRedis extends EmbeddedServer {
    private static final int TIMEOUT_MILLIS =
            Math.toIntExact(Duration.ofSeconds(1).toMillis());
    private static final int LONGEST_ANSWER = 64 << 10;

    private Path program = Path.of("");

    private EmbeddedRedis(ServerHome home) {
        super("Redis", home);
    }

    /**
     * Starts it with its data in a directory that it keeps.
     *
     * @throws EmbeddedServerException if it does not start, or another process uses the directory
     */
    public static EmbeddedRedis start(Path directory) {
        return start(Homes.at("Redis", directory), Ports::free);
    }

    /** Starts it in a fresh directory; the end deletes it. */
    public static EmbeddedRedis startTemporary() {
        return start(Homes.temporary("Redis"), Ports::free);
    }

    /** Returns the temporary one that all tests in this JVM share; it stops with the JVM. Not to be closed. */
    public static EmbeddedRedis shared() {
        return Shared.SERVER.get();
    }

    private static final class Shared {
        static final Once<EmbeddedRedis> SERVER = new Once<>(() -> {
            EmbeddedRedis server = startTemporary();
            server.closeAtExit();
            return server;
        });
    }

    static EmbeddedRedis start(ServerHome home, IntSupplier freePorts) {
        EmbeddedRedis server = new EmbeddedRedis(home);
        server.open(freePorts);
        return server;
    }

    /** {@code redis://127.0.0.1:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port();
    }

    /**
     * Starts a Sentinel of the same program, for tests of its clients.
     *
     * @param directory of the Sentinel alone; gets {@code sentinel.conf}, which the Sentinel rewrites, and {@code sentinel.log}
     * @param settings the text of {@code sentinel.conf}
     * @return its process, which the caller ends
     */
    public Process startSentinel(Path directory, String settings) throws IOException {
        Path file = Files.writeString(directory.resolve("sentinel.conf"), settings);
        return Programs.builder(List.of(program.toString(), file.toString(), "--sentinel"), directory)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sentinel.log").toFile())
                .start();
    }

    @Override
    int portsNeeded() {
        return 1;
    }

    @Override
    void prepare() throws IOException {
        program = Binaries.redis(home().binaries());
        Path data = home().file("data");
        Files.createDirectories(data);
    }

    @Override
    String mark() {
        return home().file("redis.conf").toString();
    }

    /**
     * Returns the command. It is started in the data directory, so that the configuration contains no path that has to
     * be quoted.
     */
    @Override
    ProcessBuilder command(List<Integer> ports) throws IOException {
        Files.write(Path.of(mark()), configuration(ports.getFirst()));
        return Programs.builder(List.of(program.toString(), mark()), home().file("data"));
    }

    private List<String> configuration(int port) {
        return List.of(
                "bind 127.0.0.1",
                "port " + port,
                "protected-mode no",
                "daemonize no",
                "appendonly yes",
                "appendfsync " + (home().temporary() ? "no" : "everysec"),
                // This is the default: also while the file is rewritten, a loss of power loses at most one second.
                "no-appendfsync-on-rewrite no",
                // A rewrite forks and uses most of a processor for seconds, so it must not happen for every 64 MB;
                // short values are not compressed.
                "auto-aof-rewrite-min-size 256mb",
                "auto-aof-rewrite-percentage 100",
                "rdbcompression no",
                "save \"\"",
                // The command line stays as it was started, so that the next start recognises the process.
                "set-proc-title no",
                // On some ARM machines Redis refuses to start because forks may lose writes, which is acceptable for a
                // cache.
                "ignore-warnings ARM64-COW-BUG");
    }

    /**
     * Returns whether the server is ready. The process id is checked, too, because another Redis may have taken the
     * port.
     */
    @Override
    boolean isReady(ServerProcess started, List<Integer> ports) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(Ports.address(ports.getFirst()), TIMEOUT_MILLIS);
            socket.getOutputStream().write("INFO\r\nQUIT\r\n".getBytes(US_ASCII));
            List<String> info = new String(socket.getInputStream().readNBytes(LONGEST_ANSWER), US_ASCII)
                    .lines()
                    .toList();
            return info.contains("process_id:" + started.pid()) && info.contains("loading:0");
        }
    }

    @Override
    void askToStop(ServerProcess running) {
        running.terminate();
    }

    @Override
    Optional<String> reason(List<String> log) {
        return Lines.last(log, " # ").or(() -> Lines.last(log, ""));
    }
}
