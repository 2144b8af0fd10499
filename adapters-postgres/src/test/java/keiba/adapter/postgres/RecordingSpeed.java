package keiba.adapter.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import keiba.application.account.CashMovement;
import keiba.application.account.UserId;
import keiba.application.purchase.Bet;
import keiba.application.purchase.RecordingBook;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;

/** How fast chunks are recorded, next to a bare insert of the same tickets in the same run. A program to be run by hand. */
final class RecordingSpeed {
    private static final int CHUNK = 1_000;
    private static final int CHUNKS = 60;
    private static final int WARM_UP = 20;
    private static final int USERS = 5_000;

    private RecordingSpeed() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        PostgresBooks.Login login = Databases.fresh();
        try (PostgresBooks books = Databases.open(login)) {
            prepare(books);
            Queue queue = queue();
            RecordingBook book = books.books().recording();
            FairJudge judge = new FairJudge();
            books.books().queue().positions(Queue.TOPIC, Queue.PARTITIONS);
            long recording = 0;
            for (int chunk = 0; chunk < CHUNKS; chunk++) {
                long begin = System.nanoTime();
                book.record(queue.chunk(chunk * CHUNK, (chunk + 1) * CHUNK), judge);
                recording += chunk < WARM_UP ? 0 : System.nanoTime() - begin;
            }
            Rows.execute(
                    login,
                    "CREATE TABLE bare (LIKE ticket INCLUDING DEFAULTS); CREATE TABLE bare_keyed (LIKE ticket INCLUDING ALL)");
            double recorded = perSecond(recording);
            double bare = perSecond(insert(login, "bare"));
            double keyed = perSecond(insert(login, "bare_keyed"));
            System.out.printf(
                    Locale.ROOT,
                    "record %.0f tickets/s; bare insert %.0f rows/s (%.2f of it), with indexes %.0f rows/s (%.2f of it)%n",
                    recorded,
                    bare,
                    recorded / bare,
                    keyed,
                    recorded / keyed);
            System.out.println("audit: " + books.audit());
        }
    }

    private static double perSecond(long nanos) {
        return (CHUNKS - WARM_UP) * (double) CHUNK * 1e9 / nanos;
    }

    private static void prepare(PostgresBooks books) {
        for (int race = 0; race < 3; race++) {
            Races.open(books.books().races(), 100 + race);
        }
        for (int user = 1; user <= USERS; user++) {
            books.books()
                    .accounts()
                    .move(
                            new CashMovement(
                                    new java.util.UUID(1, user),
                                    new UserId(user),
                                    CashMovement.Kind.DEPOSIT,
                                    Yen.of(100_000_000)),
                            Races.OPERATOR);
        }
    }

    private static Queue queue() {
        Queue queue = new Queue(0);
        for (int i = 0; i < CHUNK * CHUNKS; i++) {
            long user = 1L + i * 7919L % USERS;
            long race = 100L + i % 3;
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

    /** Reads the recorded tickets back and inserts them again, chunk by chunk, without doing anything else. */
    private static long insert(PostgresBooks.Login login, String table) {
        List<String> chunks = new ArrayList<>();
        for (int chunk = WARM_UP; chunk < CHUNKS; chunk++) {
            chunks.add("WHERE queue_offset >= " + chunk * CHUNK + " AND queue_offset < " + (chunk + 1) * CHUNK);
        }
        return BareInsert.time(login, table, chunks);
    }
}
