package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** This system, all modules of it that the build has, under all rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
    private static final Pattern STEREOTYPE = Pattern.compile("<<(.+?)>>");

    private final Architecture system;
    private final JavaClasses classes;

    ArchitectureTest() throws Exception {
        system = Keiba.architecture().only(Project.modules()).diagram(Project.file("docs/architecture.puml"));
        classes = system.production();
    }

    @TestFactory
    Stream<DynamicTest> the_system_obeys_every_rule() {
        return system.rules().stream().map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(classes)));
    }

    @Test
    void the_diagram_shows_every_part_and_no_other() throws IOException {
        String diagram = Files.readString(Project.file("docs/architecture.puml"));
        List<String> boxes = STEREOTYPE
                .matcher(diagram)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(boxes)
                .containsExactlyInAnyOrderElementsOf(Keiba.architecture().packages());
    }
}
