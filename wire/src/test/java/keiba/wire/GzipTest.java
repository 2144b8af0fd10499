package keiba.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
    private static final int MOST = 1 << 20;

    /** Returns random bytes and digits, half of each, so that the text can be compressed somewhat. */
    private static byte[] text(int length, long seed) {
        Random random = new Random(seed);
        byte[] text = new byte[length];
        random.nextBytes(text);
        for (int i = 0; i < length / 2; i++) {
            text[i] = (byte) ('0' + (text[i] & 7));
        }
        return text;
    }

    private static byte[] unzipped(byte[] compressed) throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return plain.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1_000, 8_191, 8_192, 8_193, 65_535, 65_536, 500_000})
    void a_standard_gzip_reader_reads_the_compressed_text(int length) throws IOException {
        byte[] text = text(length, length);
        byte[] compressed = Gzip.compress(text);
        assertThat(unzipped(compressed)).isEqualTo(text);
        assertThat(Gzip.decompress(compressed, MOST)).contains(text);
    }

    @Test
    void compresses_a_text_that_fills_the_buffer_exactly() throws IOException {
        for (int length = 16_000; length < 17_000; length++) {
            byte[] text = text(length, 1);
            assertThat(unzipped(Gzip.compress(text))).isEqualTo(text);
        }
    }

    @Test
    void joins_any_number_of_texts_of_any_length() throws IOException {
        Random random = new Random(5);
        for (int count = 0; count < 20; count++) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            List<byte[]> parts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] text = text(random.nextInt(30_000), i);
                all.writeBytes(text);
                parts.add(Gzip.compress(text));
            }
            byte[] joined = Gzip.join(all.toByteArray(), parts);
            assertThat(unzipped(joined)).isEqualTo(all.toByteArray());
        }
    }

    @Test
    void refuses_to_join_a_part_that_was_compressed_by_other_means() throws IOException {
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        try (GZIPOutputStream into = new GZIPOutputStream(other)) {
            into.write(text(100, 1));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gzip.join(text(100, 1), List.of(other.toByteArray())))
                .withMessageContaining("compressed by other means");
    }

    @Test
    void reads_nothing_if_any_byte_is_damaged() {
        byte[] compressed = Gzip.compress(text(2_000, 3));
        for (int i = 0; i < compressed.length; i++) {
            byte[] damaged = compressed.clone();
            damaged[i] ^= 0x10;
            assertThat(Gzip.decompress(damaged, MOST)).as("byte %s", i).isEmpty();
        }
    }

    @Test
    void reads_nothing_from_truncated_bytes() {
        byte[] compressed = Gzip.compress(text(2_000, 3));
        for (int length = 0; length < compressed.length; length++) {
            assertThat(Gzip.decompress(Arrays.copyOf(compressed, length), MOST))
                    .as("%s bytes", length)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "gzip", "\u001f\u008b"})
    void reads_nothing_from_bytes_that_are_not_gzip(String other) {
        assertThat(Gzip.decompress(other.getBytes(US_ASCII), MOST)).isEmpty();
    }

    @Test
    void refuses_a_text_that_is_longer_than_the_limit() {
        byte[] compressed = Gzip.compress(new byte[MOST]);
        assertThat(compressed).hasSizeLessThan(MOST / 100);
        assertThat(Gzip.decompress(compressed, MOST)).isPresent();
        assertThat(Gzip.decompress(compressed, MOST - 1)).isEmpty();
    }
}
