package keiba.adapter.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends bytes unchanged. */
final class RawClient implements AutoCloseable {
    private static final int LIMIT_MILLIS = 60_000;

    private final Socket socket;

    RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.setTcpNoDelay(true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Sends a text, and reads until the server closes the connection; fails if it does not. */
    static String exchange(int port, String request) {
        try (RawClient client = new RawClient(port)) {
            client.takes(request); // or as much of it as the server reads
            return client.readToEnd();
        }
    }

    RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Sends a text and returns whether the connection accepted it. */
    boolean takes(String text) {
        try {
            send(text);
            return true;
        } catch (UncheckedIOException closed) {
            return false;
        }
    }

    /** Closes the sending side of the connection; reading is still possible. */
    RawClient endSending() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads until the server closes the connection. */
    String readToEnd() {
        StringBuilder read = new StringBuilder();
        try {
            for (int next = read(); next >= 0; next = read()) {
                read.append((char) next);
            }
        } catch (SocketException reset) {
            // closed as well
        } catch (IOException failed) {
            throw new UncheckedIOException("not closed; so far: " + read, failed);
        }
        return read.toString();
    }

    private int read() throws IOException {
        return socket.getInputStream().read();
    }

    /** Reads one answer, whose body is as long as its header says. */
    String readAnswer() {
        StringBuilder read = new StringBuilder();
        try {
            while (read.indexOf("\r\n\r\n") < 0) {
                append(read);
            }
            String head = read.toString();
            int length = Integer.parseInt(head.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
            for (int i = 0; i < length; i++) {
                append(read);
            }
            return read.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException("so far: " + read, failed);
        }
    }

    /** Reads up to the end of the first header. */
    String readHead() {
        return readUntil("\r\n\r\n");
    }

    String readUntil(String end) {
        StringBuilder read = new StringBuilder();
        try {
            while (read.indexOf(end) < 0) {
                append(read);
            }
            return read.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException("so far: " + read, failed);
        }
    }

    private void append(StringBuilder read) throws IOException {
        int next = read();
        if (next < 0) {
            throw new IOException("closed");
        }
        read.append((char) next);
    }

    @Override
    public void close() {
        hangUp();
    }

    void hangUp() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
