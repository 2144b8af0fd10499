package keiba.bootstrap.serve;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A stub server behind the gateway that keeps the heads of its requests. */
final class StubServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String name;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final CountDownLatch streamMayEnd = new CountDownLatch(1);
    private volatile boolean ready = true;
    private volatile boolean silent;

    /** @param name the name in its answers */
    StubServer(String name) throws IOException {
        this.name = name;
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Sets whether its readiness answers 200. */
    StubServer ready(boolean now) {
        ready = now;
        return this;
    }

    /** Sets whether it closes the connection after a request without an answer. */
    StubServer silent(boolean now) {
        silent = now;
        return this;
    }

    /** The heads of the requests of clients. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    void endStreams() {
        streamMayEnd.countDown();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                in.readNBytes(contentLength(head));
                if (!answer(head, connection.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException | InterruptedException gone) {
            // the gateway has closed the connection
        }
    }

    private boolean answer(String head, OutputStream out) throws IOException, InterruptedException {
        if (head.startsWith("GET /observe/health/ready ")) {
            write(out, (ready ? "HTTP/1.1 200 OK" : "HTTP/1.1 503 Not ready") + "\r\nContent-Length: 0\r\n\r\n");
            return true;
        }
        heads.add(head);
        if (silent) {
            return false;
        }
        if (head.contains("/stream")) {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            write(out, "12\r\nevent: first\ndata\n\r\n");
            streamMayEnd.await();
            write(out, "0\r\n\r\n");
            return true;
        }
        String body = "{\"server\":\"" + name + "\"}";
        write(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
        return true;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Up to the empty line; empty at the end of the connection. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.indexOf("\r\n\r\n") >= 0) {
                return head.toString();
            }
        }
        return "";
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        streamMayEnd.countDown();
        socket.close();
    }
}
