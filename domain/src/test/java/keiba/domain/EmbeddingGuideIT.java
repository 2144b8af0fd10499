package keiba.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles each example of docs/embedding.md against the packaged jar alone, runs it, and checks that it prints the output shown below it.
 */
class EmbeddingGuideIT {
    private static final Pattern SECTION = Pattern.compile("^## (.*)$", Pattern.MULTILINE);
    private static final Pattern JAVA_BLOCK = Pattern.compile("^```java$", Pattern.MULTILINE);
    private static final Pattern EXAMPLE =
            Pattern.compile("^```java\n(.*?)^```\n\n^```text\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("^public class (\\w+)", Pattern.MULTILINE);
    private static final Pattern IMPORT = Pattern.compile("^import .*;$", Pattern.MULTILINE);

    /** An example of a section: the code of a whole class or of a main method, and its output. */
    record Example(String section, String code, String output) {
        @Override
        public String toString() {
            return section;
        }
    }

    static List<Example> examples() throws IOException {
        String guide = guide();
        return EXAMPLE.matcher(guide)
                .results()
                .map(found -> new Example(sectionAt(guide, found.start()), found.group(1), found.group(2)))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void the_example_prints_the_output_shown_below_it(Example example, @TempDir Path directory) throws Exception {
        String source = source(example.code());
        compile(source, directory);

        assertThat(run(className(source), directory)).isEqualToNormalizingNewlines(example.output());
    }

    @Test
    void every_java_block_of_the_guide_is_followed_by_its_output() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(1).hasSize((int)
                JAVA_BLOCK.matcher(guide()).results().count());
    }

    private static String sectionAt(String guide, int position) {
        return SECTION.matcher(guide)
                .results()
                .takeWhile(heading -> heading.start() < position)
                .reduce((earlier, later) -> later)
                .map(heading -> heading.group(1))
                .orElseThrow();
    }

    /** Returns the code if it is a class; otherwise a class around it, with the imports that the guide shows. */
    private static String source(String code) throws IOException {
        if (CLASS.matcher(code).find()) {
            return code;
        }
        String imports =
                IMPORT.matcher(guide()).results().map(MatchResult::group).collect(Collectors.joining("\n"));
        return imports + "\npublic class Main {\n    public static void main(String[] arguments) {\n" + code
                + "    }\n}\n";
    }

    private static void compile(String source, Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve(className(source) + ".java"), source);
        JdkTools.compile(List.of("--class-path", JdkTools.domainJar().toString()), directory, file);
    }

    private static String run(String className, Path directory) throws IOException, InterruptedException {
        String classPath = JdkTools.domainJar() + System.getProperty("path.separator") + directory;
        return JdkTools.run(List.of("--class-path", classPath, className), directory);
    }

    private static String className(String source) {
        return CLASS.matcher(source).results().findFirst().orElseThrow().group(1);
    }

    /** Tests run in the directory of their module. */
    private static String guide() throws IOException {
        return Files.readString(Path.of("..", "docs", "embedding.md")).replace("\r\n", "\n");
    }
}
