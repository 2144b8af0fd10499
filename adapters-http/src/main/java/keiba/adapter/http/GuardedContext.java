package keiba.adapter.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * The connection that Helidon's HTTP/1.1 uses. It reads the bytes that {@link RequestFraming} accepts, and writes with
 * a time limit.
 */
final class GuardedContext implements ConnectionContext {
    private final ConnectionContext connection;
    private final String address;
    private final Deadline deadline = new Deadline();
    private final RequestFraming framing;
    private final DataReader reader;
    private final DataWriter writer;
    private volatile Runnable onLastRequest = () -> {};

    GuardedContext(ConnectionContext connection, String address, ConnectionLimits limits) {
        this.connection = connection;
        this.address = address;
        this.framing = new RequestFraming(connection.dataReader(), deadline, limits);
        this.reader = DataReader.create(framing);
        this.writer = new PunctualWriter(connection.dataWriter(), deadline, limits.request());
    }

    Deadline deadline() {
        return deadline;
    }

    RequestFraming framing() {
        return framing;
    }

    /** Returns the address of the other end of the connection: the client's, or that of a proxy. */
    String address() {
        return address;
    }

    /** Returns the client address under which an open connection is counted; a closed socket no longer knows it. */
    static String addressOf(ConnectionContext connection) {
        return connection.remotePeer().address() instanceof InetSocketAddress known && !known.isUnresolved()
                ? ClientNetwork.of(known.getAddress().getHostAddress())
                : "unknown";
    }

    /**
     * @param action is run when the connection is to end after the current request
     */
    void onLastRequest(Runnable action) {
        onLastRequest = action;
    }

    /** Closes the connection after the request that is being served. */
    void lastRequest() {
        onLastRequest.run();
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return connection.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return connection.executor();
    }

    @Override
    public Router router() {
        return connection.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return connection.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return connection.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public String socketId() {
        return connection.socketId();
    }

    @Override
    public String childSocketId() {
        return connection.childSocketId();
    }

    /**
     * Writes with a time limit, because a client that does not read its answer occupies a thread and one of the
     * concurrent requests.
     */
    private record PunctualWriter(DataWriter client, Deadline deadline, Duration most) implements DataWriter {
        @Override
        public void write(BufferData... buffers) {
            inTime(() -> client.write(buffers));
        }

        @Override
        public void write(BufferData buffer) {
            inTime(() -> client.write(buffer));
        }

        @Override
        public void writeNow(BufferData... buffers) {
            inTime(() -> client.writeNow(buffers));
        }

        @Override
        public void writeNow(BufferData buffer) {
            inTime(() -> client.writeNow(buffer));
        }

        @Override
        public void flush() {
            inTime(client::flush);
        }

        @Override
        public void close() {
            client.close();
        }

        private void inTime(Runnable write) {
            deadline.set(Deadline.now(), most);
            try {
                write.run();
            } finally {
                deadline.clear();
            }
        }
    }
}
