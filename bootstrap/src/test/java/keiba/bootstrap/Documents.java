package keiba.bootstrap;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's documents are, from wherever the tests were started. */
public final class Documents {
    private Documents() {}

    public static Path root() {
        Path module = Path.of("").toAbsolutePath();
        return Files.exists(module.resolve("LICENSE")) ? module : module.resolve("..");
    }
}
