package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
    @TempDir
    private Path directory;

    private void assertPrivate(Path file, String text) throws IOException {
        assertThat(file).hasContent(text);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void only_the_owner_can_read_the_file() throws IOException {
        Path file = directory.resolve("embedded.properties");
        PrivateFile.replace(file, "postgres.password=x\n");
        assertPrivate(file, "postgres.password=x\n");
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void replaces_a_file_that_others_could_read() throws IOException {
        Path file = Files.writeString(directory.resolve("embedded.properties"), "old");
        Path leftBehind = Files.writeString(directory.resolve("embedded.properties.new"), "older");
        for (Path open : new Path[] {file, leftBehind}) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        PrivateFile.replace(file, "new");
        assertPrivate(file, "new");
        assertThat(leftBehind).doesNotExist();
    }
}
