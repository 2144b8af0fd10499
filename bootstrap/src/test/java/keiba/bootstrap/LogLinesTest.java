package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import keiba.wire.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLinesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @AfterEach
    void leave() {
        LogContext.NONE.enter();
    }

    private static LogRecord entry(String message) {
        LogRecord entry = new LogRecord(Level.WARNING, message);
        entry.setLoggerName("keiba.Some");
        entry.setInstant(Instant.parse("2026-11-22T03:04:05.123456789Z"));
        return entry;
    }

    private static JsonNode json(LogRecord entry) throws JsonProcessingException {
        String line = LogFormat.JSON.formatter().format(entry);
        assertThat(line).endsWith("}\n").matches("[\\x20-\\x7e]+\n");
        return JSON.readTree(line);
    }

    @Test
    void a_json_line_has_time_level_logger_message_and_thread() throws JsonProcessingException {
        JsonNode line = json(entry("PostgreSQL is away"));
        assertThat(line.size()).isEqualTo(5);
        assertThat(line.get("time").asText()).isEqualTo("2026-11-22T03:04:05.123456Z");
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        assertThat(line.get("logger").asText()).isEqualTo("keiba.Some");
        assertThat(line.get("message").asText()).isEqualTo("PostgreSQL is away");
        assertThat(line.get("thread").asText()).isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void a_line_names_the_request_message_race_and_trace_in_its_context() throws JsonProcessingException {
        new LogContext("r-1", "0198f3c2-7a7b-7000-8000-000000000001", "100", "4bf92f3577b34da6a3ce929d0e0e4736")
                .enter();
        JsonNode line = json(entry("said"));
        assertThat(line.get("request_id").asText()).isEqualTo("r-1");
        assertThat(line.get("message_id").asText()).isEqualTo("0198f3c2-7a7b-7000-8000-000000000001");
        assertThat(line.get("race_id").asText()).isEqualTo("100");
        assertThat(line.get("trace_id").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(LogFormat.TEXT.formatter().format(entry("said")))
                .endsWith(
                        "WARNING keiba.Some: said [request r-1, message 0198f3c2-7a7b-7000-8000-000000000001, race 100,"
                                + " trace 4bf92f3577b34da6a3ce929d0e0e4736]" + System.lineSeparator());
    }

    @Test
    void a_text_line_names_only_the_known_parts_of_the_context() {
        new LogContext("r-1", "", "100", "").enter();
        assertThat(LogFormat.TEXT.formatter().format(entry("said")))
                .endsWith("said [request r-1, race 100]" + System.lineSeparator());
        LogContext.NONE.enter();
        assertThat(LogFormat.TEXT.formatter().format(entry("said"))).endsWith(" said" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nWARNING keiba.Other: forged",
                "a\r\nb",
                "\u001b[2J\u001b[31m",
                "a\u2028b\u2029c\u0085d",
                "\u202eright to left",
                "\",\"level\":\"ERROR\"}\n{\"message\":\"",
                "\0",
                "\ud800"
            })
    void a_message_with_control_characters_stays_on_one_line(String hostile) throws JsonProcessingException {
        assertThat(json(entry(hostile)).size()).isEqualTo(5);
        String text = LogFormat.TEXT.formatter().format(entry(hostile));
        assertThat(text.lines()).hasSize(1);
        assertThat(text.strip()).doesNotContainPattern("[\\p{Cntrl}\u0085\u2028\u2029\u202e]");
    }

    @Test
    void a_message_parameter_with_a_line_break_stays_on_one_line() {
        LogRecord entry = entry("away: {0}");
        entry.setParameters(new Object[] {"a\nforged"});
        assertThat(LogFormat.TEXT.formatter().format(entry).lines()).hasSize(1);
    }

    @Test
    void an_exception_is_a_field_of_a_json_line_and_follows_a_text_line() throws JsonProcessingException {
        LogRecord entry = entry("failed");
        entry.setThrown(new IllegalStateException("no\n\u001b[2Jforged"));
        assertThat(json(entry).get("exception").asText())
                .startsWith("java.lang.IllegalStateException: no\n")
                .contains("LogLinesTest");
        String text = LogFormat.TEXT.formatter().format(entry);
        assertThat(text.lines()).hasSizeGreaterThan(3);
        assertThat(text).doesNotContain("\u001b");
    }

    @Test
    void shortens_a_huge_message_in_json() throws JsonProcessingException {
        assertThat(json(entry("x".repeat(1_000_000))).get("message").asText()).hasSize(JsonLines.MOST + 1);
    }

    @Test
    void writes_an_entry_without_logger_and_message() throws JsonProcessingException {
        LogRecord entry = new LogRecord(Level.SEVERE, null);
        assertThat(json(entry).get("level").asText()).isEqualTo("ERROR");
        assertThat(LogFormat.TEXT.formatter().format(entry).lines()).hasSize(1);
    }

    @Test
    void parses_the_documented_names_of_formats_and_levels() {
        assertThat(LogFormat.parse("text")).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.parse("json")).isEqualTo(LogFormat.JSON);
        assertThat(LogLevel.parse("debug")).isEqualTo(LogLevel.DEBUG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "JSON", "xml", " text", "text\n", "\u001b[31m"})
    void refuses_an_unknown_format_or_level(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogFormat.parse(text))
                .withMessageStartingWith("log.format must be text or json, not ")
                .withMessageNotContainingAny("\n", "\u001b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogLevel.parse(text))
                .withMessageStartingWith("log.level must be error, warning, info or debug, not ");
    }
}
