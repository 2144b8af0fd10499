package keiba.bootstrap;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this project lies, wherever in it the tests were started. */
public final class Project {
    private Project() {}

    public static Path root() {
        Path module = Path.of("").toAbsolutePath();
        return Files.exists(module.resolve("LICENSE")) ? module : module.resolve("..");
    }
}
