package keiba.bootstrap.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import keiba.embedded.EmbeddedPostgres;

/** A PostgreSQL with WAL archiving and base backups through JDBC, since the embedded one has no pg_basebackup. */
final class ArchivedPostgres implements AutoCloseable {
    private final Path home;
    private final EmbeddedPostgres server;

    private ArchivedPostgres(Path home, EmbeddedPostgres server) {
        this.home = home;
        this.server = server;
    }

    static ArchivedPostgres start(Path home) {
        ArchivedPostgres archived = new ArchivedPostgres(home, EmbeddedPostgres.start(home));
        Database database = archived.database();
        // created by the server, which may run as another user
        database.execute("COPY (SELECT 1) TO PROGRAM 'mkdir -p archive && cat > /dev/null'");
        database.execute("ALTER SYSTEM SET archive_mode = on");
        database.execute("ALTER SYSTEM SET archive_command = 'test ! -f archive/%f && cp %p archive/%f'");
        archived.server.restart();
        return archived;
    }

    Database database() {
        return new Database(server.url(), server.user(), server.password());
    }

    EmbeddedPostgres server() {
        return server;
    }

    private Path data() {
        return home.resolve("data");
    }

    /** Copies the data directory while the server is running, as pg_basebackup does. */
    void backUp(Path into) {
        try (Connection connection = database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('keiba', true)");
            copy(into.resolve("data"));
            try (ResultSet ended = statement.executeQuery("SELECT labelfile FROM pg_backup_stop()")) {
                ended.next();
                Files.writeString(into.resolve("data/backup_label"), ended.getString(1));
            }
            Files.copy(home.resolve("password"), into.resolve("password"));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Leaves out the WAL, which comes from the archive, and the files of the running process. */
    private void copy(Path into) throws IOException {
        Files.createDirectories(into);
        try (Stream<Path> files = Files.walk(data())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = data().relativize(file);
                if (!isLeftOut(relative)) {
                    copy(file, into.resolve(relative));
                }
            }
        }
        Files.createDirectories(into.resolve("pg_wal/archive_status"));
        Files.createDirectories(into.resolve("pg_wal/summaries"));
    }

    private static boolean isLeftOut(Path relative) {
        String first = relative.getName(0).toString();
        return (relative.getNameCount() > 1
                        && List.of("pg_wal", "archive", "pg_replslot").contains(first))
                || List.of("archive", "postmaster.pid", "postmaster.opts").contains(first);
    }

    /** A file that the server removes meanwhile is restored from the WAL. */
    private static void copy(Path file, Path to) throws IOException {
        if (Files.isDirectory(file)) {
            Files.createDirectories(to);
        } else {
            try {
                Files.copy(file, to);
            } catch (NoSuchFileException removed) {
                Files.deleteIfExists(to);
            }
        }
    }

    /** Waits until everything that is committed is in the archive. */
    void archiveAll() {
        String last = database().text("SELECT pg_walfile_name(pg_switch_wal())");
        RunningService.await(
                "segment " + last + " in the archive", () -> Files.exists(data().resolve("archive/" + last)));
    }

    /** Starts a server on a backup that replays the archived WAL up to a time. */
    ArchivedPostgres restore(Path backup, String until) {
        try {
            Files.setPosixFilePermissions(backup.resolve("data"), PosixFilePermissions.fromString("rwx------"));
            Files.createFile(backup.resolve("data/recovery.signal"));
            Files.writeString(
                    backup.resolve("data/postgresql.auto.conf"),
                    "restore_command = 'cp \"" + data().toAbsolutePath() + "/archive/%f\" \"%p\"'\n"
                            + "recovery_target_time = '" + until + "'\n"
                            + "recovery_target_action = 'promote'\n",
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        ArchivedPostgres restored = new ArchivedPostgres(backup, EmbeddedPostgres.start(backup));
        // The server answers queries before it has reached that time, and refuses writes until then.
        RunningService.await(
                "the end of the recovery",
                () -> restored.database().text("SELECT pg_is_in_recovery()").startsWith("f"));
        return restored;
    }

    @Override
    public void close() {
        server.close();
    }
}
