package keiba.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock of a directory that only one holder can have at a time. The operating system releases it when the process
 * ends, however it ends.
 */
final class DirectoryLock implements AutoCloseable {
    /**
     * The directories locked by this process. The lock of the operating system belongs to the process, and is lost when
     * the process closes any other channel to the file.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock of an existing directory; if another process has it, the exception names that process. */
    static DirectoryLock take(Path directory) throws IOException {
        Optional<DirectoryLock> lock = tryTake(directory);
        if (lock.isEmpty()) {
            throw new EmbeddedServerException(directory + " is in use by " + holder(directory)
                    + ": stop that first, or choose another directory");
        }
        return lock.get();
    }

    static Optional<DirectoryLock> tryTake(Path directory) throws IOException {
        Path file = file(directory);
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        Optional<DirectoryLock> lock = Optional.empty();
        try {
            lock = lock(file);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static Optional<DirectoryLock> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            if (!locked) {
                return Optional.empty();
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
            return Optional.of(new DirectoryLock(file, channel));
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static String holder(Path directory) throws IOException {
        Path file = file(directory);
        if (HELD_HERE.contains(file)) {
            return "this process (" + ProcessHandle.current().pid() + ")";
        }
        String pid = Files.readString(file).strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static Path file(Path directory) throws IOException {
        return directory.toRealPath().resolve("lock");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
