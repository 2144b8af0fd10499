package keiba.adapter.http;

import java.util.Optional;

/**
 * The settings of metrics, health checks and the management port.
 *
 * @param management the separate address that serves metrics and health checks; empty to serve them on the port of the
 *     API. With a separate address, metrics are not served on the port of the API
 * @param accessLog whether each answered request is logged
 */
public record OperatorSettings(Optional<ListenAddress> management, boolean accessLog) {
    /** The default: everything on the port of the API, and no access log. */
    public static final OperatorSettings DEFAULT = new OperatorSettings(Optional.empty(), false);

    /**
     * An address to listen on.
     *
     * @param port the port; 0 for any free port
     */
    public record ListenAddress(String host, int port) {}
}
