package keiba.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that docs/glossary.md names every public type, and only names that exist. Tests run in the directory of their module. */
class GlossaryTest {
    private static final Path GLOSSARY = Path.of("..", "docs", "glossary.md");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("^public .*?\\b(?:class|interface|record|enum) (\\w+)", Pattern.MULTILINE);
    private static final Pattern SECOND_COLUMN = Pattern.compile("^\\|[^|]+\\|([^|]+)\\|", Pattern.MULTILINE);
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final Pattern NAME = Pattern.compile("`([A-Z][\\w.]+)`");

    @Test
    void every_public_type_of_the_domain_has_a_glossary_entry() throws IOException {
        assertThat(publicTypes()).hasSizeGreaterThan(30);
        assertThat(names().stream()
                        .map(name -> DOT.splitAsStream(name).findFirst().orElseThrow()))
                .containsAll(publicTypes().keySet());
    }

    @Test
    void every_name_in_the_glossary_exists_in_the_code() throws IOException {
        Map<String, Class<?>> types = publicTypes();

        assertThat(names()).hasSizeGreaterThan(50).allSatisfy(name -> {
            List<String> parts = DOT.splitAsStream(name).toList();
            assertThat(types).containsKey(parts.get(0));
            Class<?> type = types.get(parts.get(0));
            for (String member : parts.subList(1, parts.size())) {
                assertThat(members(type)).contains(member);
                type = Arrays.stream(type.getClasses())
                        .filter(nested -> nested.getSimpleName().equals(member))
                        .findFirst()
                        .orElse(type);
            }
        });
    }

    private static List<String> members(Class<?> type) {
        return Stream.of(
                        Arrays.stream(type.getClasses()).map(Class::getSimpleName),
                        Arrays.stream(type.getFields()).map(Field::getName),
                        Arrays.stream(type.getMethods()).map(Method::getName))
                .flatMap(names -> names)
                .toList();
    }

    /** Returns the names in the second column. */
    private static List<String> names() throws IOException {
        return SECOND_COLUMN
                .matcher(Files.readString(GLOSSARY))
                .results()
                .map(row -> row.group(1))
                .flatMap(cell -> NAME.matcher(cell).results().map(found -> found.group(1)))
                .toList();
    }

    private static Map<String, Class<?>> publicTypes() throws IOException {
        Map<String, Class<?>> types = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> PUBLIC_TYPE.matcher(read(file)).find()).forEach(file -> {
                Class<?> type = load(file);
                types.put(type.getSimpleName(), type);
            });
        }
        return types;
    }

    private static Class<?> load(Path source) {
        String path = SOURCES.relativize(source)
                .toString()
                .replace(source.getFileSystem().getSeparator(), ".");
        try {
            return Class.forName(path.substring(0, path.length() - ".java".length()));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
