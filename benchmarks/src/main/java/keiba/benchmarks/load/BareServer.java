package keiba.benchmarks.load;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import keiba.adapter.http.HttpServer;
import keiba.adapter.http.HttpSettings;

/**
 * The web server alone. It reads the body of a purchase and answers as a purchase is answered, and it answers requests for boards with the
 * bytes of two files, with nothing in between.
 */
final class BareServer {
    /** One board, plain. */
    static final String BOARD = "/board";

    /** All boards of a race, compressed. */
    static final String BOARDS = "/boards";

    private static final byte[] ANSWER =
            ("{\"message_id\":\"00000000-0000-7000-8000-000000000000\",\"status\":\"PENDING\",\"combinations\":6,"
                            + "\"total_amount\":600}")
                    .getBytes(StandardCharsets.UTF_8);

    private BareServer() {}

    /** @param arguments the file of the board and that of the boards; none where only purchases are measured */
    public static void main(String[] arguments) throws IOException {
        byte[] board = arguments.length > 0 ? Files.readAllBytes(Path.of(arguments[0])) : new byte[0];
        byte[] boards = arguments.length > 0 ? Files.readAllBytes(Path.of(arguments[1])) : new byte[0];
        WebServer server = HttpServer.listening(HttpSettings.local(0), InstantSource.system())
                .routing(routing -> routing.post("/v1/purchases", purchase())
                        .get(
                                BOARD,
                                (request, response) -> response.header(HeaderNames.CONTENT_TYPE, "application/json")
                                        .send(board))
                        .get(BOARDS, boards(boards)))
                .build()
                .start();
        System.out.println(ChildProcess.READY + "http://127.0.0.1:" + server.port());
    }

    /** Returns whether these bytes begin as gzip's do. */
    static boolean isCompressed(byte[] body) {
        return body.length > 2 && (body[0] & 0xFF) == 0x1F && (body[1] & 0xFF) == 0x8B;
    }

    private static Handler boards(byte[] boards) {
        boolean compressed = isCompressed(boards);
        return (request, response) -> {
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            if (compressed) {
                response.header(HeaderNames.CONTENT_ENCODING, "gzip");
            }
            response.send(boards);
        };
    }

    private static Handler purchase() {
        return (request, response) -> {
            try (InputStream body = request.content().inputStream()) {
                body.readAllBytes();
            }
            response.status(Status.ACCEPTED_202);
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.header(HeaderNames.LOCATION, "/v1/purchases/00000000-0000-7000-8000-000000000000");
            response.send(ANSWER);
        };
    }
}
