package keiba.embedded;

import java.nio.file.Path;

/** Directories such as users have: with blanks and quotes, and too long for a Unix socket. */
final class Awkward {
    private Awkward() {}

    static Path in(Path directory) {
        return directory.resolve("it's a directory, with = and #").resolve("x".repeat(120));
    }
}
