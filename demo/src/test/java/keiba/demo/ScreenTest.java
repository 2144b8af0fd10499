package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Screen screen(boolean terminal, Map<String, String> environment) {
        return Screen.of(new PrintStream(out, true, StandardCharsets.UTF_8), Terminal.of(terminal, environment));
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writes_plain_lines_without_a_terminal() {
        try (Screen screen = screen(false, Map.of())) {
            screen.show(List.of("a picture"));
            screen.say(List.of(screen.paint().bad("one") + " ", "two"));
            assertThat(screen.isLive()).isFalse();
        }

        assertThat(written()).isEqualTo("one\ntwo\n");
    }

    @Test
    void redraws_a_picture_in_place_below_permanent_lines() {
        try (Screen screen = screen(true, Map.of())) {
            screen.show(List.of("1", "2"));
            screen.show(List.of("3"));
            screen.say("stays");
            screen.show(List.of("4"));
            assertThat(screen.isLive()).isTrue();
        }

        assertThat(written())
                .isEqualTo("\u001b[?25l1\u001b[K\n2\u001b[K\n\u001b[J" + "\u001b[?25l\u001b[2A\r3\u001b[K\n\u001b[J"
                        + "\u001b[1A\r\u001b[Jstays\n" + "\u001b[?25l4\u001b[K\n\u001b[J"
                        + "\u001b[1A\r\u001b[J\u001b[?25h");
    }

    @Test
    void writes_nothing_after_it_is_closed() {
        Screen screen = screen(true, Map.of());
        screen.close();
        int before = out.size();
        screen.show(List.of("late"));
        screen.close();

        assertThat(out.size()).isEqualTo(before);
    }

    @Test
    void uses_colours_only_on_a_terminal_without_no_color() {
        assertThat(screen(true, Map.of()).paint()).isEqualTo(Paint.COLOURED);
        assertThat(screen(true, Map.of("NO_COLOR", "")).paint()).isEqualTo(Paint.COLOURED);
        assertThat(screen(true, Map.of("NO_COLOR", "1")).paint()).isEqualTo(Paint.PLAIN);
        assertThat(screen(false, Map.of()).paint()).isEqualTo(Paint.PLAIN);
    }

    @Test
    void parses_the_size_of_a_terminal() {
        assertThat(Terminal.parse("24 80\n")).isEqualTo(Optional.of(new Terminal.Size(80, 24)));
        assertThat(Terminal.parse("0 0\n")).isEmpty();
        assertThat(Terminal.parse("")).isEmpty();
        assertThat(Terminal.parse("stty: no")).isEmpty();
    }
}
