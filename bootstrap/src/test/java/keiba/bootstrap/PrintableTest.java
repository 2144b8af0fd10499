package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void does_not_change_ordinary_text_of_any_script() {
        assertThat(Printable.of("第3競走 S1 🐎")).isEqualTo("第3競走 S1 🐎");
    }

    @Test
    void escapes_control_characters_and_line_separators() {
        assertThat(Printable.of("a\r\n\u001b[31m\u0085\u2028\u202e\0"))
                .isEqualTo("a\\u000d\\u000a\\u001b[31m\\u0085\\u2028\\u202e\\u0000");
    }

    @Test
    void escapes_an_unpaired_surrogate() {
        assertThat(Printable.of("\ud83d")).isEqualTo("\\ud83d");
    }

    @Test
    void shortens_a_text_between_characters_and_adds_an_ellipsis() {
        assertThat(Printable.of("🐎🐎🐎", 2)).isEqualTo("🐎🐎…");
        assertThat(Printable.of("🐎🐎", 2)).isEqualTo("🐎🐎");
    }
}
