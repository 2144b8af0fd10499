package keiba.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void leaves_ordinary_text_of_any_script_alone() {
        assertThat(Printable.of("第3競走 S1 🐎")).isEqualTo("第3競走 S1 🐎");
    }

    @Test
    void shows_what_would_move_the_cursor_or_end_the_line_as_escapes() {
        assertThat(Printable.of("a\r\n\u001b[31m\u0085\u2028\u202e\0"))
                .isEqualTo("a\\u000d\\u000a\\u001b[31m\\u0085\\u2028\\u202e\\u0000");
    }

    @Test
    void shows_half_a_character_as_an_escape() {
        assertThat(Printable.of("\ud83d")).isEqualTo("\\ud83d");
    }

    @Test
    void cuts_between_characters_and_says_so() {
        assertThat(Printable.of("🐎🐎🐎", 2)).isEqualTo("🐎🐎…");
        assertThat(Printable.of("🐎🐎", 2)).isEqualTo("🐎🐎");
    }
}
