package keiba.bootstrap.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends single commands to Redis, as a person does by hand. */
record RedisPort(int port) {
    private static final int PATIENCE_MILLIS = 5_000;

    /** @throws IOException if Redis does not answer, or refuses the command */
    void send(String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (answer == null || answer.startsWith("-")) {
                throw new IOException("Redis answered \"" + answer + "\" to " + command);
            }
        }
    }
}
