package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** A Maven project of another team, {@code src/it/embedding-team}, which gets this project's three jars from a repository of its own. */
class EmbeddingTeamIT {
    @TempDir
    private static Path folder;

    private static Path repository;
    private static Path project;

    @BeforeAll
    static void build_the_project() throws Exception {
        repository = folder.resolve("repository");
        String domain = MavenProcess.property("keiba-domain.version");
        install("domain", "keiba-domain", domain, "keiba-domain-" + domain + ".jar");
        String reader = MavenProcess.property("keiba-jvdata.version");
        install("jvdata", "keiba-jvdata", reader, "keiba-jvdata-" + reader + ".jar");
        String rules = MavenProcess.property("keiba-architecture.version");
        install("architecture", "keiba-architecture", rules, "keiba-architecture.jar");
        project = MavenProcess.copy(Path.of("src", "it", "embedding-team"), folder.resolve("project"));
        Path settings = Files.writeString(folder.resolve("settings.xml"), settings());

        List<String> arguments =
                new ArrayList<>(List.of("test", "--settings", settings.toString(), "-Dmaven.repo.local=" + repository));
        for (String version : List.of(
                "keiba-domain.version",
                "keiba-jvdata.version",
                "keiba-architecture.version",
                "archunit.version",
                "jspecify.version",
                "junit.version",
                "maven-compiler-plugin.version",
                "maven-resources-plugin.version",
                "slf4j.version",
                "surefire.version")) {
            arguments.add("-D" + version + "=" + MavenProcess.property(version));
        }
        MavenProcess.run(project, folder.resolve("log"), "", Map.of(), arguments);
    }

    /** Installs a jar and its pom in the repository. */
    private static void install(String module, String artifact, String version, String jar) throws IOException {
        Path built = Project.file(module).resolve("target");
        Path place = Files.createDirectories(
                repository.resolve("keiba").resolve(artifact).resolve(version));
        Files.copy(built.resolve(jar), place.resolve(artifact + "-" + version + ".jar"));
        Files.copy(built.resolve("installed-pom.xml"), place.resolve(artifact + "-" + version + ".pom"));
    }

    /** Every other artifact comes from the local repository of this build, so the network is not needed. */
    private static String settings() {
        return """
                <settings>
                  <mirrors>
                    <mirror>
                      <id>what-this-build-has-used</id>
                      <mirrorOf>*</mirrorOf>
                      <url>%1$s</url>
                    </mirror>
                  </mirrors>
                  <profiles>
                    <profile>
                      <id>a-local-repository-has-no-checksums</id>
                      <activation><activeByDefault>true</activeByDefault></activation>
                      <repositories>
                        <repository><id>central</id><url>of-the-mirror</url><releases>%2$s</releases></repository>
                      </repositories>
                      <pluginRepositories>
                        <pluginRepository><id>central</id><url>of-the-mirror</url><releases>%2$s</releases></pluginRepository>
                      </pluginRepositories>
                    </profile>
                  </profiles>
                </settings>
                """.formatted(MavenProcess.localRepository().toUri(), "<checksumPolicy>ignore</checksumPolicy>");
    }

    /** Returns the number of tests of a class, and checks that all of them passed. */
    private static int passed(String module, String testClass) throws Exception {
        Path report = project.resolve(module).resolve("target/surefire-reports/TEST-" + testClass + ".xml");
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        assertThat(List.of("failures", "errors", "skipped"))
                .allSatisfy(kind -> assertThat(suite.getAttribute(kind)).isEqualTo("0"));
        return Integer.parseInt(suite.getAttribute("tests"));
    }

    @Test
    void prices_and_settles_on_the_class_path() throws Exception {
        assertThat(passed("betting", "team.betting.ClassPathTest")).isEqualTo(4);
    }

    @Test
    void prices_and_settles_as_a_module() throws Exception {
        assertThat(passed("audit", "team.audit.WinAuditTest")).isEqualTo(4);
    }

    @Test
    void reads_jv_data_as_a_module() throws Exception {
        assertThat(passed("records", "team.records.WinDividendsTest")).isEqualTo(3);
    }

    @Test
    void checks_its_own_system_with_every_constant_of_the_core_rules() throws Exception {
        assertThat(passed("betting", "team.betting.CoreRulesTest")).isEqualTo(CoreRules.class.getFields().length);
    }

    @Test
    void describes_its_system_and_checks_all_rules_on_it() throws Exception {
        assertThat(passed("betting", "team.betting.WholeSystemTest")).isEqualTo(2);
    }

    @Test
    void a_violation_names_the_class_the_rule_and_the_reason() throws Exception {
        assertThat(passed("betting", "team.betting.BrokenRulesTest")).isEqualTo(3);
    }

    @Test
    void needs_no_other_artifact_of_this_project() throws IOException {
        try (Stream<Path> artifacts = Files.list(repository.resolve("keiba"))) {
            assertThat(artifacts.map(artifact -> artifact.getFileName().toString()))
                    .containsExactlyInAnyOrder("keiba-domain", "keiba-architecture", "keiba-jvdata");
        }
    }
}
