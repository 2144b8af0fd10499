package keiba.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Log lines that a person can read. A file of the operator's own goes before ({@code -Djava.util.logging.config.file}). */
public final class Logging {
    /** Held here because the log manager forgets loggers, and their filters, that nothing refers to. */
    private static final Logger LISTENER = Logger.getLogger("io.helidon.webserver.ServerListener");

    private Logging() {}

    /** Sets the format and the levels for this process. */
    public static void setUp() {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream settings = Logging.class.getResourceAsStream("logging.properties")) {
            if (settings != null) {
                LogManager.getLogManager().readConfiguration(settings);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        LISTENER.setFilter(Logging::isNoRefusal);
    }

    /** A connection that comes while the web server stops is refused. Helidon reports it as SEVERE with a stack trace, as if it were a fault. */
    private static boolean isNoRefusal(LogRecord entry) {
        return !(entry.getThrown() instanceof RejectedExecutionException);
    }
}
