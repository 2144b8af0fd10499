package keiba.adapter.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import keiba.application.account.CashMovement;
import keiba.application.caller.UserId;
import keiba.application.purchase.Bet;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordingBook;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;

/**
 * How fast chunks of all lanes are recorded together, compared with a bare insert of the same tickets: large transactions as in a
 * backlog, then middle-sized and small ones as at a moderate rate. A program to be run by hand; with the argument {@code alone} it leaves the
 * bare inserts out.
 */
final class RecordingSpeed {
    private static final int LANES = 13;
    private static final int USERS = 5_000;
    private static final int LARGE = 300;
    private static final int MIDDLE = 40;
    private static final int SMALL = 4;

    private RecordingSpeed() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        PostgresBooks.Login login = Databases.fresh();
        boolean compared = !List.of(arguments).contains("alone");
        AtomicInteger statements = new AtomicInteger();
        try (PostgresBooks books = Databases.open(login, (connection, sql) -> statements.incrementAndGet())) {
            prepare(books);
            Rows.execute(
                    login,
                    "CREATE TABLE bare (LIKE ticket INCLUDING DEFAULTS); CREATE TABLE bare_keyed (LIKE ticket INCLUDING ALL)");
            List<Queue> queues = IntStream.range(0, LANES)
                    .mapToObj(lane -> queue(lane, 30 * LARGE + 120 * MIDDLE + 900 * SMALL))
                    .toList();
            long empty = size(login);
            record(login, books, statements, queues, new Run("warm-up, large", 0, 10, LARGE));
            Run large = new Run("large", 10 * LARGE, 20, LARGE);
            record(login, books, statements, queues, large);
            compare(login, large, compared);
            int fromMiddle = 30 * LARGE;
            record(login, books, statements, queues, new Run("warm-up, middle", fromMiddle, 20, MIDDLE));
            Run middle = new Run("middle", fromMiddle + 20 * MIDDLE, 100, MIDDLE);
            record(login, books, statements, queues, middle);
            compare(login, middle, compared);
            int fromSmall = fromMiddle + 120 * MIDDLE;
            record(login, books, statements, queues, new Run("warm-up, small", fromSmall, 300, SMALL));
            Run small = new Run("small", fromSmall + 300 * SMALL, 600, SMALL);
            record(login, books, statements, queues, small);
            compare(login, small, compared);
            System.out.println("audit: " + books.audit());
            if (!compared) {
                System.out.printf(
                        Locale.ROOT,
                        "tables and indexes take %d bytes for each ticket%n",
                        (size(login) - empty) / Rows.count(login, "SELECT count(*) FROM ticket"));
            }
        }
    }

    /**
     * A number of transactions of one size.
     *
     * @param from the offset at which all lanes begin
     * @param size how many purchases each of the lanes has in a transaction
     */
    private record Run(String name, int from, int transactions, int size) {
        int tickets() {
            return transactions * size * LANES;
        }
    }

    @SuppressWarnings("SystemOut")
    private static void record(
            PostgresBooks.Login login, PostgresBooks books, AtomicInteger statements, List<Queue> queues, Run run) {
        RecordingBook book = books.books().recording();
        FairJudge judge = new FairJudge();
        statements.set(0);
        long wal = wal(login);
        long server = serverTicks(login);
        long client = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        for (int transaction = 0; transaction < run.transactions(); transaction++) {
            int from = run.from() + transaction * run.size();
            List<QueueChunk> chunks = queues.stream()
                    .map(queue -> queue.chunk(from, from + run.size()))
                    .toList();
            book.record(chunks, judge);
        }
        long nanos = System.nanoTime() - begin;
        long clientNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - client;
        long serverTicks = serverTicks(login) - server;
        long walBytes = wal(login) - wal;
        System.out.printf(
                Locale.ROOT,
                "%s: %d transactions of %d purchases over %d lanes: %.0f tickets/s, %.2f ms and %.1f statements a transaction;"
                        + " a ticket takes %.1f us of the client's processor, %.1f us of the server's, %d bytes of WAL%n",
                run.name(),
                run.transactions(),
                run.size() * LANES,
                LANES,
                run.tickets() * 1e9 / nanos,
                nanos / 1e6 / run.transactions(),
                statements.get() / (double) run.transactions(),
                clientNanos / 1e3 / run.tickets(),
                serverTicks * 1e4 / run.tickets(),
                walBytes / run.tickets());
    }

    @SuppressWarnings("SystemOut")
    private static void compare(PostgresBooks.Login login, Run run, boolean compared) {
        if (compared) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: bare insert %.0f rows/s, with indexes %.0f rows/s%n",
                    run.name(),
                    run.tickets() * 1e9 / insert(login, "bare", run),
                    run.tickets() * 1e9 / insert(login, "bare_keyed", run));
        }
    }

    private static long wal(PostgresBooks.Login login) {
        return Rows.count(login, "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint");
    }

    private static long size(PostgresBooks.Login login) {
        return Rows.count(login, "SELECT pg_database_size(current_database())");
    }

    /** Returns the processor time of the PostgreSQL sessions so far, in hundredths of a second. */
    private static long serverTicks(PostgresBooks.Login login) {
        return Rows.lines(
                        login,
                        "SELECT pid FROM pg_stat_activity WHERE application_name = 'keiba' AND datname = current_database()")
                .stream()
                .mapToLong(RecordingSpeed::ticks)
                .sum();
    }

    private static long ticks(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    private static void prepare(PostgresBooks books) {
        for (int lane = 0; lane < LANES; lane++) {
            Races.open(books.books().races(), 100 + lane);
        }
        for (int user = 1; user <= USERS; user++) {
            books.books()
                    .accounts()
                    .move(
                            new CashMovement(
                                    new UUID(1, user),
                                    new UserId(user),
                                    CashMovement.MovementKind.DEPOSIT,
                                    Yen.of(100_000_000)),
                            Races.OPERATOR);
        }
        books.books().queue().positions(Queue.TOPIC, Queue.PARTITIONS);
    }

    private static Queue queue(int lane, int purchases) {
        Queue queue = new Queue(lane);
        for (int i = 0; i < purchases; i++) {
            long user = 1L + (lane * 31L + i * 7919L) % USERS;
            long race = 100L + lane;
            queue.put(
                    i % 5 == 0
                            ? Queue.bet(
                                    user,
                                    race,
                                    new Bet(BetType.TRIFECTA, Selection.Box.of(1, 2, 3, 4 + i % 15), Yen.of(100)))
                            : Queue.win(user, race, 1 + i % 18, 100));
        }
        return queue;
    }

    /** Reads the recorded tickets back and inserts them again, transaction by transaction, without doing anything else. */
    private static long insert(PostgresBooks.Login login, String table, Run run) {
        List<String> transactions = new ArrayList<>();
        for (int transaction = 0; transaction < run.transactions(); transaction++) {
            int from = run.from() + transaction * run.size();
            transactions.add("WHERE queue_offset >= " + from + " AND queue_offset < " + (from + run.size()));
        }
        return BareInsert.time(login, table, transactions);
    }
}
