package keiba.benchmarks.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keiba.embedded.EmbeddedPostgres;
import org.postgresql.util.PGobject;

/**
 * Writes the rows that the recorder wrote once more, by plain statements, into another database with the same tables: what the recorder's
 * speed is compared with. It writes them as one would by hand who has nothing to decide, to check or to wait for: prepared statements in
 * batches that the driver joins into inserts of many rows, in as many transactions as the recorder used, and in each transaction one change of
 * every balance, pool and position. Reading the rows back is not timed.
 */
final class PlainBooks {
    private static final String DATABASE = "plain";

    /** Tables whose rows change, and tables that the recorder does not write; of all others it is enough to copy the rows that are new. */
    private static final List<String> NOT_COPIED = List.of(
            "account",
            "pool",
            "pool_stakes",
            "queue_position",
            "race",
            "ticket_count",
            "counted_stakes",
            "odds_history",
            "odds_history_point");

    /** Combinations in a segment of a pool's stakes. */
    private static final int SEGMENT = 128;

    private static final int LEAST_CHUNK = 50;
    private static final int LARGEST_CHUNK = 20_000;

    private final EmbeddedPostgres server;

    PlainBooks(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * The outcome.
     *
     * @param chunk tickets in a transaction
     */
    record Result(double ticketsPerSecond, int chunk, long tickets) {}

    /** Makes the other database, with all that the books hold now. No connection to the books may be open. */
    void prepare() throws SQLException {
        try (Connection connection = connect("template1");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
            statement.execute("CREATE DATABASE " + DATABASE + " TEMPLATE postgres STRATEGY FILE_COPY");
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                server.url(database) + "?reWriteBatchedInserts=true", server.user(), server.password());
    }

    /** Writes all rows that the books have got since {@link #prepare}. */
    Result write() throws SQLException {
        try (Connection reading = connect("postgres");
                Connection writing = connect(DATABASE)) {
            reading.setAutoCommit(false);
            writing.setAutoCommit(false);
            long tickets =
                    number(reading, "SELECT count(*) FROM ticket") - number(writing, "SELECT count(*) FROM ticket");
            int chunk = chunk(reading, tickets);
            List<Source> sources = sources(reading, writing);
            long nanos = 0;
            Pools pools = new Pools(reading);
            for (long done = 0; done < tickets; done += chunk) {
                double share = Math.min(1, (done + chunk) / (double) tickets);
                for (Source source : sources) {
                    source.read(share);
                }
                long begin = System.nanoTime();
                for (Source source : sources) {
                    source.write();
                }
                change(writing, pools, rows(sources));
                writing.commit();
                nanos += System.nanoTime() - begin;
            }
            reading.rollback();
            return new Result(tickets * 1e9 / Math.max(1, nanos), chunk, tickets);
        }
    }

    /** As many tickets in a transaction as the recorder had on average. */
    private static int chunk(Connection reading, long tickets) throws SQLException {
        long transactions = number(reading, "SELECT count(DISTINCT recorded_at) FROM ticket");
        return Math.clamp(tickets / Math.max(1, transactions), LEAST_CHUNK, LARGEST_CHUNK);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    // --- rows that are new ---

    private static List<Source> sources(Connection reading, Connection writing) throws SQLException {
        List<Source> sources = new ArrayList<>();
        for (String table : tables(reading)) {
            long before = number(writing, "SELECT count(*) FROM " + table);
            long rows = number(reading, "SELECT count(*) FROM " + table) - before;
            if (rows > 0) {
                sources.add(new Source(reading, writing, table, before, rows));
            }
        }
        return sources;
    }

    private static List<String> tables(Connection reading) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = reading.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname")) {
            while (rows.next()) {
                if (!NOT_COPIED.contains(rows.getString(1))) {
                    tables.add(rows.getString(1));
                }
            }
        }
        return tables;
    }

    /** The new rows of a table in the order in which they were written. */
    private static final class Source {
        private final long rows;
        private final ResultSet from;
        private final List<String> columns = new ArrayList<>();
        private final List<String> types = new ArrayList<>();
        private final PreparedStatement insert;
        private final List<Object[]> chunk = new ArrayList<>();
        private long read;

        Source(Connection reading, Connection writing, String table, long before, long rows) throws SQLException {
            this.rows = rows;
            Statement statement = reading.createStatement();
            statement.setFetchSize(2_000);
            statement.closeOnCompletion();
            from = statement.executeQuery(
                    "SELECT " + columnsOf(reading, table) + " FROM " + table + " ORDER BY ctid OFFSET " + before);
            ResultSetMetaData meta = from.getMetaData();
            for (int column = 1; column <= meta.getColumnCount(); column++) {
                columns.add(meta.getColumnName(column));
                types.add(meta.getColumnTypeName(column));
            }
            insert = writing.prepareStatement("INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                    + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")");
        }

        /** Without those that the server computes. */
        private static String columnsOf(Connection reading, String table) throws SQLException {
            try (PreparedStatement statement = reading.prepareStatement(
                    "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
                            + " WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''")) {
                statement.setString(1, table);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        }

        /** Reads the next rows, up to this share of all. */
        void read(double share) throws SQLException {
            chunk.clear();
            long until = Math.round(rows * share);
            while (read < until && from.next()) {
                Object[] row = new Object[columns.size()];
                for (int column = 0; column < row.length; column++) {
                    row[column] = value(column);
                }
                chunk.add(row);
                read++;
            }
        }

        private Object value(int column) throws SQLException {
            return switch (types.get(column)) {
                case "timestamptz" -> from.getObject(column + 1, OffsetDateTime.class);
                case "date" -> from.getObject(column + 1, LocalDate.class);
                case "_int4" -> unboxed((Integer[]) from.getArray(column + 1).getArray());
                case "jsonb", "json" -> object(types.get(column), from.getString(column + 1));
                default -> from.getObject(column + 1);
            };
        }

        private static int[] unboxed(Integer[] boxed) {
            int[] values = new int[boxed.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = boxed[i];
            }
            return values;
        }

        private static Object object(String type, String text) throws SQLException {
            PGobject object = new PGobject();
            object.setType(type);
            object.setValue(text);
            return object;
        }

        void write() throws SQLException {
            if (chunk.isEmpty()) {
                return;
            }
            for (Object[] row : chunk) {
                for (int column = 0; column < row.length; column++) {
                    insert.setObject(column + 1, row[column]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }

        boolean isOfTickets() {
            return columns.contains("combinations") && columns.contains("unit_yen");
        }

        List<TicketRow> tickets() {
            return chunk.stream()
                    .map(row -> new TicketRow(
                            number(row, "user_id"),
                            number(row, "race_id"),
                            (String) row[columns.indexOf("bet_type")],
                            (int[]) row[columns.indexOf("combinations")],
                            number(row, "unit_yen"),
                            number(row, "total_yen"),
                            (int) number(row, "queue_partition"),
                            number(row, "queue_offset")))
                    .toList();
        }

        private long number(Object[] row, String column) {
            return ((Number) row[columns.indexOf(column)]).longValue();
        }
    }

    private record TicketRow(
            long user, long race, String type, int[] combinations, long unit, long total, int partition, long offset) {
        String pool() {
            return race + ":" + type;
        }
    }

    private static List<TicketRow> rows(List<Source> sources) {
        return sources.stream()
                .filter(Source::isOfTickets)
                .flatMap(source -> source.tickets().stream())
                .toList();
    }

    // --- rows that change ---

    /** How many combinations each pool has, and which pools exist already. */
    private static final class Pools {
        private final Map<String, Integer> sizes = new LinkedHashMap<>();
        private final List<String> opened = new ArrayList<>();

        Pools(Connection reading) throws SQLException {
            try (Statement statement = reading.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT race_id || ':' || bet_type, sum(cardinality(stakes)) FROM pool_stakes GROUP BY 1")) {
                while (rows.next()) {
                    sizes.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
    }

    private static void change(Connection writing, Pools pools, List<TicketRow> tickets) throws SQLException {
        Map<String, List<TicketRow>> byPool =
                tickets.stream().collect(Collectors.groupingBy(TicketRow::pool, TreeMap::new, Collectors.toList()));
        open(writing, pools, byPool);
        add(writing, pools, byPool);
        Map<String, Long> balances = new TreeMap<>();
        Map<Integer, Long> positions = new TreeMap<>();
        for (TicketRow ticket : tickets) {
            balances.merge("bettor:" + ticket.user(), -ticket.total(), Long::sum);
            balances.merge("pool:" + ticket.pool(), ticket.total(), Long::sum);
            positions.merge(ticket.partition(), ticket.offset() + 1, Math::max);
        }
        try (PreparedStatement update =
                writing.prepareStatement("UPDATE account SET balance_yen = balance_yen + ? WHERE account_id = ?")) {
            for (Map.Entry<String, Long> balance : balances.entrySet()) {
                update.setLong(1, balance.getValue());
                update.setString(2, balance.getKey());
                update.addBatch();
            }
            update.executeBatch();
        }
        try (PreparedStatement update = writing.prepareStatement(
                "UPDATE queue_position SET next_offset = ?, recorded_through = now() WHERE queue_partition = ?")) {
            for (Map.Entry<Integer, Long> position : positions.entrySet()) {
                update.setLong(1, position.getValue());
                update.setInt(2, position.getKey());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static void open(Connection writing, Pools pools, Map<String, List<TicketRow>> byPool) throws SQLException {
        for (Map.Entry<String, List<TicketRow>> pool : byPool.entrySet()) {
            if (pools.opened.contains(pool.getKey())) {
                continue;
            }
            TicketRow first = pool.getValue().getFirst();
            try (PreparedStatement insert = writing.prepareStatement(
                            "INSERT INTO pool (race_id, bet_type, version, total_yen) VALUES (?, ?, 0, 0) ON CONFLICT DO NOTHING");
                    PreparedStatement stakes = writing.prepareStatement(
                            "INSERT INTO pool_stakes (race_id, bet_type, segment, stakes) VALUES (?, ?, ?, array_fill(0::bigint, ARRAY[?]))"
                                    + " ON CONFLICT DO NOTHING");
                    PreparedStatement account = writing.prepareStatement(
                            "INSERT INTO account (account_id, class, race_id, bet_type) VALUES (?, 'POOL', ?, ?) ON CONFLICT DO NOTHING")) {
                insert.setLong(1, first.race());
                insert.setString(2, first.type());
                insert.executeUpdate();
                int size = pools.sizes.getOrDefault(pool.getKey(), 0);
                for (int segment = 0; segment * SEGMENT < size; segment++) {
                    stakes.setLong(1, first.race());
                    stakes.setString(2, first.type());
                    stakes.setInt(3, segment);
                    stakes.setInt(4, Math.min(SEGMENT, size - segment * SEGMENT));
                    stakes.executeUpdate();
                }
                account.setString(1, "pool:" + pool.getKey());
                account.setLong(2, first.race());
                account.setString(3, first.type());
                account.executeUpdate();
            }
            pools.opened.add(pool.getKey());
        }
    }

    private static void add(Connection writing, Pools pools, Map<String, List<TicketRow>> byPool) throws SQLException {
        try (PreparedStatement totals = writing.prepareStatement(
                        "UPDATE pool SET version = version + 1, total_yen = total_yen + ? WHERE race_id = ? AND bet_type = ?");
                PreparedStatement stakes =
                        writing.prepareStatement("UPDATE pool_stakes SET stakes = add_stakes(stakes, ?, ?)"
                                + " WHERE race_id = ? AND bet_type = ? AND segment = ?")) {
            for (Map.Entry<String, List<TicketRow>> pool : byPool.entrySet()) {
                long[] added = new long[pools.sizes.getOrDefault(pool.getKey(), 0)];
                long total = 0;
                for (TicketRow ticket : pool.getValue()) {
                    for (int index : ticket.combinations()) {
                        added[index] += ticket.unit();
                    }
                    total += ticket.total();
                }
                TicketRow first = pool.getValue().getFirst();
                totals.setLong(1, total);
                totals.setLong(2, first.race());
                totals.setString(3, first.type());
                totals.addBatch();
                for (int segment = 0; segment * SEGMENT < added.length; segment++) {
                    int from = segment * SEGMENT;
                    int[] indexes = IntStream.range(0, Math.min(SEGMENT, added.length - from))
                            .filter(index -> added[from + index] > 0)
                            .toArray();
                    if (indexes.length > 0) {
                        stakes.setObject(1, indexes);
                        stakes.setObject(
                                2,
                                IntStream.of(indexes)
                                        .mapToLong(index -> added[from + index])
                                        .toArray());
                        stakes.setLong(3, first.race());
                        stakes.setString(4, first.type());
                        stakes.setInt(5, segment);
                        stakes.addBatch();
                    }
                }
            }
            totals.executeBatch();
            stakes.executeBatch();
        }
    }

    // --- the comparison ---

    /** Returns where the two databases differ; empty when the same was written. */
    List<String> differences() throws SQLException {
        List<String> differences = new ArrayList<>();
        try (Connection books = connect("postgres");
                Connection plain = connect(DATABASE)) {
            for (String table : tables(books)) {
                compare(
                        differences,
                        table,
                        "SELECT count(*) || ' rows, hash ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM "
                                + table + " t",
                        books,
                        plain);
            }
            compare(
                    differences,
                    "account",
                    "SELECT count(*) || ' accounts, hash ' || sum(hashtextextended(account_id || ' ' || balance_yen, 0)::numeric) FROM account",
                    books,
                    plain);
            compare(
                    differences,
                    "pool",
                    "SELECT count(*) || ' pools, hash ' || sum(hashtextextended(race_id || bet_type || total_yen, 0)::numeric) FROM pool",
                    books,
                    plain);
            compare(
                    differences,
                    "pool_stakes",
                    "SELECT count(*) || ' segments, hash ' || sum(hashtextextended(pool_stakes::text, 0)::numeric) FROM pool_stakes",
                    books,
                    plain);
            compare(
                    differences,
                    "queue_position",
                    "SELECT string_agg(queue_partition || ':' || next_offset, ' ' ORDER BY queue_partition) FROM queue_position",
                    books,
                    plain);
        }
        return differences;
    }

    private static void compare(
            List<String> differences, String table, String query, Connection books, Connection plain)
            throws SQLException {
        String inBooks = text(books, query);
        String inPlain = text(plain, query);
        if (!inBooks.equals(inPlain)) {
            differences.add("table " + table + ": the recorder wrote " + inBooks + ", the plain side " + inPlain);
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
