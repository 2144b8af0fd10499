package keiba.bootstrap;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import keiba.wire.LogContext;

/**
 * Formats log lines for people: time, level, logger, message, and in brackets the request, purchase or race of the
 * line. Characters of a message that would end the line, or move the cursor, are written as escapes. The stack trace of
 * an exception follows on lines of its own.
 */
final class TextLines extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    @Override
    public String format(LogRecord entry) {
        StringBuilder line = new StringBuilder(200);
        line.append(TIME.format(entry.getInstant())).append(' ');
        String level = entry.getLevel().getName();
        line.append(level).append(" ".repeat(Math.max(0, 7 - level.length()))).append(' ');
        line.append(Printable.of(String.valueOf(entry.getLoggerName()))).append(": ");
        line.append(Printable.of(String.valueOf(formatMessage(entry))));
        about(line, LogContext.current());
        line.append(System.lineSeparator());
        if (entry.getThrown() != null) {
            StringWriter trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace));
            trace.toString()
                    .lines()
                    .forEach(part -> line.append(Printable.of(part.replace("\t", "    ")))
                            .append(System.lineSeparator()));
        }
        return line.toString();
    }

    private static void about(StringBuilder line, LogContext context) {
        if (context.equals(LogContext.NONE)) {
            return;
        }
        String before = " [";
        before = add(line, before, "request ", context.requestId());
        before = add(line, before, "message ", context.messageId());
        before = add(line, before, "race ", context.raceId());
        before = add(line, before, "trace ", context.traceId());
        if (!before.equals(" [")) {
            line.append(']');
        }
    }

    private static String add(StringBuilder line, String before, String name, String value) {
        if (value.isEmpty()) {
            return before;
        }
        line.append(before).append(name).append(Printable.of(value));
        return ", ";
    }
}
