package keiba.benchmarks.load;

import java.nio.charset.StandardCharsets;

/**
 * An answer of an HTTP server.
 *
 * @param status such as 202
 * @param length bytes of the body, as sent
 * @param beginning the first bytes of the body, at most {@link AnswerReader#KEPT}
 */
record Answer(int status, long length, byte[] beginning) {
    String text() {
        return new String(beginning, StandardCharsets.UTF_8);
    }
}
