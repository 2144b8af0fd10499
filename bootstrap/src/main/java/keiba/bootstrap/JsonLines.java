package keiba.bootstrap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import keiba.wire.LogContext;

/**
 * Formats log lines for machines: each is one JSON object with {@code time}, {@code level}, {@code logger}, {@code
 * message} and {@code thread}; with {@code exception}, and {@code request_id}, {@code message_id}, {@code race_id} and
 * {@code trace_id} if they are known. All characters outside ASCII are escaped, so that no reader takes one of them for
 * a line break.
 */
final class JsonLines extends Formatter {
    /** The longest stack trace and message, in characters: collectors cut or refuse longer lines. */
    static final int MOST = 32_768;

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Override
    public String format(LogRecord entry) {
        StringWriter line = new StringWriter(400);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField(
                    "time", entry.getInstant().truncatedTo(ChronoUnit.MICROS).toString());
            json.writeStringField("level", level(entry.getLevel()));
            json.writeStringField("logger", String.valueOf(entry.getLoggerName()));
            json.writeStringField("message", cut(String.valueOf(formatMessage(entry))));
            json.writeStringField("thread", thread(entry));
            if (entry.getThrown() != null) {
                json.writeStringField("exception", cut(trace(entry.getThrown())));
            }
            about(json, LogContext.current());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return line.append('\n').toString();
    }

    private static void about(JsonGenerator json, LogContext context) throws IOException {
        add(json, "request_id", context.requestId());
        add(json, "message_id", context.messageId());
        add(json, "race_id", context.raceId());
        add(json, "trace_id", context.traceId());
    }

    private static void add(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN";
        }
        return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    private static String thread(LogRecord entry) {
        Thread current = Thread.currentThread();
        return current.getName().isEmpty() ? "thread-" + entry.getLongThreadID() : current.getName();
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static String cut(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    }
}
