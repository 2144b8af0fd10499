package keiba.adapter.http;

import java.util.Locale;

/**
 * Logs one line for each answered request. A line contains no text of the client: the path is the template of the
 * endpoint, without the query, and the id of the request was checked. It contains no header.
 */
final class AccessLog {
    static final String NAME = "keiba.access";

    private static final System.Logger LOG = System.getLogger(NAME);

    private final boolean on;

    AccessLog(boolean on) {
        this.on = on;
    }

    boolean isOn() {
        return on;
    }

    /**
     * @param bytes the length of the answer's body
     * @param nanos the time from the head of the request to the last byte of the answer
     */
    void answered(Exchange exchange, String method, int status, long bytes, long nanos) {
        LOG.log(
                System.Logger.Level.INFO,
                String.format(
                        Locale.ROOT,
                        "method=%s path=%s status=%d bytes=%d ms=%.3f user=%s",
                        method,
                        exchange.route().template(),
                        status,
                        bytes,
                        nanos / 1e6,
                        exchange.user()));
    }
}
