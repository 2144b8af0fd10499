package keiba.benchmarks.load;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import keiba.adapter.http.HttpServer;
import keiba.adapter.http.HttpSettings;

/** The web server alone: reads the body and answers as a purchase is answered, with nothing in between. */
final class BareServer {
    private static final byte[] ANSWER =
            ("{\"message_id\":\"00000000-0000-7000-8000-000000000000\",\"status\":\"PENDING\",\"combinations\":6,"
                            + "\"total_amount\":600}")
                    .getBytes(StandardCharsets.UTF_8);

    private BareServer() {}

    public static void main(String[] arguments) {
        WebServer server = HttpServer.listening(HttpSettings.local(0), InstantSource.system())
                .routing(routing -> routing.post("/v1/purchases", (request, response) -> {
                    try (InputStream body = request.content().inputStream()) {
                        body.readAllBytes();
                    }
                    response.status(Status.ACCEPTED_202);
                    response.header(HeaderNames.CONTENT_TYPE, "application/json");
                    response.header(HeaderNames.LOCATION, "/v1/purchases/00000000-0000-7000-8000-000000000000");
                    response.send(ANSWER);
                }))
                .build()
                .start();
        System.out.println(ChildProcess.READY + "http://127.0.0.1:" + server.port());
    }
}
