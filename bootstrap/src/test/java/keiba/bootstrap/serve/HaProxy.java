package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import keiba.bootstrap.Project;
import keiba.embedded.Ports;

/** The real HAProxy with {@code deploy/haproxy/haproxy.cfg}. Tests that need it are skipped where it is not installed. */
final class HaProxy implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");
    private static final Path CONFIGURATION = Project.root().resolve("deploy/haproxy/haproxy.cfg");

    private final Process process;
    private final Path log;
    private final int port;
    private final int operatorsPort;

    private HaProxy(Process process, Path log, int port, int operatorsPort) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.operatorsPort = operatorsPort;
    }

    /** Skips the test without the program. */
    static void assumeInstalled() {
        assumeTrue(
                Files.isExecutable(PROGRAM),
                PROGRAM + " is not installed, so the tests of the gateway are skipped: apt-get install haproxy");
    }

    /**
     * Starts it, and waits until it listens.
     *
     * @param servers the variables that name the servers, such as KEIBA_API_1
     */
    static HaProxy start(Path directory, Map<String, String> servers) throws IOException {
        int port = Ports.free();
        int operatorsPort = Ports.free();
        Path log = directory.resolve("haproxy.log");
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString(), "-f", CONFIGURATION.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KEIBA_"));
        builder.environment().put("KEIBA_GATEWAY_CONNECTIONS", "400"); // the limit of file descriptors may be low
        builder.environment().putAll(new TreeMap<>(servers));
        builder.environment().put("KEIBA_GATEWAY_BIND", "127.0.0.1:" + port);
        builder.environment().put("KEIBA_GATEWAY_OPERATORS_BIND", "127.0.0.1:" + operatorsPort);
        HaProxy started = new HaProxy(builder.start(), log, port, operatorsPort);
        RunningService.await(
                "HAProxy to listen; it said: " + log, () -> started.listens() || !started.process.isAlive());
        assertThat(started.process.isAlive()).as(started.said()).isTrue();
        return started;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where clients connect. */
    int port() {
        return port;
    }

    /** The port of the page with the states of the servers. */
    int operatorsPort() {
        return operatorsPort;
    }

    /** Returns everything that it has logged. */
    String said() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        if (!process.onExit()
                .thenApply(ended -> true)
                .completeOnTimeout(false, 20, TimeUnit.SECONDS)
                .join()) {
            process.destroyForcibly();
        }
    }
}
