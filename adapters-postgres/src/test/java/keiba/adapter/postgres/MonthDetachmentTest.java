package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import keiba.application.account.CashMovement;
import keiba.application.caller.UserId;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.Bet;
import keiba.application.purchase.PurchaseMessage;
import keiba.application.race.RaceId;
import keiba.application.settlement.ViewSettlement.Report;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.race.CancelReason;
import keiba.domain.race.RaceCommand;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Detaching a month: two races of February 2024, one settled and one cancelled, beside a race of another month. */
@Timeout(120)
class MonthDetachmentTest extends BooksTest {
    private static final YearMonth FEBRUARY = YearMonth.of(2024, 2);
    private static final LocalDate OLD_DAY = FEBRUARY.atDay(11);
    private static final long SETTLED = 100;
    private static final long CANCELLED = 101;
    private static final long RECENT = 102;
    private static final long UNKNOWN = 103;

    private RaceDay day;
    private final PurchaseMessage old = Queue.bet(1, SETTLED, win(6, 300));

    @BeforeEach
    void settle_one_race_and_cancel_the_other() {
        day = new RaceDay(books.books(), Instant.parse("2024-02-11T03:00:00Z"));
        for (long user = 1; user <= 3; user++) {
            day.deposit(user, 100_000);
        }
        move("transfer", "DEPOSIT");
        day.open(SETTLED, OLD_DAY, 18);
        day.open(CANCELLED, OLD_DAY, 18);
        day.open(RECENT, 18);
        day.send(old);
        day.buy(1, SETTLED, win(99, 100));
        day.buy(2, SETTLED, win(6, 700), win(1, 9_000));
        day.buy(3, CANCELLED, win(6, 400));
        day.buy(1, RECENT, win(6, 100));
        day.scratch(SETTLED, 4);
        day.close(SETTLED);
        day.makeOfficial(SETTLED, 6, 9, 1);
        day.calculate(SETTLED);
        day.cases().settlement().execute().own(new RaceId(SETTLED), new UserId(1));
        day.buy(2, RECENT, win(3, 200));
    }

    private void finish() {
        day.command(CANCELLED, new RaceCommand.Cancel(CancelReason.NO_RACE));
        day.refund();
        Rows.execute(
                login,
                "UPDATE race SET expires_on = '2024-04-11', standing = standing || '{\"expires_on\":\"2024-04-11\"}' WHERE race_id = "
                        + SETTLED);
        day.cases().settlement().execute().expireDue();
        Rows.execute(
                login, "UPDATE refusal SET recorded_at = recorded_at - interval '2 hours' WHERE race_id = " + SETTLED);
        assertThat(books.audit()).isEmpty();
    }

    /** Moves the deposits to the old month, as if they had been made then. */
    private void move(String table, String kind) {
        Rows.execute(
                login,
                "SELECT ensure_partitions('2024-02-01'); UPDATE " + table
                        + " SET race_day = '2024-02-10' WHERE kind = '" + kind
                        + "'; UPDATE cash_movement SET moved_at = '2024-02-10T03:00:00Z'");
    }

    private static Bet win(int horse, long yen) {
        return new Bet(BetType.WIN, Selection.Straight.of(horse), Yen.of(yen));
    }

    private Retention.Detached detach() {
        return books.retention().detach(FEBRUARY, Races.OPERATOR);
    }

    private List<String> balances() {
        return Rows.lines(login, "SELECT account_id || ' ' || balance_yen FROM account ORDER BY 1");
    }

    @Test
    void keeps_every_balance_and_carries_the_detached_transfers_forward() {
        finish();
        List<String> before = balances();
        long transfers = Rows.count(login, "SELECT count(*) FROM transfer WHERE race_day < '2024-03-01'");
        Retention.Detached detached = detach();
        assertThat(detached)
                .isEqualTo(new Retention.Detached(
                        5,
                        transfers,
                        List.of(
                                "ticket_2024_02",
                                "refusal_2024_02",
                                "refund_2024_02",
                                "payout_2024_02",
                                "transfer_2024_02")));
        assertThat(balances()).isEqualTo(before);
        assertThat(Rows.lines(login, "SELECT account_id || ' ' || yen FROM carried_forward ORDER BY 1"))
                .containsExactly(
                        "bettor:1 102100",
                        "bettor:2 90300",
                        "bettor:3 100000",
                        "cash -300000",
                        "house 2000",
                        "house:expired 5600");
        assertThat(Rows.count(login, "SELECT count(*) FROM transfer")).isEqualTo(2);
        assertThat(books.audit()).isEmpty();
        assertThat(books.retention().obstacles(FEBRUARY))
                .singleElement()
                .asString()
                .startsWith("it was detached at ");
        assertThat(books.retention().detachedMonths()).singleElement().satisfies(month -> {
            assertThat(month.month()).isEqualTo(FEBRUARY);
            assertThat(month.transfers()).isEqualTo(transfers);
            assertThat(month.bytes()).isPositive();
        });
        assertThat(Rows.lines(
                        login, "SELECT actor || ' ' || subject FROM operator_action WHERE action = 'DetachMonth'"))
                .containsExactly("900 month:2024-02");
    }

    @Test
    void keeps_the_reports_of_the_races() {
        finish();
        List<Report> before = reports();
        assertThat(before).allMatch(Report::balanced);
        assertThat(before.getFirst().figures().refused()).isNotEmpty();
        detach();
        assertThat(reports()).isEqualTo(before);
    }

    private List<Report> reports() {
        return Stream.of(SETTLED, CANCELLED)
                .map(race ->
                        day.cases().settlement().view().report(new RaceId(race)).orElseThrow())
                .toList();
    }

    @Test
    void the_tables_of_a_detached_month_can_be_dropped() {
        finish();
        detach().tables().forEach(table -> Rows.execute(login, "DROP TABLE " + table));
        assertThat(books.retention().detachedMonths())
                .singleElement()
                .extracting(Retention.DetachedMonth::bytes)
                .isEqualTo(0L);
        Rows.execute(login, "SELECT ensure_partitions('2024-02-01')");
        assertThat(Rows.count(login, "SELECT count(*) FROM pg_class WHERE relname = 'ticket_2024_02'"))
                .isZero();
        assertThat(books.audit()).isEmpty();
    }

    @Test
    void sells_and_pays_other_races_after_a_month_was_detached() {
        finish();
        detach();
        day.buy(1, RECENT, win(2, 500));
        day.buy(2, RECENT, win(2, 90_000), win(2, 90_000));
        day.close(RECENT);
        day.makeOfficial(RECENT, 2, 9, 1);
        day.calculate(RECENT);
        day.cases().settlement().execute().own(new RaceId(RECENT), new UserId(1));
        assertThat(books.audit()).isEmpty();
    }

    @Test
    void detaches_a_month_while_purchases_are_recorded() throws Exception {
        finish();
        try (ExecutorService recorder = Executors.newSingleThreadExecutor()) {
            Future<?> selling = recorder.submit(() -> {
                for (int ticket = 0; ticket < 40; ticket++) {
                    day.buy(3, RECENT, win(5, 100));
                }
            });
            assertThat(detach().purchases()).isEqualTo(5);
            selling.get();
        }
        assertThat(Rows.count(login, "SELECT count(*) FROM ticket WHERE user_id = 3"))
                .isEqualTo(40);
    }

    @Test
    void adds_a_second_month_to_the_amounts_carried_forward() {
        finish();
        detach();
        Rows.execute(login, "SELECT ensure_partitions('2024-05-01')");
        books.books()
                .accounts()
                .move(
                        new CashMovement(
                                UUID.randomUUID(), new UserId(1), CashMovement.MovementKind.WITHDRAWAL, Yen.of(1_000)),
                        Races.OPERATOR);
        Rows.execute(
                login,
                "UPDATE transfer SET race_day = '2024-05-05' WHERE kind = 'WITHDRAWAL';"
                        + " UPDATE cash_movement SET moved_at = '2024-05-05T03:00:00Z' WHERE kind = 'WITHDRAWAL'");
        assertThat(books.audit()).isEmpty();
        assertThat(books.retention()
                        .detach(YearMonth.of(2024, 5), Races.OPERATOR)
                        .transfers())
                .isEqualTo(1);
        assertThat(books.audit()).isEmpty();
    }

    @Test
    void refuses_a_repeated_purchase_after_its_month_was_detached() {
        finish();
        detach();
        day.send(old);
        assertThat(Rows.lines(login, "SELECT reason FROM refusal")).containsExactly("RACE_CLOSED");
        assertThat(Rows.count(login, "SELECT count(*) FROM refusal_other")).isEqualTo(1);
        assertThat(books.audit()).isEmpty();
    }

    @Test
    void keeps_refusals_of_races_outside_the_month() {
        PurchaseMessage unknown = Queue.bet(1, UNKNOWN, win(6, 300));
        day.send(unknown);
        finish();
        Rows.execute(login, "UPDATE refusal SET recorded_at = recorded_at - interval '2 hours'");
        assertThat(detach().purchases()).isEqualTo(5);
        day.open(UNKNOWN, 18);
        day.send(unknown);
        assertThat(Rows.lines(login, "SELECT reason || ' ' || race_day FROM refusal"))
                .containsExactly("RACE_UNKNOWN 2024-02-11");
        assertThat(Rows.count(login, "SELECT count(*) FROM ticket WHERE race_id = " + UNKNOWN))
                .isZero();
    }

    @Test
    void keeps_recently_recorded_refusals() {
        finish();
        Rows.execute(login, "UPDATE refusal SET recorded_at = now()");
        assertThat(detach().purchases()).isEqualTo(4);
        assertThat(Rows.lines(login, "SELECT reason FROM refusal_other")).containsExactly("INVALID_SELECTION");
    }

    @Test
    void lists_every_reason_against_detaching_a_month() {
        assertThat(books.retention().obstacles(FEBRUARY))
                .containsExactly("2 of its races are not EXPIRED or VOID, the first is race 100");
        day.command(CANCELLED, new RaceCommand.Cancel(CancelReason.NO_RACE));
        assertThat(books.retention().obstacles(FEBRUARY))
                .containsExactly(
                        "1 of its races are not EXPIRED or VOID, the first is race 100",
                        "1 of its races have refunds that are not finished, the first is race 101");
        assertThat(books.retention().obstacles(YearMonth.now(ZoneOffset.UTC)))
                .first()
                .isEqualTo("it ends less than 31 days ago");
        assertThat(books.retention().obstacles(YearMonth.of(2019, 4)))
                .hasSize(5)
                .first()
                .isEqualTo("it has no partition of the table ticket");
    }

    @Test
    void changes_nothing_if_the_month_cannot_be_detached() {
        List<String> before = Rows.contents(login);
        assertThatThrownBy(this::detach)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("2024-02 cannot be detached: 2 of its races");
        assertThat(Rows.contents(login)).isEqualTo(before);
    }

    @Test
    void changes_nothing_if_its_session_is_terminated_while_it_waits_for_locks() throws Exception {
        finish();
        List<String> before = Rows.contents(login);
        try (ExecutorService operator = Executors.newSingleThreadExecutor()) {
            Rows.whileHeld(login, "LOCK TABLE payout IN ACCESS SHARE MODE", () -> {
                Future<Retention.Detached> waiting = operator.submit(this::detach);
                awaitBetweenAttempts();
                Rows.execute(
                        login,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                                + " AND datname = current_database()");
                assertThatThrownBy(waiting::get).hasCauseInstanceOf(InfrastructureFailure.class);
            });
        }
        assertThat(Rows.contents(login)).isEqualTo(before);
        assertThat(detach().purchases()).isEqualTo(5);
    }

    @Test
    void waits_for_the_end_of_an_earlier_transaction_that_reads_the_month() throws Exception {
        finish();
        try (ExecutorService operator = Executors.newSingleThreadExecutor()) {
            Future<Retention.Detached> waiting = books.replay(source -> {
                Future<Retention.Detached> detaching = operator.submit(this::detach);
                awaitBetweenAttempts();
                assertThat(source.purchases()).isEqualTo(7);
                return detaching;
            });
            assertThat(waiting.get().purchases()).isEqualTo(5);
        }
    }

    private void awaitBetweenAttempts() {
        Rows.await(
                login,
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
                        + " AND pid <> pg_backend_pid()");
    }

    /** Damage that only a comparison with the amounts carried forward can detect. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE account SET balance_yen = balance_yen + 1 WHERE account_id = 'bettor:3'",
                "UPDATE carried_forward SET yen = yen + 1 WHERE account_id = 'bettor:3'",
                "DELETE FROM carried_forward WHERE account_id = 'house'",
                "INSERT INTO transfer SELECT * FROM transfer_2024_02 LIMIT 1",
                "UPDATE transfer SET balance_after_yen = balance_after_yen + 1 WHERE user_id = 2",
                "DELETE FROM detached_month",
                "UPDATE detached_figure SET yen = yen + 100 WHERE kind = 'SOLD' AND race_id = 100",
                "UPDATE detached_figure SET yen = yen - 100 WHERE kind = 'REFUNDED'",
                "DELETE FROM detached_figure WHERE kind = 'WON'",
                "UPDATE detached_figure SET yen = yen + 10 WHERE kind = 'PAYOUTS' AND name = 'PAID'"
            })
    void finds_damage_after_a_month_was_detached(String damage) throws SQLException {
        finish();
        detach();
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password())) {
            connection.setAutoCommit(false);
            connection.createStatement().execute(damage);
            assertThat(BooksAudit.differences(DSL.using(connection, SQLDialect.POSTGRES)))
                    .isNotEmpty();
            connection.rollback();
        }
    }
}
