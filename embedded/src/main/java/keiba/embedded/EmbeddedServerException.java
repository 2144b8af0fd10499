package keiba.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server could not do what was asked. The message is one line: which server, why, and where its log is. */
public sealed class EmbeddedServerException extends RuntimeException permits PortInUseException {
    private static final long serialVersionUID = 1L;

    EmbeddedServerException(String message) {
        this(message, null);
    }

    EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message.strip().replaceAll("\\s*\\R\\s*", "; "), cause);
    }
}
