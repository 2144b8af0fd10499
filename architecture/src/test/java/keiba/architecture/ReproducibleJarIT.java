package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second build of the published jars, in another folder, time zone and language, gives the same bytes. */
class ReproducibleJarIT {
    private static final List<String> MODULES = List.of("domain", "jvdata");

    private static final String OTHER_PLACE =
            "-Duser.timezone=Pacific/Chatham -Duser.language=tr -Duser.country=TR -Dfile.encoding=ISO-8859-9";

    /** Makes Maven use every artifact in the local repository. It otherwise rejects artifacts that were fetched with other settings; no file with this name records their origin. */
    private static final String ANY_ORIGIN = "-Daether.enhancedLocalRepository.trackingFilename=_no.origins";

    @Test
    void two_builds_of_a_published_module_create_identical_jars(@TempDir Path folder) throws Exception {
        Path copy = Files.createDirectory(folder.resolve("another folder"));
        for (String part : List.of("pom.xml", ".mvn", "LICENSE")) {
            MavenProcess.copy(Project.file(part), copy.resolve(part));
        }
        for (String module : MODULES) {
            for (String part : List.of("pom.xml", "src/main", "src/module")) {
                MavenProcess.copy(
                        Project.file(module).resolve(part), copy.resolve(module).resolve(part));
            }
        }
        keepOnly(MODULES, copy.resolve("pom.xml"));
        makeUnlike(copy);

        MavenProcess.run(
                copy,
                folder.resolve("log"),
                OTHER_PLACE,
                Map.of("TZ", "Pacific/Chatham", "LC_ALL", "C", "LANG", "C"),
                List.of(
                        "package",
                        "--offline",
                        "-Dmaven.repo.local=" + MavenProcess.localRepository(),
                        ANY_ORIGIN,
                        "-Dmaven.test.skip=true",
                        "-Dspotless.check.skip=true"));

        for (String module : MODULES) {
            String artifact = "keiba-" + module;
            String jar = module + "/target/" + artifact + "-" + MavenProcess.property(artifact + ".version");
            for (String file : List.of(jar + ".jar", jar + "-sources.jar")) {
                assertThat(Files.mismatch(Project.file(file), copy.resolve(file)))
                        .as("the first byte at which the two builds of %s differ", file)
                        .isEqualTo(-1);
            }
        }
    }

    /** Removes the modules from the root's list that were not copied. */
    private static void keepOnly(List<String> modules, Path pom) throws IOException {
        List<String> lines = Files.readAllLines(pom).stream()
                .filter(line -> !line.strip().startsWith("<module>")
                        || modules.contains(line.strip().replaceAll("</?module>", "")))
                .toList();
        Files.write(pom, lines);
    }

    /** Gives each file another modification time and, as a umask of 002 would, group write permission. */
    private static void makeUnlike(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path file : files.toList()) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                if (permissions.contains(PosixFilePermission.GROUP_READ)) {
                    permissions.add(PosixFilePermission.GROUP_WRITE);
                    Files.setPosixFilePermissions(file, permissions);
                }
                Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
            }
        }
    }
}
