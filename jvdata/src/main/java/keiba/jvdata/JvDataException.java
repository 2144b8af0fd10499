package keiba.jvdata;

import java.io.Serial;

/**
 * Thrown when bytes are not a record of the form that the JV-Data specification describes. The message states the record type, the
 * field, its position, its text and what is allowed there.
 */
public final class JvDataException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    JvDataException(String message) {
        super(message);
    }

    JvDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
