package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** This system, all modules of it that the build has, under all rules. */
@AnalyzeClasses(packages = "keiba", importOptions = ProductionClasses.class)
class ArchitectureTest {
    private static final Pattern STEREOTYPE = Pattern.compile("<<(.+?)>>");

    @ArchTest
    static final ArchTests THE_SYSTEM_OBEYS_EVERY_RULE = ArchTests.in(KeibaRules.class);

    @ArchTest
    static void the_parts_depend_on_each_other_as_the_diagram_shows(JavaClasses classes) {
        DependencyRules.diagram(Keiba.architecture().layout(), Project.file("docs/architecture.puml"))
                .allowEmptyShould(false)
                .check(classes);
    }

    @ArchTest
    static void every_module_of_the_build_is_a_part_and_every_part_is_built(JavaClasses classes) throws Exception {
        assertThat(Keiba.architecture().only(Project.modules()).packages())
                .isEqualTo(Keiba.architecture().packages());
    }

    @ArchTest
    static void the_diagram_shows_every_part_and_no_other(JavaClasses classes) throws IOException {
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
