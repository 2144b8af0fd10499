package keiba.bootstrap;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the root directory of this project from the working directory of the tests. */
public final class Project {
    private Project() {}

    public static Path root() {
        Path module = Path.of("").toAbsolutePath();
        return Files.exists(module.resolve("LICENSE")) ? module : module.resolve("..");
    }
}
