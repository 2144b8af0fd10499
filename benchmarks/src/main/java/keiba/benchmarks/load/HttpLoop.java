package keiba.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Many connections to one server, served by the calling thread alone. With a thread for each connection, every
 * answer would wake another thread, and the processors are the server's, too.
 */
final class HttpLoop implements AutoCloseable {
    /** A wait that ends when an answer arrives. */
    static final long UNTIL_ANSWERED = Long.MAX_VALUE;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    private static final long LONGEST_SELECT = 100;
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int BUFFER = 1 << 16;

    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    /** What is sent, and who is told of the answers. */
    interface Traffic {
        /** Returns the next request, or null if there is none now. */
        @Nullable
        Request next(long now);

        /**
         * Returns how many nanoseconds there will be no further request; {@link HttpLoop#UNTIL_ANSWERED} if only an
         * answer leads to one.
         */
        long untilNext(long now);

        /** Returns whether there will be no request any more. */
        boolean isOver(long now);

        void answered(Request request, Answer answer, long sent, long now) throws IOException;
    }

    /**
     * A request to be sent.
     *
     * @param number which one it is
     * @param due when it should be sent, in the nanoseconds of {@link System#nanoTime}
     */
    record Request(int number, byte[] bytes, long due) {}

    private final class Connection {
        private final SocketChannel channel;
        private final AnswerReader reader = new AnswerReader();
        private @Nullable Request request;
        private long sent;

        Connection(InetSocketAddress server) throws IOException {
            channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(Request next, long now) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(next.bytes());
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    LockSupport.parkNanos(MILLISECOND);
                }
            }
            request = next;
            sent = now;
        }

        void receive(Traffic traffic) throws IOException {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new EOFException("the server closed a connection");
            }
            buffer.flip();
            Answer answer = reader.read(buffer);
            Request sentRequest = request;
            if (answer != null) {
                if (sentRequest == null || buffer.hasRemaining()) {
                    throw new IOException("the server sent more than it was asked for");
                }
                request = null;
                idle.add(this);
                traffic.answered(sentRequest, answer, sent, System.nanoTime());
            }
        }

        boolean isOverdue(long now) {
            return request != null && now - sent > PATIENCE;
        }
    }

    HttpLoop(int port, int connections) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < connections; i++) {
            this.connections.add(new Connection(server));
        }
        idle.addAll(this.connections);
    }

    /**
     * Sends and receives until there is no further request and the last one is answered.
     *
     * @return the processor time that this thread took, in nanoseconds
     */
    long run(Traffic traffic) throws IOException {
        long begin = threadTime();
        long looked = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            sendTo(traffic, now);
            if (traffic.isOver(now) && idle.size() == connections.size()) {
                return threadTime() - begin;
            }
            if (await(idle.isEmpty() ? UNTIL_ANSWERED : traffic.untilNext(now)) > 0) {
                receive(traffic);
            }
            if (now - looked > PATIENCE / 10) {
                requireAnswers(now);
                looked = now;
            }
        }
    }

    private static long threadTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void sendTo(Traffic traffic, long now) throws IOException {
        while (!idle.isEmpty()) {
            Request next = traffic.next(now);
            if (next == null) {
                return;
            }
            idle.remove().send(next, now);
        }
    }

    /** A selector waits for whole milliseconds only. */
    private int await(long nanos) throws IOException {
        if (nanos >= MILLISECOND) {
            return selector.select(Math.clamp(nanos / MILLISECOND, 1, LONGEST_SELECT));
        }
        int ready = selector.selectNow();
        if (ready == 0) {
            LockSupport.parkNanos(nanos);
        }
        return ready;
    }

    private void receive(Traffic traffic) throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            ((Connection) key.attachment()).receive(traffic);
        }
        selector.selectedKeys().clear();
    }

    private void requireAnswers(long now) throws IOException {
        if (connections.stream().anyMatch(connection -> connection.isOverdue(now))) {
            throw new IOException(
                    "a request was not answered within " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE) + " s");
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }
}
