package keiba.embedded;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * A port that another program uses until a server has found it in use. The other program usually has released it when the
 * end of the server is noticed.
 */
final class BrieflyTaken implements AutoCloseable {
    private final ServerSocket socket;

    /** @param log of the server that is about to start */
    BrieflyTaken(int port, Path log) throws IOException {
        socket = new ServerSocket();
        socket.bind(Ports.address(port));
        Thread.ofPlatform().daemon().start(() -> releaseOnce(log));
    }

    private void releaseOnce(Path log) {
        try (socket) {
            while (!socket.isClosed() && !hasFailed(log)) {
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static boolean hasFailed(Path log) throws IOException {
        return Files.exists(log) && Files.readString(log).contains("Address already in use");
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Returns this port first, and then free ones. */
    IntSupplier first() {
        int[] asked = {0};
        return () -> asked[0]++ == 0 ? port() : Ports.free();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
