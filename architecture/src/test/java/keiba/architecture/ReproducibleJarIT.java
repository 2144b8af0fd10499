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

/** A second build of the domain, in another folder, time zone and language, gives the same jars byte by byte. */
class ReproducibleJarIT {
    private static final String OTHER_PLACE =
            "-Duser.timezone=Pacific/Chatham -Duser.language=tr -Duser.country=TR -Dfile.encoding=ISO-8859-9";

    /** Makes Maven use every artifact in the local repository. It otherwise rejects artifacts that were fetched with other settings; no file with this name records their origin. */
    private static final String ANY_ORIGIN = "-Daether.enhancedLocalRepository.trackingFilename=_no.origins";

    @Test
    void two_builds_of_the_domain_create_identical_jars(@TempDir Path folder) throws Exception {
        Path copy = Files.createDirectory(folder.resolve("another folder"));
        for (String part :
                List.of("pom.xml", ".mvn", "LICENSE", "domain/pom.xml", "domain/src/main", "domain/src/module")) {
            MavenProcess.copy(Project.file(part), copy.resolve(part));
        }
        makeUnlike(copy);

        MavenProcess.run(
                copy,
                folder.resolve("log"),
                OTHER_PLACE,
                Map.of("TZ", "Pacific/Chatham", "LC_ALL", "C", "LANG", "C"),
                List.of(
                        "package",
                        "--file=domain/pom.xml",
                        "--offline",
                        "-Dmaven.repo.local=" + MavenProcess.localRepository(),
                        ANY_ORIGIN,
                        "-Dmaven.test.skip=true",
                        "-Dspotless.check.skip=true"));

        String jar = "domain/target/keiba-domain-" + MavenProcess.property("keiba-domain.version");
        for (String file : List.of(jar + ".jar", jar + "-sources.jar")) {
            assertThat(Files.mismatch(Project.file(file), copy.resolve(file)))
                    .as("the first byte at which the two builds of %s differ", file)
                    .isEqualTo(-1);
        }
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
