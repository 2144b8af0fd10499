package keiba.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server in the place of an identity provider: publishes one document, and fails in the ways that a test sets. */
final class ProviderServer implements AutoCloseable {
    private static final byte[] SPACE = {' '};

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Behaviour behaviour = exchange -> answer(exchange, 404, "");

    /** How a request is answered. */
    private interface Behaviour {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    ProviderServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            behaviour.answer(exchange);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/document");
    }

    /** From now on answers with this document. */
    void publish(String document) {
        answer(200, document);
    }

    void answer(int status, String body) {
        behaviour = exchange -> answer(exchange, status, body);
    }

    /** From now on no request is answered. */
    void hang() {
        behaviour = exchange -> closing.await();
    }

    /** From now on an answer begins and never ends: each part of it is soon followed by another. */
    void drip() {
        behaviour = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                do {
                    out.write(SPACE);
                    out.flush();
                } while (!closing.await(1, TimeUnit.MILLISECONDS));
            } catch (IOException closed) {
                cutOff.incrementAndGet();
            }
        };
    }

    /** How many requests have been received. */
    int requests() {
        return requests.get();
    }

    /** Returns how many answers the client stopped reading before their end. */
    int cutOff() {
        return cutOff.get();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.close();
    }
}
