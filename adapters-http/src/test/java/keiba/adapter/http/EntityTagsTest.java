package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    private static final String TAG = "\"WIN-FINAL-1,PLACE-FINAL-1\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                " * ",
                TAG,
                "W/" + TAG,
                "\"a\", " + TAG,
                "\"a\"," + TAG + ",\"b\"",
                "W/\"a\",W/" + TAG,
                ", ,\"a\" ,\t" + TAG + " ,",
                "\"\"," + TAG
            })
    void finds_a_tag_in_a_list_of_tags(String line) {
        assertThat(EntityTags.hold(List.of(line), TAG)).isTrue();
        assertThat(EntityTags.hold(List.of("\"other\"", line), TAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "WIN-FINAL-1,PLACE-FINAL-1",
                "\"WIN-FINAL-1\"",
                "\"WIN-FINAL-1,PLACE-FINAL-12\"",
                "\"x" + TAG,
                TAG + "x",
                "w/" + TAG,
                "\"a\" " + TAG,
                "\"a\",*",
                "nonsense," + TAG,
                "\"WIN-FINAL-1,PLACE-FINAL-1"
            })
    void does_not_find_a_tag_that_the_header_does_not_list(String line) {
        assertThat(EntityTags.hold(List.of(line), TAG)).isFalse();
    }

    @Test
    void does_not_find_a_tag_without_a_header() {
        assertThat(EntityTags.hold(List.of(), TAG)).isFalse();
    }

    @Test
    void reads_a_header_line_of_500000_characters() {
        assertThat(EntityTags.hold(List.of("\"a\",".repeat(100_000) + TAG), TAG))
                .isTrue();
        assertThat(EntityTags.hold(List.of(",".repeat(500_000)), TAG)).isFalse();
    }
}
