package keiba.bootstrap;

import java.util.Locale;
import java.util.logging.Level;

/** The lowest level of the lines of this service that are written. Lines of libraries are written from WARNING on. */
public enum LogLevel {
    ERROR(Level.SEVERE),
    WARNING(Level.WARNING),
    INFO(Level.INFO),
    DEBUG(Level.FINE);

    // A level is immutable, but its class has no annotation that says so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    Level level() {
        return level;
    }

    /**
     * Reads {@code error}, {@code warning}, {@code info} or {@code debug}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static LogLevel parse(String text) {
        for (LogLevel level : values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(text)) {
                return level;
            }
        }
        throw new IllegalArgumentException(
                "log.level must be error, warning, info or debug, not \"" + Printable.of(text, 40) + "\"");
    }
}
