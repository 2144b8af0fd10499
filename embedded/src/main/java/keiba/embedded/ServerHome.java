package keiba.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directory that one server has to itself: data, log, and what is needed to find the server again.
 *
 * @param binaries where programs are unpacked
 * @param temporary whether all is deleted in the end, so that nothing needs to survive a loss of power
 */
record ServerHome(Path directory, DirectoryLock lock, Path binaries, boolean temporary) implements AutoCloseable {
    static ServerHome at(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path real = directory.toRealPath();
        return new ServerHome(real, DirectoryLock.take(real), real.resolve("binaries"), false);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    Path log() {
        return file("server.log");
    }

    Path pidFile() {
        return pidFile(directory);
    }

    static Path pidFile(Path directory) {
        return directory.resolve("pid");
    }

    /** Returns the ports of the last start; empty if there was none. */
    List<Integer> lastPorts() throws IOException {
        Path file = portFile();
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream().map(Integer::valueOf).toList();
        } catch (NumberFormatException unreadable) {
            return List.of();
        }
    }

    void rememberPorts(List<Integer> ports) throws IOException {
        Files.write(portFile(), ports.stream().map(String::valueOf).toList());
    }

    private Path portFile() {
        return file("ports");
    }

    Optional<ServerProcess> leftBehind() throws IOException {
        return ServerProcess.remembered(pidFile());
    }

    /**
     * Releases the directory without deleting it, so that the log of a failed start stays readable until old
     * directories are deleted.
     */
    void leave() {
        lock.close();
    }

    @Override
    public void close() throws IOException {
        try {
            if (temporary) {
                TemporaryHomes.delete(directory);
            }
        } finally {
            lock.close();
        }
    }
}
