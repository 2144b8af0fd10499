package keiba.bootstrap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Published figures and worked cases in a directory beside the project. Tests that need them are skipped without it. */
final class SharedData {
    private SharedData() {}

    static JsonNode json(String name) throws IOException {
        Path file = find(name);
        assumeTrue(Files.isRegularFile(file), () -> "skipped: there is no ../shared/" + name);
        return Keiba.json(Files.readString(file));
    }

    private static Path find(String name) {
        Path here = Path.of("").toAbsolutePath();
        for (Path root = here; root != null; root = root.getParent()) {
            Path file = root.resolveSibling("shared").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        return here.resolveSibling("shared").resolve(name);
    }
}
