package keiba.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;

/**
 * One gzip member that is written text by text. A reader can decompress every text as soon as it is written. A text
 * that is already compressed is not compressed again, however many members it is written to.
 *
 * <p>Source: RFC 1951, 3.2.4; RFC 1952, 2.3.
 */
public final class GzipMember {
    private static final int MOST_IN_STORED_BLOCK = 0xffff;

    private final OutputStream out;
    private final CRC32 crc = new CRC32();
    private int length;

    private GzipMember(OutputStream out) {
        this.out = out;
    }

    /** Begins a member. */
    public static GzipMember begin(OutputStream out) throws IOException {
        out.write(Gzip.HEAD);
        return new GzipMember(out);
    }

    /** Writes a text without compressing it: five bytes more than the text up to 64 kB. */
    public void write(byte[] text) throws IOException {
        for (int from = 0; from < text.length; from += MOST_IN_STORED_BLOCK) {
            int stored = Math.min(MOST_IN_STORED_BLOCK, text.length - from);
            out.write(headOfStored(stored));
            out.write(text, from, stored);
        }
        count(text);
    }

    /** Returns the head of a stored block that is not the last one. The previous blocks end at a byte boundary. */
    private static byte[] headOfStored(int length) {
        return new byte[] {0, (byte) length, (byte) (length >> Byte.SIZE), (byte) ~length, (byte) (~length >> Byte.SIZE)
        };
    }

    /**
     * Writes a text in its compressed form.
     *
     * @param compressed the text as {@link Gzip#compress} returned it
     * @throws IllegalArgumentException if it was compressed by other means
     */
    public void write(byte[] text, byte[] compressed) throws IOException {
        Gzip.requireOurs(compressed);
        out.write(compressed, Gzip.HEAD.length, compressed.length - Gzip.HEAD.length - Gzip.TAIL);
        count(text);
    }

    private void count(byte[] text) {
        crc.update(text);
        length += text.length; // modulo 2^32, as the format has it
    }

    /** Ends the member. */
    public void end() throws IOException {
        out.write(Gzip.end((int) crc.getValue(), length));
    }
}
