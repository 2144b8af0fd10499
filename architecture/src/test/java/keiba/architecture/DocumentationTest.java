package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentationTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("class (\\w+)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern SOURCE_FILE = Pattern.compile("(?<![>\\w-])\\w[\\w-]*\\.(?:java|js|yaml)");
    private static final Pattern CLASS_NAME = Pattern.compile("^((?:[A-Z][a-z]+)+)(?:\\.\\w+(?:\\(\\))?)?$");
    private static final Pattern STEP = Pattern.compile("^\\| \\d+ \\|.*", Pattern.MULTILINE);
    private static final Pattern METHOD = Pattern.compile("`(\\w+)`");

    private static Stream<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String read(String document) throws IOException {
        return Files.readString(Project.file(document));
    }

    @Test
    void the_examples_for_other_teams_compile(@TempDir Path classes) throws Exception {
        List<JavaFileObject> examples = find(EXAMPLE, read("docs/architecture.md"))
                .map(example -> source(example.group(1)))
                .toList();
        assertThat(examples).hasSize(2);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();

        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-proc:none", "-Xlint:all", "-Werror"),
                        null,
                        examples)
                .call();

        assertThat(compiled).as(messages.toString()).isTrue();
    }

    private static JavaFileObject source(String text) {
        String name = find(CLASS, text).findFirst().orElseThrow().group(1);
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static Stream<Path> documents() throws IOException {
        try (Stream<Path> documents = Files.walk(Project.file("docs"))) {
            return Stream.concat(
                    Stream.of(Project.file("README.md"), Project.file("CONTRIBUTING.md")),
                    documents.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void every_link_to_a_file_leads_to_an_existing_file(Path document) throws IOException {
        assertThat(find(LINK, Files.readString(document)).map(link -> link.group(1)))
                .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
    }

    @Test
    void every_step_of_a_path_names_a_method_of_its_file() throws IOException {
        List<String> steps = find(STEP, read("docs/paths.md"))
                .map(MatchResult::group)
                .filter(step -> step.contains(".java)"))
                .toList();
        assertThat(steps).hasSizeGreaterThan(50);
        for (String step : steps) {
            String[] cells = step.split(" \\| ", 4);
            List<String> methods =
                    find(METHOD, cells[2]).map(method -> method.group(1)).toList();
            assertThat(methods).as(step).isNotEmpty();
            for (MatchResult link : find(LINK, cells[1]).toList()) {
                assertThat(read("docs/" + link.group(1)))
                        .as(step)
                        .contains(methods.stream().map(method -> method + "(").toList());
            }
        }
    }

    private static Set<String> sources() throws IOException {
        return Project.sourceFiles().stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toSet());
    }

    @Test
    void every_source_file_of_the_guides_to_extensions_exists() throws IOException {
        assertThat(find(CODE, read("docs/architecture.md"))
                        .flatMap(code -> find(SOURCE_FILE, code.group(1)))
                        .map(MatchResult::group))
                .isNotEmpty()
                .isSubsetOf(sources());
    }

    @Test
    void every_class_that_the_guide_for_contributors_names_exists() throws IOException {
        assertThat(find(CODE, read("CONTRIBUTING.md"))
                        .flatMap(code -> find(CLASS_NAME, code.group(1)))
                        .map(name -> name.group(1) + ".java"))
                .isNotEmpty()
                .isSubsetOf(sources());
    }
}
