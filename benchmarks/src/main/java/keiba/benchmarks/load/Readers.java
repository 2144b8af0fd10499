package keiba.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Listens to the streams of odds of some races, all in one thread, and discards the events. */
final class Readers implements AutoCloseable {
    private static final int BUFFER = 1 << 18;

    private final Selector selector = Selector.open();
    private final List<SocketChannel> streams = new ArrayList<>();
    private final Thread thread = new Thread(this::read, "readers of odds");
    private final long begin = System.nanoTime();
    private volatile long bytes;
    private volatile boolean closed;
    private volatile String failure = "";

    /** @param races the races, listened to in turn; as a browser would, with compression allowed */
    Readers(int port, int count, List<Integer> races) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel stream = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            streams.add(stream);
            byte[] request = HttpConnection.get(
                    "/v1/races/" + races.get(i % races.size()) + "/odds/stream",
                    "Accept: text/event-stream\r\nAccept-Encoding: gzip\r\n");
            stream.write(ByteBuffer.wrap(request));
            stream.configureBlocking(false);
            stream.register(selector, SelectionKey.OP_READ);
        }
        thread.start();
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (!closed) {
                selector.select(100);
                for (SelectionKey key : selector.selectedKeys()) {
                    buffer.clear();
                    int read = ((SocketChannel) key.channel()).read(buffer);
                    if (read < 0) {
                        throw new EOFException("the server ended a stream of odds");
                    }
                    bytes += read;
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException failed) {
            failure = String.valueOf(failed.getMessage());
        }
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%d streams of odds, %.1f MB a second%s",
                streams.size(),
                bytes / 1e6 / ((System.nanoTime() - begin) / 1e9),
                failure.isEmpty() ? "" : "; FAILED: " + failure);
    }

    /** @throws IOException if the server ended a stream */
    void requireAll() throws IOException {
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel stream : streams) {
            stream.close();
        }
        selector.close();
    }
}
