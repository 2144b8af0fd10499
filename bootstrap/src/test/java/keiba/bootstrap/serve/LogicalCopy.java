package keiba.bootstrap.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import keiba.adapter.postgres.PostgresBooks;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * A logical backup through JDBC, since the embedded PostgreSQL comes without pg_dump: every table in one snapshot, as pg_dump takes it, and a restore of
 * the data alone into a migrated database.
 */
final class LogicalCopy {
    /** The tables of the service, each with the columns that are stored and not generated; partitions come with their parents. */
    private static final String TABLES = """
            SELECT c.relname, string_agg(quote_ident(a.attname), ',' ORDER BY a.attnum)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> 'flyway_schema_history'
            GROUP BY c.relname ORDER BY c.relname""";

    private static final String SEQUENCES = """
            SELECT format('SELECT setval(%L, %s)', quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value)
            FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL""";

    private final Path directory;
    private final List<Table> tables = new ArrayList<>();
    private final List<String> sequences = new ArrayList<>();

    private record Table(String name, String columns) {}

    private LogicalCopy(Path directory) {
        this.directory = directory;
    }

    static LogicalCopy dump(Database from, Path directory) {
        LogicalCopy copy = new LogicalCopy(directory);
        try (Connection connection = from.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            copy.list(statement);
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (Table table : copy.tables) {
                try (OutputStream file = Files.newOutputStream(copy.file(table))) {
                    copies.copyOut("COPY (SELECT " + table.columns() + " FROM " + table.name() + ") TO STDOUT", file);
                }
            }
            return copy;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void list(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(new Table(rows.getString(1), rows.getString(2)));
            }
        }
        try (ResultSet rows = statement.executeQuery(SEQUENCES)) {
            while (rows.next()) {
                sequences.add(rows.getString(1));
            }
        }
    }

    private Path file(Table table) {
        return directory.resolve(table.name() + ".copy");
    }

    /** Restores everything into an empty database, which is migrated first. */
    void restore(Database into) {
        try (PostgresBooks books = into.openBooks()) {
            books.migrate();
        }
        try (Connection connection = into.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET session_replication_role = replica");
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (Table table : tables) {
                statement.execute("DELETE FROM " + table.name());
                try (InputStream file = Files.newInputStream(file(table))) {
                    copies.copyIn("COPY " + table.name() + " (" + table.columns() + ") FROM STDIN", file);
                }
            }
            for (String sequence : sequences) {
                statement.execute(sequence);
            }
            connection.commit();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
