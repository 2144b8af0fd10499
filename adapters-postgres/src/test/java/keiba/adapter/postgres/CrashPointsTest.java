package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import keiba.application.UseCases;
import keiba.application.account.CashMovement;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.application.failure.TemporaryFailure;
import keiba.application.fake.FakeDeadLetterQueue;
import keiba.application.fake.FakeOddsBoard;
import keiba.application.fake.FakePurchaseQueue;
import keiba.application.fake.FakePurchaseStatusBoard;
import keiba.application.fake.FakeRaceBoard;
import keiba.application.fake.HandClock;
import keiba.application.fake.QueueReader;
import keiba.application.odds.PublishOdds.Synced;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.PlacePurchase.Status;
import keiba.application.race.Closing;
import keiba.application.race.CommandRace;
import keiba.application.race.ConfirmResult;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutePayouts;
import keiba.application.settlement.ExecutionBook;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.RaceResult;
import keiba.domain.race.RaceState;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A race from its first purchase to its last payout, led by a process that dies at one of the {@link CrashPoint}s. Another process takes the
 * same work up: first only what is due by itself, then the operators' commands again. In the end PostgreSQL holds what it holds without a crash.
 */
@Timeout(60)
class CrashPointsTest {
    private static final RaceId RACE = new RaceId(100);
    private static final int PARTITIONS = 1;
    private static final int PARTITION = 0;
    private static final int WINNER = 6;
    private static final int SCRATCHED = 4;
    private static final int BETTORS = 3;
    private static final UserId POOR = new UserId(9);
    private static final UserId STEWARD = new UserId(901);
    private static final MessageId UNREADABLE = new MessageId(new UUID(0x1L, 0x1L));

    /** How many messages a chunk of the recorder holds: the purchases of the test are two chunks. */
    private static final int CHUNK = 6;

    /** How many tickets a transaction of a calculation or an execution takes. */
    private static final int TICKETS = 2;

    private static final PostgresBooks.Login LOGIN = Databases.fresh();
    private static final PostgresBooks BOOKS = Databases.open(LOGIN);

    /** The connections of the process that dies; one pool serves one after the other. */
    private static final PassedOn LIFE = new PassedOn();

    private static final PostgresBooks MORTAL_BOOKS = Databases.open(Databases.withFewConnections(LOGIN), LIFE);

    /** The contents of PostgreSQL after the same race day without a crash. */
    private static final List<String> WITHOUT_CRASH = withoutCrash();

    private final HandClock clock = new HandClock(Queue.NOON);
    private final FakePurchaseQueue queue = new FakePurchaseQueue(PARTITIONS, clock);
    private final FakeDeadLetterQueue deadLetters = new FakeDeadLetterQueue();
    private final FakeRaceBoard cards = new FakeRaceBoard();
    private final FakePurchaseStatusBoard statuses = new FakePurchaseStatusBoard(clock);
    private final FakeOddsBoard odds = new FakeOddsBoard();

    @AfterEach
    void empty_the_database() {
        Rows.empty(LOGIN);
    }

    @AfterAll
    static void drop_the_database() {
        MORTAL_BOOKS.close();
        BOOKS.close();
        Databases.drop(LOGIN);
    }

    private static List<String> withoutCrash() {
        CrashPointsTest day = new CrashPointsTest();
        Instance process = day.new Instance(BOOKS, MortalProcess.immortal());
        day.sell(process);
        process.leadTheRace();
        List<String> books = books();
        assertThat(BOOKS.audit()).isEmpty();
        assertThat(day.progress()).isEqualTo("11 recorded, PAYABLE (FINAL), 3 refunds, 6 payouts, 6 paid");
        Rows.empty(LOGIN);
        return books;
    }

    @ParameterizedTest
    @EnumSource(CrashPoint.class)
    void another_process_completes_the_work_after_a_crash_without_loss_or_repetition(CrashPoint point) {
        Instance other = new Instance(BOOKS, MortalProcess.immortal());
        Map<MessageId, UserId> sold = sell(other);
        MortalProcess life = MortalProcess.dyingAt(point);
        LIFE.process = life;
        Instance mortal = new Instance(MORTAL_BOOKS, life);
        if (point.moment() == CrashPoint.Moment.ANSWER_OF_COMMIT_LOST) {
            assertThatThrownBy(mortal::leadTheRace).isInstanceOf(TemporaryFailure.class);
            assertThat(progress()).as("durable").isEqualTo(point.durable());
            mortal.doWhatIsDue(); // the process survives and repeats the failed work
        } else {
            assertThatThrownBy(mortal::leadTheRace).isInstanceOf(MortalProcess.Died.class);
            assertThat(progress()).as("durable").isEqualTo(point.durable());
        }
        assertThat(life.hasReachedItsEnd()).isTrue();
        assertThat(BOOKS.audit()).as("the books right after the crash").isEmpty();

        other.doWhatIsDue();
        assertThat(progress()).as("resumed").isEqualTo(point.resumed());

        other.leadTheRace();
        assertThat(books()).isEqualTo(WITHOUT_CRASH);
        assertThat(BOOKS.audit()).isEmpty();
        other.isShown(sold);
        assertThat(deadLetters.sent()).as("copies of the one dead letter").hasSizeBetween(1, 2);
        assertThat(Rows.count(LOGIN, "SELECT count(*) FROM dead_letter WHERE NOT copied"))
                .isZero();
    }

    /** Opens the race, and fills the queue: three tickets of each of three bettors, one of a bettor without money, and no purchase at all. */
    private Map<MessageId, UserId> sell(Instance process) {
        Races.open(process.books.races(), RACE.value(), Races.DAY, 8);
        process.books
                .races()
                .decide(
                        RACE,
                        Races.OPERATOR,
                        "test",
                        (card, now) -> RaceBook.Decision.changed(card.claimableThrough(RaceDay.NEVER), card));
        Map<MessageId, UserId> sold = new LinkedHashMap<>();
        for (int user = 1; user <= BETTORS; user++) {
            UserId bettor = new UserId(user);
            process.books
                    .accounts()
                    .move(
                            new CashMovement(
                                    new UUID(2, user), bettor, CashMovement.MovementKind.DEPOSIT, Yen.of(10_000)),
                            Races.OPERATOR);
            sold.put(process.buy(bettor, "winner", win(WINNER, 300)), bettor);
            sold.put(process.buy(bettor, "scratched", win(SCRATCHED, 500)), bettor);
            sold.put(
                    process.buy(bettor, "trio", new Bet(BetType.TRIO, Selection.Box.of(3, WINNER, 7), Yen.of(100))),
                    bettor);
        }
        sold.put(process.buy(POOR, "poor", win(WINNER, 100)), POOR);
        queue.appendUnreadable(PARTITION, Optional.of(UNREADABLE), Optional.of(POOR), "no amount");
        return sold;
    }

    private static Bet win(int horse, long yen) {
        return new Bet(BetType.WIN, Selection.Straight.of(horse), Yen.of(yen));
    }

    /** Returns the progress of the race in PostgreSQL as one line. */
    private String progress() {
        RaceCard card = BOOKS.books().races().find(RACE).orElseThrow();
        String phase =
                card.closing().map(Closing::phase).map(at -> " (" + at + ")").orElse("");
        String counts = Rows.lines(LOGIN, """
                SELECT (SELECT count(*) FROM purchase_claim) || ' recorded, %s, '
                    || (SELECT count(*) FROM refund) || ' refunds, '
                    || (SELECT count(*) FROM payout) || ' payouts, '
                    || (SELECT count(*) FROM payout WHERE status = 'PAID') || ' paid'""").getFirst();
        return counts.formatted(card.state() + phase);
    }

    /** Returns the final contents of PostgreSQL without times and without numbers that may differ between processes. */
    private static List<String> books() {
        return Rows.lines(LOGIN, """
                SELECT 'ticket ' || concat_ws(' ', message_id, user_id, bet_type, combinations, total_yen, queue_offset) FROM ticket
                UNION ALL SELECT 'refusal ' || concat_ws(' ', message_id, user_id, reason, queue_offset) FROM refusal
                UNION ALL SELECT 'dead letter ' || concat_ws(' ', queue_partition, queue_offset, message_id, reason) FROM dead_letter
                UNION ALL SELECT 'pool ' || concat_ws(' ', bet_type, total_yen) FROM pool
                UNION ALL SELECT 'account ' || concat_ws(' ', account_id, balance_yen) FROM account
                UNION ALL SELECT 'transfer ' || concat_ws(' ', kind, debit, credit, yen,
                        CASE WHEN kind <> 'SETTLEMENT' THEN reference END) FROM transfer
                UNION ALL SELECT 'refund ' || concat_ws(' ', message_id, bet_type, yen) FROM refund
                UNION ALL SELECT 'settlement ' || concat_ws(' ', bet_type, kind, sales, refunds, payouts, takeout, breakage, top_ups)
                        FROM settlement
                UNION ALL SELECT 'payout ' || concat_ws(' ', message_id, user_id, bet_type, yen, status) FROM payout
                UNION ALL SELECT 'final odds ' || concat_ws(' ', race_id, bet_type) FROM final_odds
                UNION ALL SELECT 'race ' || concat_ws(' ', race_id, state, version) FROM race
                UNION ALL SELECT 'order ' || concat_ws(' ', race_id, done) FROM execution_order
                ORDER BY 1""");
    }

    /** Forwards the statements of the connections to the process that uses them at the moment. */
    private static final class PassedOn implements Watch {
        private MortalProcess process = MortalProcess.immortal();

        @Override
        public void before(Connection connection, String sql) throws SQLException {
            process.before(connection, sql);
        }

        @Override
        public void after(Connection connection, String sql) throws SQLException {
            process.after(connection, sql);
        }
    }

    /** A process of the service with its own memory; the servers are shared. */
    private final class Instance {
        private final UseCases.Books books;
        private final UseCases cases;
        private final QueueReader reader;

        Instance(PostgresBooks opened, MortalProcess life) {
            this.books = life.using(opened.books());
            this.cases = UseCases.assemble(
                    books,
                    life.using(new UseCases.Boards(cards, statuses, odds)),
                    life.using(new UseCases.Queues(queue, queue, deadLetters)),
                    UseCases.Policy.DEFAULT.with(TICKETS),
                    new UseCases.World(clock, () -> new MessageId(UUID.randomUUID())));
            this.reader =
                    new QueueReader(queue, books.queue(), cases.purchases().record(), clock);
        }

        MessageId buy(UserId user, String key, Bet bet) {
            PlacePurchase.PurchaseOutcome outcome =
                    cases.purchases().place().place(user, RACE, bet, Optional.of(new IdempotencyKey(key)));
            return ((PlacePurchase.Accepted) outcome).id();
        }

        private RaceCard card() {
            return books.races().find(RACE).orElseThrow();
        }

        /** Does the work of recorders and timers in the order in which a race needs it. */
        void doWhatIsDue() {
            reader.readAll(CHUNK);
            clock.advance(Duration.ofSeconds(1));
            cases.odds().publish().publishChanged();
            cases.odds().publish().sync();
            cases.purchases().copyDeadLetters().copy();
            cases.settlement().refund().refundDue();
            cases.races().close().sendMarkers();
            reader.readAll(CHUNK);
            cases.odds().declareFinal().declareDue();
            cases.settlement().calculate().calculateDue();
            cases.settlement().execute().executeOrdered();
        }

        /** Leads the race from any state to its end. A command is repeated if it has not had its effect. */
        void leadTheRace() {
            doWhatIsDue();
            if (card().state() == RaceState.OPEN) {
                command(new RaceCommand.Scratch(SCRATCHED, ScratchKind.SCRATCHED));
                doWhatIsDue();
                command(new RaceCommand.Close());
                doWhatIsDue();
            }
            if (card().state() == RaceState.CLOSED) {
                makeOfficial();
                doWhatIsDue();
            }
            MessageId first = buy(new UserId(1), "winner", win(WINNER, 300));
            assertThat(cases.settlement().execute().one(first, new UserId(1)))
                    .isInstanceOfSatisfying(
                            ExecutionBook.Paid.class,
                            paid -> assertThat(paid.amount()).isEqualTo(Yen.of(300)));
            assertThat(cases.settlement().execute().all(RACE, Races.OPERATOR))
                    .isInstanceOf(ExecutePayouts.PayoutsExecuted.class);
        }

        private void command(RaceCommand.OperatorCommand command) {
            CommandRace.CommandOutcome outcome = cases.races().command().command(RACE, command, Races.OPERATOR);
            boolean isScratchedAlready = command instanceof RaceCommand.Scratch
                    && !card().race().live().contains(SCRATCHED);
            assertThat(outcome instanceof CommandRace.CommandDone || isScratchedAlready)
                    .as(outcome.toString())
                    .isTrue();
        }

        private void makeOfficial() {
            List<Integer> order = new ArrayList<>(List.of(WINNER, 3, 7));
            card().race().live().stream()
                    .filter(horse -> !order.contains(horse))
                    .forEach(order::add);
            int[] crossing = order.stream().mapToInt(Integer::intValue).toArray();
            cases.races()
                    .post()
                    .post(
                            RACE,
                            RaceResult.of(OrderOfFinish.of(crossing)),
                            Races.OPERATOR.user().orElseThrow());
            assertThat(cases.races().confirm().confirm(RACE, 1, STEWARD)).isInstanceOf(ConfirmResult.Confirmed.class);
        }

        /** Checks that Redis converges to the outcome of every purchase, the race and its final odds after the crash. */
        void isShown(Map<MessageId, UserId> sold) {
            for (String table : List.of("ticket", "refusal")) {
                Rows.execute(LOGIN, "UPDATE " + table + " SET recorded_at = recorded_at - interval '1 minute'");
            }
            clock.advance(Duration.ofMinutes(1));
            cases.purchases().showRecorded().showDue();
            assertThat(statuses.statuses(sold.keySet()))
                    .hasSameSizeAs(sold)
                    .allSatisfy((id, status) ->
                            assertThat(status).isEqualTo(POOR.equals(sold.get(id)) ? Status.FAILED : Status.COMPLETED));
            assertThat(cases.odds().publish().sync()).isEqualTo(new Synced(0, 0));
            assertThat(cards.find(RACE)).contains(card());
        }
    }
}
