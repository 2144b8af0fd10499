package keiba.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class GzipMemberTest {
    private static final int HEAD = 10;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private String read() throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(written.toByteArray())).readAllBytes(), UTF_8);
    }

    @Test
    void joins_compressed_and_plain_texts_in_one_gzip_member() throws IOException {
        byte[] board = bytes("{\"odds\":\"12.3\"},".repeat(10_000));
        byte[] compressed = Gzip.compress(board);
        GzipMember member = GzipMember.begin(written);
        member.write(bytes("競馬 "));
        member.write(board, compressed);
        member.write(new byte[0]);
        member.write(bytes(" and "));
        member.write(board, compressed);
        member.end();
        assertThat(read()).isEqualTo("競馬 " + new String(board, UTF_8) + " and " + new String(board, UTF_8));
        assertThat(written.size()).isLessThan(2 * compressed.length + 100);
    }

    @Test
    void a_member_without_a_text_is_empty() throws IOException {
        GzipMember.begin(written).end();
        assertThat(read()).isEmpty();
    }

    @Test
    void a_long_text_is_written_in_several_blocks() throws IOException {
        for (int length : new int[] {65_534, 65_535, 65_536, 200_000}) {
            written.reset();
            byte[] text = new byte[length];
            Arrays.fill(text, (byte) 'x');
            GzipMember member = GzipMember.begin(written);
            member.write(text);
            member.end();
            assertThat(read()).hasSize(length);
        }
    }

    @Test
    void a_text_can_be_read_before_the_next_is_written() throws IOException, DataFormatException {
        GzipMember member = GzipMember.begin(written);
        Inflater reader = new Inflater(true);
        byte[] buffer = new byte[100];
        int read = HEAD;
        for (String text : new String[] {"one", "two", "three"}) {
            if (text.equals("two")) {
                member.write(bytes(text), Gzip.compress(bytes(text)));
            } else {
                member.write(bytes(text));
            }
            byte[] all = written.toByteArray();
            reader.setInput(all, read, all.length - read);
            assertThat(new String(buffer, 0, reader.inflate(buffer), UTF_8)).isEqualTo(text);
            read = all.length;
        }
        reader.end();
    }

    @Test
    void refuses_a_text_that_was_compressed_by_other_means() throws IOException {
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(other)) {
            gzip.write(bytes("text"));
        }
        GzipMember member = GzipMember.begin(written);
        assertThatIllegalArgumentException().isThrownBy(() -> member.write(bytes("text"), other.toByteArray()));
    }
}
