package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import keiba.bootstrap.Project;
import org.junit.jupiter.api.Test;

/** Checks the documented table of settings against the code. */
class ConfigurationDocumentationTest {

    /** Four cells, and the text before and after them. */
    private static final int SETTING = 6;

    private record Row(String property, String variable, String absent) {}

    private static List<List<String>> table() throws IOException {
        return Files.readString(Project.root().resolve("docs/configuration.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .filter(cells -> cells.size() == SETTING)
                .toList();
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    @Test
    void every_setting_has_a_row_with_its_names_and_its_default() throws IOException {
        assertThat(table().stream().map(cells -> new Row(cells.get(1), cells.get(2), cells.get(3))))
                .containsExactlyElementsOf(Arrays.stream(Setting.values())
                        .map(setting ->
                                new Row(code(setting.property()), code(setting.variable()), code(setting.absent())))
                        .toList());
    }

    @Test
    void every_setting_is_explained() throws IOException {
        assertThat(table()).allSatisfy(cells -> assertThat(cells.get(4)).isNotEmpty());
    }
}
