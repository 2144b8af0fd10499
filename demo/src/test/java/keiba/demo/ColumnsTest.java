package keiba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static final String RED_KEIBA = Paint.COLOURED.bad("競馬");

    @Test
    void counts_japanese_characters_as_two_columns_and_colour_codes_as_none() {
        assertThat(Columns.width("keiba")).isEqualTo(5);
        assertThat(Columns.width("3連単 円")).isEqualTo(8);
        assertThat(Columns.width("━╌█▲♞┃·")).isEqualTo(7);
        assertThat(RED_KEIBA).startsWith("\u001b[");
        assertThat(Columns.width(RED_KEIBA)).isEqualTo(4);
    }

    @Test
    void pads_text_to_a_width() {
        assertThat(Columns.left("馬", 4)).isEqualTo("馬  ");
        assertThat(Columns.right("馬", 4)).isEqualTo("  馬");
        assertThat(Columns.left("馬馬馬", 4)).isEqualTo("馬馬馬");
        assertThat(Columns.ends("a", "b", 5)).isEqualTo("a   b");
        assertThat(Columns.ends("abc", "def", 5)).isEqualTo("abc def");
    }

    @Test
    void cuts_text_at_a_width_and_resets_open_colours() {
        assertThat(Columns.clip("keiba", 3)).isEqualTo("kei");
        assertThat(Columns.clip("競馬", 3)).isEqualTo("競");
        assertThat(Columns.clip(RED_KEIBA, 2)).isEqualTo(Paint.COLOURED.bad("競"));
        assertThat(Columns.clip("keiba", 9)).isEqualTo("keiba");
        assertThat(Columns.clip("a\u001b", 9)).isEqualTo("a\u001b");
    }
}
