package keiba.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;

/**
 * Compresses texts such that compressed texts can be joined without compressing them again. What it returns is one gzip
 * member, which every reader of gzip understands; not all browsers understand several members in a row. Between the
 * member's head and its end stand blocks that end on a byte and refer to nothing before them, so that the blocks of
 * several texts can follow each other.
 *
 * <p>Source: RFC 1951, 3.2; RFC 1952, 2.3.
 */
public final class Gzip {
    /**
     * The header of a member without a name, a time and an operating system, so that equal texts have equal compressed
     * forms.
     */
    static final byte[] HEAD = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** The last block: compressed with fixed codes, and empty. */
    private static final byte[] LAST_BLOCK = {0x03, 0x00};

    /** The number of bytes that {@link #end} returns. */
    static final int TAIL = LAST_BLOCK.length + 2 * Integer.BYTES;

    /**
     * The compression level. The lines of a board differ in few digits, so a higher level takes twice the time and
     * saves little.
     */
    private static final int LEVEL = 4;

    private static final int BUFFER = 8 << 10;

    private Gzip() {}

    /** Returns the compressed text. */
    public static byte[] compress(byte[] text) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(HEAD.length + text.length / 8 + TAIL);
        compressed.writeBytes(HEAD);
        writeBlocks(text, compressed);
        return ended(compressed, crc(text), text.length);
    }

    private static void writeBlocks(byte[] text, ByteArrayOutputStream into) {
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            deflater.setInput(text);
            byte[] buffer = new byte[BUFFER];
            int written = buffer.length;
            while (written == buffer.length) { // less than a full buffer: everything is out
                written = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                into.write(buffer, 0, written);
            }
        } finally {
            deflater.end();
        }
    }

    /**
     * Joins compressed texts.
     *
     * @param text the plain texts behind each other
     * @param parts the compressed texts in the same order, each as {@link #compress} returned it
     * @return the compressed form of the text
     */
    static byte[] join(byte[] text, List<byte[]> parts) {
        int length = parts.stream().mapToInt(part -> part.length).sum();
        ByteArrayOutputStream joined = new ByteArrayOutputStream(HEAD.length + length + TAIL);
        joined.writeBytes(HEAD);
        for (byte[] part : parts) {
            requireOurs(part);
            joined.write(part, HEAD.length, part.length - HEAD.length - TAIL);
        }
        return ended(joined, crc(text), text.length);
    }

    /**
     * @throws IllegalArgumentException if {@link #compress} did not return these bytes
     */
    static void requireOurs(byte[] compressed) {
        if (!isOurs(compressed)) {
            throw new IllegalArgumentException(
                    "a part of " + compressed.length + " bytes was compressed by other means");
        }
    }

    private static boolean isOurs(byte[] compressed) {
        int end = compressed.length - TAIL;
        return end >= HEAD.length
                && Arrays.equals(compressed, 0, HEAD.length, HEAD, 0, HEAD.length)
                && Arrays.equals(compressed, end, end + LAST_BLOCK.length, LAST_BLOCK, 0, LAST_BLOCK.length);
    }

    private static byte[] ended(ByteArrayOutputStream blocks, int crc, int length) {
        blocks.writeBytes(end(crc, length));
        return blocks.toByteArray();
    }

    /** Returns the last block, and the checksum and length that follow it. */
    static byte[] end(int crc, int length) {
        return ByteBuffer.allocate(TAIL)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(LAST_BLOCK)
                .putInt(crc)
                .putInt(length)
                .array();
    }

    private static int crc(byte[] text) {
        CRC32 crc = new CRC32();
        crc.update(text);
        return (int) crc.getValue();
    }

    /**
     * Returns the text that was compressed.
     *
     * @param most the longest text that is read, in bytes
     * @return empty if {@link #compress} did not return these bytes, if they were damaged since, or if the text is
     *     longer
     */
    public static Optional<byte[]> decompress(byte[] compressed, int most) {
        if (!isOurs(compressed)) {
            return Optional.empty();
        }
        try (InputStream blocks = new GZIPInputStream(new ByteArrayInputStream(compressed), BUFFER)) {
            byte[] text = blocks.readNBytes(most + 1);
            return text.length <= most ? Optional.of(text) : Optional.empty();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }
}
