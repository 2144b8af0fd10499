package keiba.bootstrap.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads one stream of events until it ends, and keeps the names of the events. */
final class StreamListener implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Optional<IOException>> end = new CompletableFuture<>();
    private final HttpResponse<InputStream> response;

    private StreamListener(int port, String path) throws IOException, InterruptedException {
        response = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        Thread.ofVirtual().start(this::listen);
    }

    static StreamListener of(int port, String path) throws IOException, InterruptedException {
        return new StreamListener(port, path);
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    events.add(line.substring("event: ".length()));
                }
            }
            end.complete(Optional.empty());
        } catch (IOException broken) {
            end.complete(Optional.of(broken));
        }
    }

    int status() {
        return response.statusCode();
    }

    /** Returns the number of received events with this name. */
    long count(String event) {
        return events.stream().filter(event::equals).count();
    }

    void awaitEvent(String event) {
        RunningService.await("an event " + event, () -> count(event) > 0);
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** Waits for the end of the stream; returns the failure that ended it, or nothing if the server ended it normally. */
    Optional<IOException> awaitEnd() {
        RunningService.await("the end of the stream", this::hasEnded);
        return end.join();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
