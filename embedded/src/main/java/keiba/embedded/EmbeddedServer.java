package keiba.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A real server in separate processes, which listens only on 127.0.0.1. It survives a kill of this JVM; the next start
 * in the same directory stops the remaining processes and uses the data.
 *
 * <p>{@link #pause}, {@link #kill} and {@link #restart} are for tests of its clients. All methods may be called from
 * any thread.
 */
public abstract sealed class EmbeddedServer implements AutoCloseable
        permits EmbeddedKafka, EmbeddedPostgres, EmbeddedRedis {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int PORT_ATTEMPTS = 5;

    /** What the servers log: the words of the operating system, which the JVM takes in the language of the user. */
    private static final List<String> ADDRESS_IN_USE = List.of("Address already in use", "java.net.BindException");

    private static final Duration PORT_RELEASE_LIMIT = Duration.ofSeconds(1);

    private static final int LARGEST_LOG = 10 << 20;
    private static final int LOG_TAIL = 64 << 10;

    private final String name;
    private final ServerHome home;
    private volatile List<Integer> ports = List.of();
    private volatile @Nullable ServerProcess process;
    private boolean closed;

    EmbeddedServer(String name, ServerHome home) {
        this.name = name;
        this.home = home;
    }

    // --- what the kinds of servers differ in ---

    abstract int portsNeeded();

    /** Prepares the programs and an empty data directory. Called once, before the first start. */
    abstract void prepare() throws IOException;

    /** Returns the command that runs the server in the foreground, with its log on standard output. */
    abstract ProcessBuilder command(List<Integer> ports) throws IOException;

    /** Returns an argument of {@link #command} that no other program has. */
    abstract String mark();

    abstract boolean isReady(ServerProcess started, List<Integer> ports) throws IOException;

    abstract void askToStop(ServerProcess running);

    /** Returns the line of a log that best explains why a start failed. */
    abstract Optional<String> reason(List<String> log);

    // --- for everybody ---

    /** Stops what was left behind in the directory, and starts for the first time. */
    final void open(IntSupplier freePorts) {
        try {
            stopLeftBehind();
            prepare();
            startOnFreePorts(freePorts);
        } catch (IOException failure) {
            home.leave();
            throw new EmbeddedServerException(
                    name + " did not start: " + failure + " (directory: " + home.directory() + ")", failure);
        } catch (RuntimeException failure) {
            home.leave();
            throw failure;
        }
    }

    private void stopLeftBehind() throws IOException {
        Optional<ServerProcess> leftBehind = home.leftBehind();
        if (leftBehind.isPresent()) {
            stop(leftBehind.get());
        }
    }

    private synchronized void startOnFreePorts(IntSupplier freePorts) throws IOException {
        ports = home.lastPorts();
        if (ports.size() != portsNeeded() || takenPort().isPresent()) {
            ports = choosePorts(freePorts);
        }
        launch(() -> {
            ports = choosePorts(freePorts);
            return true;
        });
        home.rememberPorts(ports);
    }

    private List<Integer> choosePorts(IntSupplier freePorts) {
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < portsNeeded()) {
            int port = freePorts.getAsInt();
            if (!chosen.contains(port)) {
                chosen.add(port);
            }
        }
        return List.copyOf(chosen);
    }

    /**
     * Launches the server, and again while another program uses one of its ports.
     *
     * @param again prepares a further attempt; returns whether one can succeed
     */
    private void launch(BooleanSupplier again) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                launch();
                return;
            } catch (PortInUseException failure) {
                if (attempt == PORT_ATTEMPTS || !again.getAsBoolean()) {
                    throw failure;
                }
            }
        }
    }

    private void launch() throws IOException {
        rotateLog();
        long logStart = logLength();
        ProcessBuilder builder = command(ports)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        ServerProcess launched = ServerProcess.launch(builder, mark());
        try {
            launched.remember(home.pidFile());
            awaitReady(launched, logStart);
        } catch (IOException | RuntimeException failure) {
            launched.kill();
            throw failure;
        }
        process = launched;
    }

    private void awaitReady(ServerProcess launched, long logStart) throws IOException {
        if (!Wait.until(() -> isUpOrDown(launched), START_LIMIT)) {
            throw failure("not ready within " + START_LIMIT.toSeconds() + " s");
        }
        if (!launched.isRunning()) {
            List<String> log = logFrom(logStart);
            Optional<String> portInUse = takenPort().or(() -> portInUse(log));
            if (portInUse.isPresent()) {
                throw new PortInUseException(message(portInUse.get()));
            }
            throw failure(reason(log).orElse("it gave no reason"));
        }
    }

    private boolean isUpOrDown(ServerProcess launched) {
        try {
            return !launched.isRunning() || isReady(launched, ports);
        } catch (IOException notYet) {
            return false;
        }
    }

    private EmbeddedServerException failure(String reason) {
        return new EmbeddedServerException(message(reason));
    }

    private String message(String reason) {
        return name + " did not start: " + reason + " (log: " + log() + ")";
    }

    /** Finds a port that was in use and can be free again: other programs that look for a free port open it briefly. */
    private static Optional<String> portInUse(List<String> log) {
        boolean wasInUse =
                ADDRESS_IN_USE.stream().anyMatch(text -> Lines.last(log, text).isPresent());
        return wasInUse ? Optional.of("a port was in use by another program for a moment") : Optional.empty();
    }

    private Optional<String> takenPort() {
        return ports.stream()
                .filter(port -> !Ports.isFree(port))
                .findFirst()
                .map(port -> "port " + port + " is in use by another program");
    }

    /** Runs a program to its end before the first start. */
    final void runInPreparation(List<String> command) throws IOException {
        long logStart = logLength();
        if (Programs.run(command, home.directory(), log()) != 0) {
            throw failure(reason(logFrom(logStart)).orElse(command.getFirst() + " failed"));
        }
    }

    private long logLength() throws IOException {
        return Files.exists(log()) ? Files.size(log()) : 0;
    }

    private void rotateLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LARGEST_LOG) {
            Files.move(log(), home.file("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<String> logFrom(long start) throws IOException {
        try (FileChannel channel = FileChannel.open(log())) {
            long from = Math.max(start, channel.size() - LOG_TAIL);
            ByteBuffer tail = ByteBuffer.allocate((int) (channel.size() - from));
            channel.read(tail, from);
            return new String(tail.array(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private void stop(ServerProcess running) throws IOException {
        if (running.isRunning()) {
            running.resume();
            askToStop(running);
        }
        if (!running.awaitExit(STOP_LIMIT)) {
            running.kill();
        }
        forget();
    }

    private void forget() throws IOException {
        process = null;
        Files.deleteIfExists(home.pidFile());
    }

    private ServerProcess running() {
        ServerProcess running = process;
        if (running == null || !running.isRunning()) {
            throw new IllegalStateException(name + " is not running");
        }
        return running;
    }

    /** Returns whether its process exists, suspended or not. */
    public final boolean isRunning() {
        ServerProcess last = process;
        return last != null && last.isRunning();
    }

    /**
     * Number of its (main) process.
     *
     * @throws IllegalStateException if it is not running
     */
    public final long pid() {
        return running().pid();
    }

    /**
     * Returns its port on 127.0.0.1. The port stays the same after {@link #restart}, and after another start in the
     * same directory if it is still free.
     */
    public final int port() {
        return ports.getFirst();
    }

    /** Returns its log file. */
    public final Path log() {
        return home.log();
    }

    /** Returns its data directory. */
    public final Path directory() {
        return home.directory();
    }

    /**
     * Suspends all its processes: connections stay open, the operating system accepts new ones, and the server does not
     * answer.
     *
     * @throws IllegalStateException if it is not running
     */
    public final synchronized void pause() {
        running().pause();
    }

    /**
     * Resumes it after {@link #pause}; does nothing if it was not suspended.
     *
     * @throws IllegalStateException if it is not running
     */
    public final synchronized void resume() {
        running().resume();
    }

    /**
     * Kills all its processes at once ({@code kill -9}), and waits until they have ended.
     *
     * @throws IllegalStateException if it is not running
     */
    public final synchronized void kill() {
        try {
            running().kill();
            forget();
        } catch (IOException failure) {
            throw new EmbeddedServerException(name + " was killed, but: " + failure, failure);
        }
    }

    /** Stops it in order, paused or not; does nothing if it is not running. */
    public final synchronized void stop() {
        try {
            ServerProcess running = process;
            if (running != null) {
                stop(running);
            }
        } catch (IOException failure) {
            throw new EmbeddedServerException(name + " was stopped, but: " + failure, failure);
        }
    }

    /**
     * Starts it again with the same port and data after {@link #stop} or {@link #kill}; does nothing if it is running.
     *
     * @throws EmbeddedServerException if it does not start, for instance because its port was taken meanwhile
     * @throws IllegalStateException if it is closed
     */
    public final synchronized void start() {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        if (isRunning()) {
            return;
        }
        try {
            launch(() -> Wait.until(() -> takenPort().isEmpty(), PORT_RELEASE_LIMIT));
        } catch (IOException failure) {
            throw new EmbeddedServerException(name + " did not start: " + failure, failure);
        }
    }

    /** Returns whether its process has ended although it was neither stopped nor killed by this class. */
    final boolean hasDied() {
        ServerProcess last = process;
        return last != null && !last.isRunning();
    }

    /** Starts it again if it has died and is not closed; otherwise does nothing. */
    final synchronized void revive() {
        if (!closed && hasDied()) {
            start();
        }
    }

    /** Stops it in order if it is running, and starts it again with the same port and data. */
    public final synchronized void restart() {
        stop();
        start();
    }

    /** Stops it for good; deletes its data if they were temporary. Does nothing the second time. */
    @Override
    public final synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (home) {
            stop();
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    name + " was stopped, but its directory was not tidied up: " + failure, failure);
        }
    }

    final void closeAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop " + name));
    }

    final ServerHome home() {
        return home;
    }

    @Override
    public final String toString() {
        return name + " on port " + port();
    }
}
