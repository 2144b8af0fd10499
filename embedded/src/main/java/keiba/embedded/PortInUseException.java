package keiba.embedded;

/** A server did not start because another program used one of its ports. */
final class PortInUseException extends EmbeddedServerException {
    private static final long serialVersionUID = 1L;

    PortInUseException(String message) {
        super(message);
    }
}
