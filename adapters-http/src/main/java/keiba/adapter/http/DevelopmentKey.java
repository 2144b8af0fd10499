package keiba.adapter.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Optional;

/**
 * Creates and reads the key that signs tokens on a developer's machine. It is created only once, even if several
 * processes start at the same time. Only its owner can read it, because everyone who has the key can act as any user.
 */
final class DevelopmentKey {
    private DevelopmentKey() {}

    /**
     * Returns the key in this file, and creates it if the file does not exist.
     *
     * @throws IllegalArgumentException if the file contains something else
     * @throws IllegalStateException if it cannot be created
     */
    static synchronized ECKey in(Path file) {
        Optional<ECKey> kept = load(file);
        return kept.isPresent() ? kept.get() : makeOnce(file.toAbsolutePath());
    }

    private static Optional<ECKey> load(Path file) {
        try {
            return Files.exists(file) ? Optional.of(ECKey.parse(Files.readString(file))) : Optional.empty();
        } catch (IOException | ParseException unreadable) {
            throw new IllegalArgumentException("the file " + file + " does not contain a signing key", unreadable);
        }
    }

    private static ECKey makeOnce(Path file) {
        try {
            Files.createDirectories(file.getParent(), permissions(file, "rwx--x--x"));
            Path lock = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                var unused = channel.lock(); // the lock is held until the channel is closed
                Optional<ECKey> madeMeanwhile = load(file);
                return madeMeanwhile.isPresent() ? madeMeanwhile.get() : make(file);
            }
        } catch (JOSEException | IOException failed) {
            throw new IllegalStateException("cannot create a signing key in " + file, failed);
        }
    }

    /** Creates the key file under a temporary name first, so that a file with the final name is always complete. */
    private static ECKey make(Path file) throws JOSEException, IOException {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.writeString(Files.createFile(fresh, permissions(fresh, "rw-------")), key.toJSONString());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }

    private static FileAttribute<?>[] permissions(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
