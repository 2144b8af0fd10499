package keiba.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The comments of the public API are complete. That they are well-formed is checked by every compilation (doclint). */
class PublicApiTest {
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void every_public_type_and_member_has_a_comment_with_a_description() throws IOException {
        List<String> found = doclint();

        assertThat(found)
                .as("doclint has run: it finds parameters without a tag, which the project leaves to the description")
                .anyMatch(message -> message.contains("no @param"));
        assertThat(found)
                .filteredOn(message -> message.endsWith("no comment") || message.endsWith("no main description"))
                .isEmpty();
    }

    private static List<String> doclint() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-Xdoclint:all/protected",
                "-Xmaxwarns",
                "10000",
                "-proc:none",
                "--class-path",
                System.getProperty("java.class.path"));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ENGLISH, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> all =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(all));
            task.analyze();
        }
        return found.getDiagnostics().stream().map(PublicApiTest::describe).toList();
    }

    private static String describe(Diagnostic<? extends JavaFileObject> diagnostic) {
        JavaFileObject file = diagnostic.getSource();
        return (file == null ? "" : file.getName() + ":" + diagnostic.getLineNumber() + " ")
                + diagnostic.getMessage(Locale.ENGLISH);
    }
}
