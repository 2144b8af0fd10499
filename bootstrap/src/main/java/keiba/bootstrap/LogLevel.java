package keiba.bootstrap;

import java.util.Locale;
import java.util.logging.Level;

/** From which level on the lines of this service are written; libraries are heard from WARNING on. */
public enum LogLevel {
    ERROR(Level.SEVERE),
    WARNING(Level.WARNING),
    INFO(Level.INFO),
    DEBUG(Level.FINE);

    // A level never changes; its class is only not annotated as immutable.
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
