package keiba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page lists every module that it imports, so that a browser loads all of them at once. */
class PageModulesTest {
    private static final Path FILES = Path.of("..", "page", "src", "main", "resources", "keiba");
    private static final String MAIN = "/page/js/main.js";
    private static final Pattern IMPORT =
            Pattern.compile("^(?:import|export)\\b[^;(]*?'(\\.{1,2}/[^']+)'", Pattern.MULTILINE);
    private static final Pattern PRELOAD = Pattern.compile("<link rel=\"modulepreload\" href=\"([^\"]+)\">");

    @Test
    void the_page_preloads_every_module_that_it_imports() throws IOException {
        TreeSet<String> imported = new TreeSet<>();
        collect(MAIN, imported);
        assertThat(imported).hasSizeGreaterThan(40);
        imported.remove(MAIN);
        assertThat(matches(PRELOAD, read("/page/index.html"))).containsExactlyElementsOf(imported);
    }

    private static void collect(String module, Set<String> found) throws IOException {
        if (found.add(module)) {
            for (String imported : matches(IMPORT, read(module))) {
                collect(URI.create(module).resolve(imported).getPath(), found);
            }
        }
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    private static String read(String file) throws IOException {
        return Files.readString(FILES.resolve(file.substring(1)));
    }
}
