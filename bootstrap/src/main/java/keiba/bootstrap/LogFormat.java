package keiba.bootstrap;

import java.util.Locale;
import java.util.logging.Formatter;

/** The formats of log lines. */
public enum LogFormat {
    /** A format for people. */
    TEXT,
    /** A format for machines: a JSON object on each line. */
    JSON;

    /**
     * Reads {@code text} or {@code json}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static LogFormat parse(String text) {
        for (LogFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
                return format;
            }
        }
        throw new IllegalArgumentException("log.format must be text or json, not \"" + Printable.of(text, 40) + "\"");
    }

    Formatter formatter() {
        return switch (this) {
            case TEXT -> new TextLines();
            case JSON -> new JsonLines();
        };
    }
}
