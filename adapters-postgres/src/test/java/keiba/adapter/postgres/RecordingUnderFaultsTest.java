package keiba.adapter.postgres;

import static keiba.adapter.postgres.Queue.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import keiba.application.UseCases;
import keiba.application.account.CashMovement;
import keiba.application.caller.UserId;
import keiba.application.failure.PermanentFailure;
import keiba.application.failure.ServerUnavailable;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeDeadLetterQueue;
import keiba.application.fake.FakeOddsBoard;
import keiba.application.fake.FakePurchaseQueue;
import keiba.application.fake.FakePurchaseStatusBoard;
import keiba.application.fake.FakeRaceBoard;
import keiba.application.fake.HandClock;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.QueueBook;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordPurchases;
import keiba.application.purchase.RecordingBook;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.CloseId;
import keiba.application.race.Closing;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.RaceCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RecordingUnderFaultsTest extends BooksTest {
    private static final long RACE = 100;
    private static final long ALICE = 1;

    private final Queue queue = new Queue(9);

    private void sellEverything() {
        queueBook.positions(Queue.TOPIC, Queue.PARTITIONS);
        Races.open(races, RACE);
        deposit(ALICE, 1_000);
        queue.put(win(ALICE, RACE, 1, 100))
                .put(win(ALICE, 555, 1, 100))
                .putUnreadable(Optional.of(new MessageId(UUID.randomUUID())), "no amount", new byte[] {1});
    }

    @Test
    void a_crash_before_any_statement_changes_nothing_and_the_chunk_can_be_recorded_again() {
        sellEverything();
        List<String> before = Rows.contents(login);
        int statements = 0;
        while (!recordsAlthoughItCrashesAt(statements + 1)) {
            statements++;
            assertThat(Rows.contents(login))
                    .as("after a crash at statement " + statements)
                    .isEqualTo(before);
        }
        assertThat(statements).isGreaterThan(10);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(900));
    }

    @Test
    void a_crash_before_any_statement_changes_no_partition_and_all_can_be_recorded_again() {
        sellEverything();
        Races.open(races, 101);
        CloseId close = closing(101);
        List<QueueChunk> chunks = List.of(
                queue.all(),
                new Queue(10).put(win(ALICE, 101, 1, 200)).putMarker(101, close).all(),
                new Queue(0).put(win(2, RACE, 1, 100)).all());
        List<String> before = Rows.contents(login);
        int statements = 0;
        while (!recordsAlthoughItCrashesAt(statements + 1, chunks)) {
            statements++;
            assertThat(Rows.contents(login))
                    .as("after a crash at statement " + statements)
                    .isEqualTo(before);
        }
        assertThat(statements).isGreaterThan(14);
        assertThat(balance(ALICE)).isEqualTo(Yen.of(700));
        assertThat(races.find(new RaceId(101)).orElseThrow().isIn(Closing.Phase.FENCED))
                .isTrue();
    }

    private CloseId closing(long race) {
        CloseId close = new CloseId(UUID.randomUUID());
        races.decide(new RaceId(race), Races.OPERATOR, "Close", (card, now) -> {
            RaceCard closed = Races.closing(card, close, now);
            return RaceBook.Decision.changed(closed, closed);
        });
        return close;
    }

    private boolean recordsAlthoughItCrashesAt(int statement) {
        return recordsAlthoughItCrashesAt(statement, List.of(queue.all()));
    }

    /** Returns false if the crash came first. */
    private boolean recordsAlthoughItCrashesAt(int statement, List<QueueChunk> chunks) {
        try (PostgresBooks crashing = Databases.open(login, new Crash(statement))) {
            crashing.books().recording().record(chunks, new FairJudge());
            return true;
        } catch (TemporaryFailure crashed) {
            return false;
        }
    }

    @Test
    void a_failing_judge_changes_nothing() {
        sellEverything();
        List<String> before = Rows.contents(login);
        assertThatThrownBy(() -> recording.record(queue.all(), facts -> {
                    throw new IllegalStateException("no verdict");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no verdict");
        assertThatThrownBy(() -> recording.record(queue.all(), facts -> RecordingBook.Judgement.NOTHING))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Rows.contents(login)).isEqualTo(before);
    }

    @Test
    void refuses_a_verdict_that_overflows_a_pool_or_overdraws_an_account() {
        sellEverything();
        Races.open(races, 101);
        deposit(2, Pool.MAX_TOTAL.value());
        deposit(2, Pool.MAX_TOTAL.value());
        record(queue.all());
        Queue full = new Queue(10).put(win(2, 101, 1, Pool.MAX_TOTAL.value())).put(win(2, 101, 2, 100));

        assertThat(record(full.all())).isInstanceOf(RecordingBook.PoolFull.class);
        assertThat(record(full.chunk(0, 1))).isInstanceOf(RecordingBook.Booked.class);
        assertThatThrownBy(() -> recording.record(
                        new Queue(11).put(win(3, 100, 1, 100)).all(), RecordingUnderFaultsTest::sellOnCredit))
                .isInstanceOf(PermanentFailure.class);
    }

    private static RecordingBook.Judgement sellOnCredit(RecordingBook.Facts facts) {
        RecordingBook.Facts rich = new RecordingBook.Facts(
                facts.fresh(),
                facts.races(),
                Map.of(new UserId(3), Yen.of(1_000_000)),
                facts.staked(),
                facts.markers());
        return new FairJudge().judge(rich);
    }

    @Test
    void of_two_recorders_of_a_chunk_one_records_and_the_other_gets_lane_lost() throws Exception {
        sellEverything();
        CountDownLatch bothJudge = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<RecordingBook.Recorded> first = threads.submit(() -> recording.record(queue.all(), facts -> {
                await(bothJudge);
                return new FairJudge().judge(facts);
            }));
            waitForLock("queue_position", "RowExclusiveLock");
            Future<RecordingBook.Recorded> second = threads.submit(() -> record(queue.all()));
            waitForWaiting();
            bothJudge.countDown();
            assertThat(first.get()).isInstanceOf(RecordingBook.Booked.class);
            assertThat(second.get()).isInstanceOf(RecordingBook.LaneLost.class);
        }
        assertThat(balance(ALICE)).isEqualTo(Yen.of(900));
    }

    @Test
    void a_command_waits_until_the_judged_purchases_are_recorded() throws Exception {
        sellEverything();
        CountDownLatch judged = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<RecordingBook.Recorded> first = threads.submit(() -> recording.record(queue.all(), facts -> {
                await(judged);
                return new FairJudge().judge(facts);
            }));
            waitForLock("race", "RowShareLock");
            Future<?> closing = threads.submit(() -> Races.command(races, RACE, new RaceCommand.Close()));
            waitForWaiting();
            assertThat(closing.isDone()).isFalse();
            judged.countDown();
            assertThat(first.get()).isInstanceOf(RecordingBook.Booked.class);
            closing.get();
        }
        RecordingBook.Booked late =
                booked(new Queue(10).put(win(ALICE, RACE, 1, 100)).all());
        assertThat(late.judgement().verdicts())
                .first()
                .extracting(verdict -> ((RecordingBook.RefusedPurchase) verdict).reason())
                .isEqualTo(RefusalReason.RACE_NOT_OPEN);
    }

    @Test
    void records_purchases_of_a_race_that_moves_meanwhile_under_its_new_day() throws Exception {
        races.enter(Races.declared(RACE, Races.DAY, 8), Races.OPERATOR);
        deposit(ALICE, 1_000);
        Queue purchases = new Queue(12).put(win(ALICE, RACE, 1, 100));
        CountDownLatch moved = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<RaceCard> moving =
                    threads.submit(() -> races.decide(new RaceId(RACE), Races.OPERATOR, "Reschedule", (card, now) -> {
                                await(moved);
                                RaceCard later = Races.on(card, Races.DAY.plusDays(40));
                                RaceCard open = later.with(later.race()
                                        .apply(new RaceCommand.Open())
                                        .race());
                                return RaceBook.Decision.changed(open, open);
                            })
                            .orElseThrow());
            waitForLock("race", "RowShareLock");
            Future<RecordingBook.Recorded> recording = threads.submit(() -> record(purchases.all()));
            waitForWaiting();
            moved.countDown();
            moving.get();
            assertThat(recording.get()).isInstanceOf(RecordingBook.Booked.class);
        }
        assertThat(Rows.lines(login, "SELECT race_day::text FROM purchase_claim"))
                .containsExactly("2027-01-01");
        assertThat(Rows.lines(login, "SELECT race_day || ' ' || total_yen FROM ticket"))
                .containsExactly("2027-01-01 100");
        assertThat(balance(ALICE)).isEqualTo(Yen.of(900));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private void waitForLock(String table, String mode) {
        waitUntilCounted("SELECT count(*) FROM pg_locks WHERE granted AND relation = '" + table
                + "'::regclass AND mode = '" + mode + "' AND pid <> pg_backend_pid()");
    }

    private void waitForWaiting() {
        waitUntilCounted("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                + " WHERE NOT granted AND datname = current_database()");
    }

    private void waitUntilCounted(String query) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (Rows.count(login, query) == 0) {
            assertThat(System.nanoTime()).as(query).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void recording_partitions_concurrently_on_the_same_accounts_causes_no_deadlock() throws Exception {
        int partitions = 6;
        for (int race = 0; race < 3; race++) {
            Races.open(races, RACE + race);
        }
        for (int user = 1; user <= 20; user++) {
            deposit(user, 50_000);
        }
        List<Callable<Object>> work = new ArrayList<>();
        List<PurchaseMessage> shared = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            shared.add(message(i * 7));
        }
        for (int partition = 0; partition < partitions; partition++) {
            Queue own = new Queue(partition);
            for (int i = 0; i < 400; i++) {
                own.put(i % 8 == 0 ? shared.get(i / 8) : message(partition * 31 + i * 17));
            }
            work.add(() -> {
                for (int from = 0; from < own.size(); from += 40) {
                    record(own.chunk(from, from + 40));
                }
                return own;
            });
        }
        work.add(() -> moveCash(CashMovement.MovementKind.DEPOSIT));
        work.add(() -> moveCash(CashMovement.MovementKind.WITHDRAWAL));
        work.add(() -> {
            for (PurchaseMessage message : shared) {
                tickets.refuseUnreceived(message);
            }
            return shared;
        });
        runAtOnce(work);

        assertThat(Rows.count(login, "SELECT count(*) FROM purchase_claim")).isEqualTo(partitions * 350 + 50);
        assertThat(Rows.count(login, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isZero();
    }

    @Test
    void recording_the_same_partitions_concurrently_causes_no_deadlock_and_no_repetition() throws Exception {
        int lanes = 6;
        for (int race = 0; race < 3; race++) {
            Races.open(races, RACE + race);
        }
        for (int user = 1; user <= 20; user++) {
            deposit(user, 50_000);
        }
        queueBook.positions(Queue.TOPIC, Queue.PARTITIONS);
        List<Queue> queues = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            Queue own = new Queue(lane);
            for (int i = 0; i < 200; i++) {
                own.put(message(lane * 31 + i * 17));
            }
            queues.add(own);
        }
        runAtOnce(List.of(
                () -> recordTogether(queues), () -> recordTogether(queues.reversed()), () -> recordTogether(queues)));

        assertThat(Rows.count(login, "SELECT count(*) FROM purchase_claim")).isEqualTo(lanes * 200L);
        assertThat(Rows.count(login, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isZero();
    }

    /** A purchase of 100 yen on each of three races, which are open; Alice has 1,000 yen. */
    private List<QueueChunk> threeLanes() {
        for (int race = 0; race < 3; race++) {
            Races.open(races, RACE + race);
        }
        deposit(ALICE, 1_000);
        queueBook.positions(Queue.TOPIC, Queue.PARTITIONS);
        return IntStream.range(0, 3)
                .mapToObj(lane ->
                        new Queue(lane).put(win(ALICE, RACE + lane, 1, 100)).all())
                .toList();
    }

    @Test
    void records_the_other_partitions_while_the_race_of_one_is_locked() throws Exception {
        List<QueueChunk> chunks = threeLanes();
        try (Connection other = DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement lock = other.createStatement();
                PostgresBooks impatient = Databases.open(Databases.impatient(login))) {
            other.setAutoCommit(false);
            lock.execute("SELECT * FROM race WHERE race_id = " + (RACE + 1) + " FOR UPDATE");
            RecordPurchases.Recorded recorded = recorder(impatient).record(chunks);
            assertThat(recorded.outcomes())
                    .satisfiesExactly(
                            first -> assertThat(first).isInstanceOf(RecordPurchases.ChunkRecorded.class),
                            second -> assertThat(((RecordPurchases.Failed) second).cause())
                                    .isInstanceOf(TemporaryFailure.class)
                                    .isNotInstanceOf(ServerUnavailable.class),
                            third -> assertThat(third).isInstanceOf(RecordPurchases.ChunkRecorded.class));
            other.rollback();
        }
        assertThat(balance(ALICE)).isEqualTo(Yen.of(800));
    }

    /** The lock time-out is ten minutes, which is longer than the server allows a transaction. */
    @Test
    void two_partitions_with_locked_races_delay_the_others_only_briefly() throws Exception {
        List<QueueChunk> chunks = threeLanes();
        try (Connection other = DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement lock = other.createStatement();
                PostgresBooks patient = Databases.open(Databases.waitingForLocks(login, Duration.ofMinutes(10)))) {
            other.setAutoCommit(false);
            lock.execute("SELECT * FROM race WHERE race_id IN (" + RACE + ", " + (RACE + 1) + ") FOR UPDATE");
            RecordingBook book = patient.books().recording();
            for (int locked = 0; locked < 2; locked++) {
                QueueChunk chunk = chunks.get(locked);
                assertThatThrownBy(() -> book.record(chunk, new FairJudge(), RecordingBook.Patience.SHORT))
                        .isInstanceOf(TemporaryFailure.class)
                        .isNotInstanceOf(ServerUnavailable.class)
                        .hasMessageContaining("55P03"); // lock_not_available
            }
            assertThat(book.record(chunks.get(2), new FairJudge(), RecordingBook.Patience.SHORT))
                    .isInstanceOf(RecordingBook.Booked.class);
            assertThat(Rows.count(login, "SELECT count(*) FROM ticket")).isEqualTo(1);
            other.rollback();
        }
        assertThat(recording.record(chunks.subList(0, 2), new FairJudge()))
                .hasOnlyElementsOfType(RecordingBook.Booked.class);
    }

    private static RecordPurchases recorder(PostgresBooks books) {
        HandClock clock = new HandClock(Queue.NOON);
        FakePurchaseQueue queue = new FakePurchaseQueue(Queue.PARTITIONS, clock);
        return UseCases.assemble(
                        books.books(PostgresBooks.Use.RECORDER),
                        new UseCases.Boards(
                                new FakeRaceBoard(), new FakePurchaseStatusBoard(clock), new FakeOddsBoard()),
                        new UseCases.Queues(queue, queue, new FakeDeadLetterQueue()),
                        UseCases.Policy.DEFAULT,
                        new UseCases.World(clock, () -> new MessageId(UUID.randomUUID())))
                .purchases()
                .record();
    }

    @Test
    void records_no_partition_alone_when_the_server_cannot_be_reached() {
        PostgresBooks.Login nowhere = new PostgresBooks.Login(
                "jdbc:postgresql://localhost:1/books",
                "postgres",
                "",
                Databases.impatient(login).connections(),
                Databases.impatient(login).timeOuts(),
                "test");
        List<QueueChunk> chunks = List.of(new Queue(1).all(), new Queue(2).all(), new Queue(3).all());
        try (PostgresBooks away = Databases.open(nowhere)) {
            assertThat(recorder(away).record(chunks).outcomes())
                    .hasSize(3)
                    .allSatisfy(outcome -> assertThat(((RecordPurchases.Failed) outcome).cause())
                            .isInstanceOf(ServerUnavailable.class));
        }
    }

    /** Records all partitions to their ends, a few messages of each at a time, together with another recorder. */
    private Object recordTogether(List<Queue> queues) {
        while (true) {
            Map<Integer, QueueBook.Position> positions =
                    queueBook.positions(Queue.TOPIC, Queue.PARTITIONS).orElseThrow();
            List<QueueChunk> chunks = queues.stream()
                    .map(queue -> queue.next(
                            (int) positions
                                    .getOrDefault(queue.lane(), QueueBook.Position.BEGINNING)
                                    .next(),
                            20))
                    .filter(chunk -> !chunk.entries().isEmpty())
                    .toList();
            if (chunks.isEmpty()) {
                return queues;
            }
            recording.record(chunks, new FairJudge());
        }
    }

    @Test
    void the_number_of_statements_is_independent_of_partitions_and_purchases() {
        for (int race = 0; race < 13; race++) {
            Races.open(races, RACE + race);
        }
        for (int user = 1; user <= 20; user++) {
            deposit(user, 50_000);
        }
        queueBook.positions(Queue.TOPIC, Queue.PARTITIONS);
        AtomicInteger statements = new AtomicInteger();
        try (PostgresBooks counted = Databases.open(login, (connection, sql) -> statements.incrementAndGet())) {
            counted.books().recording().record(lanes(0, 13, 4), new FairJudge()); // opens the pools
            statements.set(0);
            counted.books().recording().record(lanes(1, 1, 1), new FairJudge());
            int few = statements.getAndSet(0);
            counted.books().recording().record(lanes(2, 13, 60), new FairJudge());
            assertThat(statements.get()).isEqualTo(few).isLessThanOrEqualTo(11);
        }
        assertThat(Rows.count(login, "SELECT count(*) FROM ticket")).isEqualTo(13 * 4 + 1 + 13 * 60);
    }

    /** Returns chunks of some partitions with this many purchases each, after those of earlier rounds. */
    private List<QueueChunk> lanes(int round, int lanes, int purchases) {
        Map<Integer, QueueBook.Position> positions =
                queueBook.positions(Queue.TOPIC, Queue.PARTITIONS).orElseThrow();
        return IntStream.range(0, lanes)
                .mapToObj(lane -> {
                    Queue own = new Queue(lane);
                    int from = (int) positions
                            .getOrDefault(lane, QueueBook.Position.BEGINNING)
                            .next();
                    for (int i = 0; i < from + purchases; i++) {
                        own.put(
                                i % 4 == 0
                                        ? Queue.bet(
                                                1 + (i + round) % 20,
                                                RACE + lane,
                                                new Bet(BetType.TRIO, Selection.Box.of(1, 2, 3), Yen.of(100)))
                                        : win(1 + (i + round) % 20, RACE + lane, 1, 100));
                    }
                    return own.chunk(from, own.size());
                })
                .toList();
    }

    private static PurchaseMessage message(int seed) {
        long user = 1L + seed % 20;
        long race = RACE + seed % 3;
        return seed % 4 == 0
                ? Queue.bet(user, race, new Bet(BetType.TRIO, Selection.Box.of(1, 2, 3, 4 + seed % 15), Yen.of(100)))
                : win(user, race, 1 + seed % 18, 100L * (1 + seed % 5));
    }

    private Object moveCash(CashMovement.MovementKind kind) {
        for (int i = 0; i < 60; i++) {
            UserId user = new UserId(1 + i % 25);
            accounts.move(new CashMovement(UUID.randomUUID(), user, kind, Yen.of(3_000)), CASHIER);
        }
        return kind;
    }

    private static void runAtOnce(List<Callable<Object>> work) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Object> done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }
}
