package keiba.adapter.http;

import java.util.Optional;

/**
 * The settings of metrics, health checks and the management port.
 *
 * @param management where metrics are served, and health as well; empty for the port of the interface. With an address of their own, metrics are
 *     not served on the port of the interface
 * @param accessLog whether each answered request is logged
 */
public record OperatorSettings(Optional<ListenAddress> management, boolean accessLog) {
    /** Everything on the port of the interface, and no access log. */
    public static final OperatorSettings DEFAULT = new OperatorSettings(Optional.empty(), false);

    /**
     * An address to listen on.
     *
     * @param port 0 for a free one
     */
    public record ListenAddress(String host, int port) {}
}
