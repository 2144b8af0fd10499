package keiba.architecture.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** Writes a report to a file that the user names. */
final class ReportFile {
    private ReportFile() {}

    /**
     * Writes a text as UTF-8. A file that exists is replaced.
     *
     * @throws CheckFailedException if that is impossible; its message names the file and the cause
     */
    static void write(String name, String text) throws CheckFailedException {
        try {
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                throw failed(name, "is a directory");
            }
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (InvalidPathException impossible) {
            throw failed(name, "cannot be a file name here");
        } catch (IOException unwritable) {
            throw failed(name, reason(unwritable));
        }
    }

    private static String reason(IOException unwritable) {
        return switch (unwritable) {
            case NoSuchFileException missing -> "its folder does not exist";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> Objects.requireNonNullElse(unwritable.getMessage(), unwritable.toString());
        };
    }

    private static CheckFailedException failed(String name, String reason) {
        return new CheckFailedException("cannot write the report " + name + ": " + reason);
    }
}
