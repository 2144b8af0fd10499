package keiba.architecture.report;

import java.io.Serial;

/** The command fails: with exit code 1, and with this message on standard error. */
final class CheckFailedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    CheckFailedException(String message) {
        super(message);
    }
}
