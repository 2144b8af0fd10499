package keiba.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Creates directories for servers that exist no longer than their JVM. Directories of killed JVMs are deleted when the
 * next one is created.
 */
final class TemporaryHomes {
    private static final String RUNNING = "run-";
    private static final String GONE = "gone-";

    private TemporaryHomes() {}

    static ServerHome create() throws IOException {
        return create(root());
    }

    /**
     * Creates a directory. Only one process on this machine does so at a time, so that no process deletes a directory
     * that is created but not locked yet.
     */
    static synchronized ServerHome create(Path root) throws IOException {
        try (FileChannel channel = FileChannel.open(root.resolve("sweeping.lock"), CREATE, WRITE);
                FileLock one = channel.lock()) {
            if (one.isValid()) {
                sweep(root);
            }
            Path directory = Directories.createPrivate(root.resolve(RUNNING + UUID.randomUUID()));
            return new ServerHome(directory, DirectoryLock.take(directory), root.resolve("binaries"), true);
        }
    }

    /**
     * Deletes a directory. It is renamed first, so that other processes do not find a directory that is only partly
     * deleted.
     */
    static void delete(Path home) throws IOException {
        Path gone = home.resolveSibling(GONE + home.getFileName());
        Files.move(home, gone, ATOMIC_MOVE);
        Directories.delete(gone);
    }

    private static void sweep(Path root) throws IOException {
        List<Path> entries;
        try (Stream<Path> all = Files.list(root)) {
            entries = all.toList();
        }
        for (Path entry : entries) {
            try {
                sweepAway(entry);
            } catch (IOException keptByItsOwner) {
                // This does not affect the new directory; the next creation tries again.
            }
        }
    }

    private static void sweepAway(Path entry) throws IOException {
        if (entry.getFileName().toString().startsWith(GONE)) {
            Directories.delete(entry);
        } else if (entry.getFileName().toString().startsWith(RUNNING)) {
            sweepAwayIfAbandoned(entry);
        }
    }

    private static void sweepAwayIfAbandoned(Path home) throws IOException {
        Optional<DirectoryLock> lock = DirectoryLock.tryTake(home);
        if (lock.isEmpty()) {
            return;
        }
        try {
            ServerProcess.remembered(ServerHome.pidFile(home)).ifPresent(ServerProcess::kill);
            delete(home);
        } finally {
            lock.get().close();
        }
    }

    static Path root() throws IOException {
        long user = Platform.userId();
        Path root = Platform.temporaryDirectory().toRealPath().resolve("keiba-embedded-" + user);
        try {
            Directories.createPrivate(root);
        } catch (FileAlreadyExistsException wasThere) {
            if (Directories.owner(root) != user) {
                throw new EmbeddedServerException(root + " belongs to another user");
            }
        }
        return root;
    }
}
