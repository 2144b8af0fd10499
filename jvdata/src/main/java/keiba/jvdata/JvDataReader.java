package keiba.jvdata;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads a file of JV-Data, record by record. It holds one record at a time, of at most {@link JvRecord#MAX_LENGTH} bytes.
 *
 * <pre>{@code
 * try (InputStream file = Files.newInputStream(path)) {
 *     JvDataReader records = new JvDataReader(file);
 *     for (Optional<JvData> next = records.next(); next.isPresent(); next = records.next()) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>Not safe for use by several threads at once.
 */
public final class JvDataReader {
    private final InputStream input;
    private long position;
    private boolean broken;

    /**
     * Creates a reader.
     *
     * @param input the records, one after the other, each with its CR LF; it is buffered here, and the caller closes it
     */
    public JvDataReader(InputStream input) {
        this.input = new BufferedInputStream(input);
    }

    /**
     * Reads the next record. After an exception for what a record states, the next call reads the record after it. After an exception for
     * where a record ends, the beginning of the next one is unknown, and the reader is at the end of the input.
     *
     * @return the record; empty at the end of the input
     * @throws JvDataException if a record is not as the specification describes it, ends in the middle at the end of the input, or has no CR
     *     LF within {@link JvRecord#MAX_LENGTH} bytes; the message states the offset of the record in bytes, from 0
     * @throws IOException if the input cannot be read; the reader is then at the end of the input
     */
    public Optional<JvData> next() throws IOException {
        if (broken) {
            return Optional.empty();
        }
        long start = position;
        byte[] bytes = nextBytes();
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(JvData.read(bytes));
        } catch (JvDataException invalid) {
            throw new JvDataException("at byte " + start + " of the input: " + invalid.getMessage(), invalid);
        }
    }

    private byte[] nextBytes() throws IOException {
        long start = position;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int last = -1;
        broken = true; // until the record is read, also if the input fails in between
        for (int next = input.read(); next >= 0; next = input.read()) {
            bytes.write(next);
            position++;
            if (last == '\r' && next == '\n') {
                broken = false;
                return bytes.toByteArray();
            }
            if (bytes.size() == JvRecord.MAX_LENGTH) {
                throw new JvDataException("at byte " + start + " of the input: no CR LF within " + JvRecord.MAX_LENGTH
                        + " bytes, the length of the longest record");
            }
            last = next;
        }
        if (bytes.size() > 0) {
            throw new JvDataException("at byte " + start + " of the input: the record ends after " + bytes.size()
                    + " bytes without CR LF; the input may be truncated, or the ends of its lines were converted");
        }
        return bytes.toByteArray();
    }
}
