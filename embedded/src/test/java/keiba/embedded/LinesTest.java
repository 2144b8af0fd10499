package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final List<String> LOG =
            List.of("2026 LOG: starting", "2026 FATAL: first", "2026 FATAL: second", "2026 LOG: down", "  ");

    @Test
    void finds_the_last_line_with_a_text_and_leaves_out_what_stands_before_it() {
        assertThat(Lines.last(LOG, "FATAL:")).contains("FATAL: second");
    }

    @Test
    void finds_the_last_line_that_is_not_blank() {
        assertThat(Lines.last(LOG, "")).contains("2026 LOG: down");
    }

    @Test
    void finds_nothing_where_nothing_is() {
        assertThat(Lines.last(LOG, "PANIC:")).isEmpty();
        assertThat(Lines.last(List.of(), "")).isEmpty();
    }
}
