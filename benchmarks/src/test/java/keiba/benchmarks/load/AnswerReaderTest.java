package keiba.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
    private static final String ACCEPTED = "HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\nDate: today\r\n\r\nhello";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nB;name=1\r\n, chunks of\r\n0\r\n\r\n";
    private static final String CHUNKED_WITH_TRAILER =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nChecksum: 1\r\nOther: 2\r\n\r\n";

    private final AnswerReader reader = new AnswerReader();

    @Test
    void reads_an_answer_that_arrives_at_once() throws IOException {
        Answer answer = reader.read(bytes(ACCEPTED));

        assertThat(answer).isNotNull();
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.length()).isEqualTo(5);
        assertThat(answer.text()).isEqualTo("hello");
    }

    @Test
    void reads_answers_in_a_row_from_pieces_of_every_size() throws IOException {
        String all = ACCEPTED + CHUNKED + CHUNKED_WITH_TRAILER + "HTTP/1.1 204 No Content\r\n\r\n" + ACCEPTED;
        for (int size = 1; size <= all.length(); size++) {
            assertThat(inPieces(all, size))
                    .as("pieces of %d bytes", size)
                    .containsExactly("202 hello", "200 hello, chunks of", "200 ab", "204 ", "202 hello");
        }
    }

    @Test
    void keeps_the_beginning_of_a_long_body_and_counts_the_rest() throws IOException {
        String body = "x".repeat(3 * AnswerReader.KEPT);

        Answer answer = reader.read(bytes("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));

        assertThat(answer).isNotNull();
        assertThat(answer.length()).isEqualTo(body.length());
        assertThat(answer.beginning()).hasSize(AnswerReader.KEPT);
    }

    @Test
    void leaves_bytes_after_an_answer_unread() throws IOException {
        ByteBuffer arrived = bytes(ACCEPTED + "HTTP");

        reader.read(arrived);

        assertThat(arrived.remaining()).isEqualTo(4);
    }

    @Test
    void refuses_bytes_that_are_not_http_and_a_head_that_is_too_long() {
        assertThatThrownBy(() -> new AnswerReader().read(bytes("SSH-2.0 OpenSSH\r\n\r\n")))
                .isInstanceOf(IOException.class)
                .hasMessage("not an HTTP answer: SSH-2.0 OpenSSH");
        assertThatThrownBy(() -> new AnswerReader().read(bytes("x".repeat(20_000))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than");
    }

    private List<String> inPieces(String text, int size) throws IOException {
        List<String> answers = new ArrayList<>();
        byte[] all = text.getBytes(StandardCharsets.US_ASCII);
        for (int from = 0; from < all.length; from += size) {
            ByteBuffer piece = ByteBuffer.wrap(all, from, Math.min(size, all.length - from));
            while (piece.hasRemaining()) {
                Answer answer = reader.read(piece);
                if (answer != null) {
                    answers.add(answer.status() + " " + answer.text());
                }
            }
        }
        return answers;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
