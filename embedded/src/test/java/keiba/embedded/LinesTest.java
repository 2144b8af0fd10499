package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final List<String> LOG =
            List.of("2026 LOG: starting", "2026 FATAL: first", "2026 FATAL: second", "2026 LOG: down", "  ");

    @Test
    void returns_the_last_line_with_a_text_from_that_text_on() {
        assertThat(Lines.last(LOG, "FATAL:")).contains("FATAL: second");
    }

    @Test
    void returns_the_last_line_that_is_not_blank() {
        assertThat(Lines.last(LOG, "")).contains("2026 LOG: down");
    }

    @Test
    void returns_nothing_if_no_line_has_the_text() {
        assertThat(Lines.last(LOG, "PANIC:")).isEmpty();
        assertThat(Lines.last(List.of(), "")).isEmpty();
    }
}
