package keiba.bootstrap.dividends;

import java.io.IOException;
import java.io.InputStream;

/**
 * Passes the bytes of the input to the parser. Passes on strict UTF-8 only, and only up to a limit that moves with the
 * race being read. Valid bytes are passed on before an exception is thrown, so that the races before an error can be
 * answered. A byte order mark at the beginning is replaced by spaces.
 */
final class GuardedInput extends InputStream {
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final InputStream source;
    private long handedOut;
    private long limit = Long.MAX_VALUE;
    private String limitName = "";

    /**
     * The number of bytes that are still missing in the current character; the next fields are the range of the next
     * byte.
     */
    private int missing;

    private int least;
    private int most;
    private boolean atMark = true;
    private boolean broken;

    GuardedInput(InputStream source) {
        this.source = source;
    }

    /** Thrown if the input cannot be passed on. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason);
        }
    }

    /** Refuses, from now on, bytes at this offset from the beginning and after it. */
    void limit(long offset, String name) {
        limit = offset;
        limitName = name;
    }

    void unlimited() {
        limit = Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (broken) {
            throw new RefusedException("not UTF-8");
        }
        if (handedOut >= limit) {
            throw new RefusedException("must not be larger than " + limitName);
        }
        int count = source.read(target, offset, (int) Math.min(length, limit - handedOut));
        if (count < 0) {
            broken = missing > 0;
            return broken ? read(target, offset, length) : -1;
        }
        int sound = check(target, offset, count);
        handedOut += sound;
        broken = sound < count;
        return sound > 0 ? sound : read(target, offset, length);
    }

    /** Returns the number of valid bytes at the beginning of these bytes. */
    private int check(byte[] bytes, int offset, int count) {
        for (int i = 0; i < count; i++) {
            int next = bytes[offset + i] & 0xFF;
            if (!isSound(next)) {
                return i;
            }
            atMark = atMark && handedOut + i < BYTE_ORDER_MARK.length && next == BYTE_ORDER_MARK[(int) handedOut + i];
            if (atMark) {
                bytes[offset + i] = ' ';
            }
        }
        return count;
    }

    /**
     * Returns whether the next byte is valid. The range of the second byte excludes overlong forms, surrogates and
     * numbers above U+10FFFF.
     */
    private boolean isSound(int next) {
        if (missing > 0) {
            missing--;
            boolean fits = next >= least && next <= most;
            least = 0x80;
            most = 0xBF;
            return fits;
        }
        if (next < 0x80) {
            return true;
        }
        least = next == 0xE0 ? 0xA0 : next == 0xF0 ? 0x90 : 0x80;
        most = next == 0xED ? 0x9F : next == 0xF4 ? 0x8F : 0xBF;
        missing = next < 0xE0 ? 1 : next < 0xF0 ? 2 : 3;
        return next >= 0xC2 && next <= 0xF4;
    }
}
