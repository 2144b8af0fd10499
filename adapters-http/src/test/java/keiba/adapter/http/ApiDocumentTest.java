package keiba.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks docs/api.md, the guide for developers of clients, against the code. */
class ApiDocumentTest {
    private static final Path PROJECT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\| [^|]+ \\| [^|]+ \\|$");

    private static String read(String file) throws IOException {
        return Files.readString(PROJECT.resolve(file), UTF_8);
    }

    @Test
    void the_api_guide_lists_every_problem_type_with_its_status() throws IOException {
        List<String> rows = ROW.matcher(read("docs/api.md"))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
        assertThat(rows)
                .as("the table of problems in docs/api.md, beside the enum ProblemType")
                .containsExactlyInAnyOrderElementsOf(Stream.of(ProblemType.values())
                        .map(type -> type.text() + " " + type.status())
                        .toList());
    }

    @Test
    void the_api_guide_names_the_generator_versions_that_the_build_tests() throws IOException {
        String versions = read("pom.xml");
        for (String tool : List.of("openapi-generator", "typescript")) {
            String version = Pattern.compile("<" + tool + "\\.version>([^<]+)<")
                    .matcher(versions)
                    .results()
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElseThrow();
            assertThat(read("docs/api.md")).as(tool).contains(version);
        }
    }
}
