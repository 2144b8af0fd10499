package keiba.wire;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The request, purchase and race for which a thread works; its log lines contain them. Adapters set it while a thread
 * works for a request or a message.
 *
 * @param requestId the id of the request, made here or taken from the client; empty if unknown
 * @param messageId the id of the purchase; empty if unknown
 * @param raceId the race; empty if unknown
 * @param traceId the W3C trace that the request is part of, 32 hexadecimal digits; empty if there is none
 */
public record LogContext(String requestId, String messageId, String raceId, String traceId) {
    /** The HTTP header that contains the id of a request, in the request and in its answer. */
    public static final String REQUEST_HEADER = "X-Request-Id";

    /** The header of the purchase topic that holds the id of the request which sent the message. */
    public static final String MESSAGE_HEADER = "keiba-request-id";

    /** The longest id of a request. */
    public static final int MAX_LENGTH = 64;

    /** An unknown origin. */
    public static final LogContext NONE = new LogContext("", "", "", "");

    private static final ThreadLocal<@Nullable LogContext> CURRENT = new ThreadLocal<>();

    /** Returns the context of the current thread; {@link #NONE} if it has none. */
    public static LogContext current() {
        LogContext known = CURRENT.get();
        return known == null ? NONE : known;
    }

    /** Makes this the context of the current thread, and returns the one before. */
    public LogContext enter() {
        LogContext before = current();
        if (equals(NONE)) {
            CURRENT.remove();
        } else {
            CURRENT.set(this);
        }
        return before;
    }

    /** Records that the current thread works for this race, if the thread has a context. */
    public static void race(Object id) {
        LogContext known = CURRENT.get();
        if (known != null) {
            CURRENT.set(new LogContext(known.requestId, known.messageId, id.toString(), known.traceId));
        }
    }

    /** Records that the current thread works for this purchase, if the thread has a context. */
    public static void message(Object id) {
        LogContext known = CURRENT.get();
        if (known != null) {
            CURRENT.set(new LogContext(known.requestId, id.toString(), known.raceId, known.traceId));
        }
    }

    /**
     * Returns whether a client may use this text as the id of its request: 1 to {@value #MAX_LENGTH} letters and digits
     * of ASCII, and {@code - . _}.
     */
    public static boolean isRequestId(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean safe = (letter >= 'a' && letter <= 'z')
                    || (letter >= 'A' && letter <= 'Z')
                    || (letter >= '0' && letter <= '9')
                    || letter == '-'
                    || letter == '.'
                    || letter == '_';
            if (!safe) {
                return false;
            }
        }
        return true;
    }

    /** Creates an id of a request: 16 hexadecimal digits, which are not secret. */
    public static String newRequestId() {
        String digits = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return "0".repeat(16 - digits.length()) + digits;
    }
}
