package keiba.bootstrap.dividends;

import java.io.IOException;
import java.io.InputStream;

/**
 * Passes the bytes of the input to the parser. Passes on strict UTF-8 only, and only up to a limit that moves with the race being
 * read. What is sound is handed out before a fault is thrown, so that the races ahead of it can be answered. A byte order mark at the
 * very beginning becomes blanks.
 */
final class GuardedInput extends InputStream {
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final InputStream source;
    private long handedOut;
    private long limit = Long.MAX_VALUE;
    private String limitName = "";

    /** How many bytes the character that has begun still needs, and the range of the next of them. */
    private int missing;

    private int least;
    private int most;
    private boolean atMark = true;
    private boolean broken;

    GuardedInput(InputStream source) {
        this.source = source;
    }

    /** The input cannot be passed on. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason);
        }
    }

    /** From now on, refuses bytes at and beyond this offset from the beginning. */
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

    /** Returns how many of these bytes are sound. */
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

    /** Overlong forms, surrogates and numbers above U+10FFFF are excluded by the range of the second byte. */
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
