package keiba.adapter.postgres;

import static keiba.adapter.postgres.Queue.win;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import keiba.application.account.CashMovement;
import keiba.application.account.UserId;
import keiba.application.failure.PermanentFailure;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.purchase.RecordingBook;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.pool.Pool;
import keiba.domain.race.RaceCommand;
import org.jooq.impl.DefaultExecuteListenerProvider;
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

    /** False when the crash came first. */
    private boolean recordsAlthoughItCrashesAt(int statement) {
        try (PostgresBooks crashing = Databases.open(login, new DefaultExecuteListenerProvider(new Crash(statement)))) {
            crashing.books().recording().record(queue.all(), new FairJudge());
            return true;
        } catch (TemporaryFailure crashed) {
            return false;
        }
    }

    @Test
    void a_judge_that_fails_changes_nothing() {
        sellEverything();
        List<String> before = Rows.contents(login);
        assertThatThrownBy(() -> recording.record(queue.all(), facts -> {
                    throw new IllegalStateException("no verdict");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no verdict");
        assertThatThrownBy(() -> recording.record(
                        queue.all(), facts -> new RecordingBook.Judgement(List.of(), Optional.empty())))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Rows.contents(login)).isEqualTo(before);
    }

    @Test
    void a_verdict_that_breaks_the_books_is_not_recorded() {
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
                java.util.Map.of(new UserId(3), Yen.of(1_000_000)),
                facts.staked(),
                facts.marker());
        return new FairJudge().judge(rich);
    }

    @Test
    void of_two_recorders_of_a_partition_one_records_and_the_other_learns_that_it_lost() throws Exception {
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
                .extracting(verdict -> ((RecordingBook.Refused) verdict).reason())
                .isEqualTo(RefusalReason.RACE_NOT_OPEN);
    }

    @Test
    void purchases_of_a_race_that_moves_to_another_day_meanwhile_are_recorded_again_under_that_day() throws Exception {
        races.enter(Races.declared(RACE, Races.DAY, 8), Races.OPERATOR);
        deposit(ALICE, 1_000);
        Queue purchases = new Queue(12).put(win(ALICE, RACE, 1, 100));
        CountDownLatch claimed = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<RaceCard> moving =
                    threads.submit(() -> races.decide(new RaceId(RACE), Races.OPERATOR, "Reschedule", (card, now) -> {
                                await(claimed);
                                RaceCard moved = Races.on(card, Races.DAY.plusDays(40));
                                RaceCard open = moved.with(moved.race()
                                        .apply(new RaceCommand.Open())
                                        .race());
                                return RaceBook.Decision.changed(open, open);
                            })
                            .orElseThrow());
            waitForLock("race", "RowShareLock");
            Future<RecordingBook.Recorded> recording = threads.submit(() -> record(purchases.all()));
            waitForWaiting();
            claimed.countDown();
            moving.get();
            assertThatThrownBy(recording::get).hasCauseInstanceOf(TemporaryFailure.class);
        }
        assertThat(Rows.count(login, "SELECT count(*) FROM purchase_claim")).isZero();
        booked(purchases.all());
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
    void partitions_record_at_once_on_the_same_accounts_and_races_without_deadlock() throws Exception {
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
        work.add(() -> moveCash(CashMovement.Kind.DEPOSIT));
        work.add(() -> moveCash(CashMovement.Kind.WITHDRAWAL));
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

    private static PurchaseMessage message(int seed) {
        long user = 1L + seed % 20;
        long race = RACE + seed % 3;
        return seed % 4 == 0
                ? Queue.bet(user, race, new Bet(BetType.TRIO, Selection.Box.of(1, 2, 3, 4 + seed % 15), Yen.of(100)))
                : win(user, race, 1 + seed % 18, 100L * (1 + seed % 5));
    }

    private Object moveCash(CashMovement.Kind kind) {
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
