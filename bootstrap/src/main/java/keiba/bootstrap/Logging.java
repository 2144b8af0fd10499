package keiba.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Configures logging for people or machines. An operator's own configuration file has priority ({@code
 * -Djava.util.logging.config.file}).
 */
public final class Logging {
    /** The reference prevents the log manager from removing the logger and its filter. */
    private static final Logger LISTENER = Logger.getLogger("io.helidon.webserver.ServerListener");

    private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari.pool.HikariPool");

    private static final Logger SERVICE = Logger.getLogger("keiba");

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
        use(LogFormat.TEXT, LogLevel.INFO);
        LISTENER.setFilter(Logging::isNoRefusal);
        POOL.setFilter(Logging::isNoEnd);
    }

    /**
     * Writes lines in this format, and those of this service from this level on. Changes nothing if the operator has a
     * separate configuration file.
     */
    public static void use(LogFormat format, LogLevel level) {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(format.formatter());
            encode(handler);
        }
        SERVICE.setLevel(level.level());
    }

    private static void encode(Handler handler) {
        try {
            handler.setEncoding(StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Returns whether to log an entry: false for a connection that is refused because the web server stops, which
     * Helidon reports as SEVERE with a stack trace although it is not an error.
     */
    private static boolean isNoRefusal(LogRecord entry) {
        return !(entry.getThrown() instanceof RejectedExecutionException);
    }

    /**
     * Returns whether to log an entry: false for the message of a connection pool that is closed while it still tries
     * to connect. The command has already reported that PostgreSQL is unavailable.
     */
    private static boolean isNoEnd(LogRecord entry) {
        return !entry.getMessage().startsWith("Timed-out waiting for add connection executor to shutdown");
    }
}
