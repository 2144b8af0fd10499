package keiba.adapter.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A server with the protocol of Redis that answers each {@code GET} as the test defines, and everything else with OK. */
final class ScriptedRedis implements AutoCloseable {
    /** Closes the connection instead of answering. */
    static final String CUT = "";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Function<String, String> answers;
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    /**
     * @param answers from the key of a GET to the bytes of the reply
     */
    ScriptedRedis(Function<String, String> answers) throws IOException {
        this.answers = answers;
        Thread.ofPlatform().daemon().name("scripted-redis").start(this::accept);
    }

    /** The reply with a text. */
    static String text(String value) {
        return "$" + value.length() + "\r\n" + value + "\r\n";
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many connections were opened. */
    int connections() {
        return connections.get();
    }

    /** The keys that were asked for, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Closes all connections, as a server does with idle ones. */
    void closeConnections() throws IOException {
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofPlatform().daemon().name("scripted-redis").start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (true) {
                String reply = reply(command(in));
                if (reply.equals(CUT)) {
                    return;
                }
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException ended) {
            // by the client, or by the test
        }
    }

    private String reply(List<String> command) {
        return switch (command.getFirst()) {
            case "HELLO" -> "*4\r\n" + text("server") + text("redis") + text("proto") + ":2\r\n";
            case "PING" -> "+PONG\r\n";
            case "GET" -> {
                asked.add(command.get(1));
                yield answers.apply(command.get(1));
            }
            default -> "+OK\r\n";
        };
    }

    private static List<String> command(InputStream in) throws IOException {
        int length = Integer.parseInt(line(in).substring(1));
        List<String> command = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int bytes = Integer.parseInt(line(in).substring(1));
            command.add(new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1));
            line(in);
        }
        return command;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the client closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            listening.close();
            closeConnections();
        } catch (IOException notClosed) {
            throw new UncheckedIOException(notClosed);
        }
    }
}
