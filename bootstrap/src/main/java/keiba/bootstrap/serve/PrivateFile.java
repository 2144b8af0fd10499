package keiba.bootstrap.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files that only their owner can read from the moment they are created. */
final class PrivateFile {
    private PrivateFile() {}

    /**
     * Writes a file, replacing an older one with that name. Readers see either the complete old file or the complete
     * new one.
     *
     * @throws IOException if the file cannot be written to the same directory under a temporary name and then renamed
     */
    static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh); // a killed process may have left it, perhaps with other permissions
        Files.writeString(Files.createFile(fresh, readableByOwner(fresh)), text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?>[] readableByOwner(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
