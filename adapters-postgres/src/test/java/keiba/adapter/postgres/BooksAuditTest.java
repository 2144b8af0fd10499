package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import keiba.application.UseCases;
import keiba.application.caller.UserId;
import keiba.application.purchase.Bet;
import keiba.application.race.RaceId;
import keiba.application.settlement.PayoutBook;
import keiba.application.settlement.Progress;
import keiba.application.settlement.TypeSettlement;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.race.CancelReason;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceCommand;
import keiba.domain.settlement.RaceSettlement;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of damage to the tables after a race day, rolled back after the audit. */
@Timeout(120)
class BooksAuditTest {
    private static final PostgresBooks.Login LOGIN = Databases.fresh();

    /** Damage, and the invariant that detects it. */
    record Damage(String invariant, String sql) {}

    /** Races 100 payable, 101 expired, 102 off, 103 with final odds, 104 in calculation, 105 on sale. */
    @BeforeAll
    static void run_a_race_day() {
        try (PostgresBooks books = Databases.open(LOGIN)) {
            RaceDay day = new RaceDay(books.books());
            for (long user = 1; user <= 3; user++) {
                day.deposit(user, 1_000_000);
            }
            for (long race = 100; race <= 105; race++) {
                day.open(race, 18);
                day.buy(1, race, win(6, 300), win(4, 500), box(BetType.TRIO, 1, 4, 6, 9));
                day.buy(2, race, win(6, 700), win(1, 9_000), box(BetType.TRIFECTA, 1, 6, 9, 12), win(99, 100));
                day.buy(3, race, win(6, 100), box(BetType.WIDE, 5, 6, 7));
            }
            assertThat(books.books().finalOdds().countAhead(new RaceId(105), 4)).isTrue();
            day.scratch(100, 4);
            for (long race : new long[] {100, 101, 103, 104}) {
                day.close(race);
            }
            day.scratch(103, 4);
            day.cases().odds().declareFinal().declareDue();
            day.makeOfficial(100, 6, 9, 1);
            day.makeOfficial(101, 6, 9, 1);
            day.makeOfficial(104, 6, 9, 1);
            day.calculate(100);
            day.calculate(101);
            day.cases().settlement().execute().own(new RaceId(100), new UserId(1));
            day.cases().settlement().execute().own(new RaceId(101), new UserId(2));
            lapse(101);
            day.cases().settlement().execute().expireDue();
            day.command(102, new RaceCommand.Cancel(CancelReason.NO_RACE));
            day.refund();
            beginCalculation(books.books(), new RaceId(104));
            assertThat(books.audit()).isEmpty();
        }
    }

    private static void beginCalculation(UseCases.Books books, RaceId race) {
        PayoutBook.Basis basis = books.payouts().basis(race).orElseThrow();
        OrderOfFinish order = basis.card().race().result().orElseThrow().official();
        RaceSettlement settlement = RaceSettlement.of(basis.card().market(), basis.pools(), order);
        books.payouts()
                .begin(
                        basis.card(),
                        settlement.all().stream().map(TypeSettlement::of).toList());
        assertThat(books.payouts().calculate(race, 3)).isEqualTo(Progress.MORE);
    }

    private static void lapse(long race) {
        Rows.execute(
                LOGIN,
                "UPDATE race SET expires_on = '2001-01-01', standing = standing || '{\"expires_on\":\"2001-01-01\"}'"
                        + " WHERE race_id = " + race);
    }

    private static Bet win(int horse, long yen) {
        return new Bet(BetType.WIN, Selection.Straight.of(horse), Yen.of(yen));
    }

    private static Bet box(BetType type, int... horses) {
        return new Bet(type, Selection.Box.of(horses), Yen.of(200));
    }

    @AfterAll
    static void drop_the_database() {
        Databases.drop(LOGIN);
    }

    static Stream<Damage> damages() {
        return Stream.of(
                new Damage(
                        "a balance is the sum of the account's transfers",
                        "UPDATE account SET balance_yen = balance_yen + 1 WHERE account_id = 'bettor:1'"),
                new Damage(
                        "all balances together are zero",
                        "UPDATE account SET balance_yen = balance_yen + 1 WHERE account_id = 'house'"),
                new Damage(
                        "the sums that are carried forward are together zero",
                        "INSERT INTO carried_forward (account_id, yen, through_transfer) VALUES ('house', 1, 1)"),
                new Damage(
                        "no money is moved under a month that was detached",
                        "INSERT INTO detached_month (first_day, purchases, transfers)"
                                + " SELECT date_trunc('month', min(race_day)), 0, 0 FROM transfer"),
                new Damage(
                        "the figures of a detached race are those of its pools and its settlement",
                        "INSERT INTO detached_month (first_day, purchases, transfers)"
                                + " SELECT date_trunc('month', min(race_day)), 0, 0 FROM race"),
                new Damage(
                        "no bettor owes money",
                        "ALTER TABLE account DROP CONSTRAINT balance_has_the_sign_of_its_class;"
                                + " UPDATE account SET balance_yen = -1 WHERE account_id = 'bettor:1'"),
                new Damage(
                        "each entry of a statement follows from the one before",
                        "UPDATE transfer SET balance_after_yen = balance_after_yen + 1 WHERE kind = 'REFUND'"),
                new Damage(
                        "a pool is the sum of its tickets' stakes",
                        "UPDATE pool_stakes SET stakes[1] = stakes[1] + 100, stakes[2] = stakes[2] - 100"),
                new Damage("a pool's total is the sum of its stakes", "UPDATE pool SET total_yen = total_yen + 100"),
                new Damage(
                        "what a pool's account received is the pool's total",
                        "UPDATE transfer SET credit = 'pool:101:WIN' WHERE kind = 'STAKE' AND credit = 'pool:100:WIN'"),
                new Damage("a claimed purchase has one outcome, and every outcome is claimed", "DELETE FROM refusal"),
                new Damage(
                        "a ticket has one stake, and every stake a ticket",
                        "UPDATE transfer SET debit = 'bettor:1' WHERE kind = 'STAKE' AND debit = 'bettor:2'"),
                new Damage(
                        "a ticket or refusal lies under the day of its race",
                        "UPDATE refusal SET race_day = race_day + 1"),
                new Damage("a ticket is of a race", "UPDATE ticket SET race_id = 404 WHERE race_id = 105"),
                new Damage(
                        "a cash movement has one transfer, and every transfer of cash a movement",
                        "UPDATE cash_movement SET yen = yen + 1"),
                new Damage(
                        "what was recorded of a partition lies before its position",
                        "UPDATE queue_position SET next_offset = 0"),
                new Damage("an offset holds one purchase", "UPDATE ticket SET queue_offset = 0"),
                new Damage(
                        "every partition of the topic has a position",
                        "DELETE FROM queue_position WHERE queue_partition = 12"),
                new Damage(
                        "a race lies under the day of its post time in Japan",
                        "UPDATE race SET post_time = post_time + interval '9 hours' WHERE race_id = 105"),
                new Damage("a race has the runners that were declared", "DELETE FROM runner WHERE horse_number = 18"),
                new Damage("a race's columns say what it says", "UPDATE race SET expires_on = expires_on + 1"),
                new Damage(
                        "a pool's account holds what was neither refunded nor settled",
                        "UPDATE account SET balance_yen = balance_yen + 1 WHERE account_id = 'pool:105:WIN'"),
                new Damage(
                        "a pool's account holds what was neither refunded nor settled",
                        "UPDATE account SET balance_yen = 1 WHERE account_id = 'pool:100:WIN'"),
                new Damage(
                        "a refund is what became void of its ticket, and all of that is refunded",
                        "DELETE FROM refund WHERE race_id = 100 AND bet_type = 'TRIO'"),
                new Damage(
                        "a refund is what became void of its ticket, and all of that is refunded",
                        "UPDATE refund SET yen = yen + 100 WHERE race_id = 103"),
                new Damage(
                        "a ticket was refunded what its refunds say",
                        "UPDATE ticket SET refunded_yen = 100 WHERE race_id = 105"),
                new Damage(
                        "a ticket was refunded what its refunds say",
                        "UPDATE ticket SET refunded_yen = 0 WHERE race_id = 102"),
                new Damage(
                        "a refund is one transfer, and every such transfer a refund",
                        "DELETE FROM transfer WHERE kind = 'REFUND' AND debit = 'pool:100:WIN'"),
                new Damage(
                        "a refund is one transfer, and every such transfer a refund",
                        "INSERT INTO transfer (race_day, kind, debit, credit, yen, reference, user_id, balance_after_yen)"
                                + " SELECT race_day, kind, debit, credit, yen, reference, user_id, balance_after_yen"
                                + " FROM transfer WHERE kind = 'REFUND'"),
                new Damage(
                        "a refund goes from the ticket's pool to its bettor",
                        "UPDATE transfer SET credit = 'bettor:2', user_id = 2 WHERE kind = 'REFUND' AND user_id = 1"),
                new Damage(
                        "a void race holds nothing once its refunds are made",
                        "UPDATE account SET balance_yen = 500 WHERE account_id = 'pool:102:WIN'"),
                new Damage(
                        "what was counted ahead is the sum of the tickets up to there",
                        "UPDATE counted_stakes SET stakes[6] = stakes[6] + 100 WHERE race_id = 105 AND bet_type = 'WIN'"),
                new Damage(
                        "what was counted ahead is the sum of the tickets up to there",
                        "UPDATE ticket_count SET counted_through = counted_through + 1 WHERE race_id = 105"),
                new Damage(
                        "final odds are of what was sold and not void", "DELETE FROM final_odds WHERE race_id = 103"),
                new Damage(
                        "final odds are of what was sold and not void",
                        "UPDATE final_odds SET sheet = sheet || '{\"total\": 1}' WHERE race_id = 103"),
                new Damage(
                        "a payout is what its ticket won, and everything that was won is one",
                        "UPDATE payout SET yen = yen + 10 WHERE race_id = 100"),
                new Damage(
                        "a payout is what its ticket won, and everything that was won is one",
                        "DELETE FROM payout WHERE race_id = 100 AND bet_type = 'WIDE'"),
                new Damage(
                        "a payout is what its ticket won, and everything that was won is one",
                        "INSERT INTO payout (race_day, message_id, race_id, bet_type, user_id, purchased_at, yen)"
                                + " SELECT race_day, message_id, race_id, bet_type, user_id, purchased_at, 100"
                                + " FROM ticket WHERE race_id = 105"),
                new Damage(
                        "a payout is what its ticket won, and everything that was won is one",
                        "UPDATE payout_run SET done_through = 9223372036854775807 WHERE race_id = 104"),
                new Damage(
                        "a payout is what its ticket won, and everything that was won is one",
                        "UPDATE payout SET user_id = 3 WHERE race_id = 100 AND user_id = 2"),
                new Damage(
                        "a payable race is calculated and refunded to its end",
                        "UPDATE payout_run SET calculated = false WHERE race_id = 100"),
                new Damage(
                        "a payable race is calculated and refunded to its end",
                        "UPDATE refund_order SET done = false WHERE race_id = 100"),
                new Damage(
                        "a settlement is what was sold, refunded and won",
                        "DELETE FROM settlement WHERE race_id = 100 AND bet_type = 'WIDE'"),
                new Damage(
                        "a settlement is what was sold, refunded and won",
                        "UPDATE settlement SET payouts = payouts + 10, breakage = breakage - 10 WHERE race_id = 100"),
                new Damage(
                        "sales less refunds are payouts, takeout and breakage less top-ups",
                        "ALTER TABLE settlement DROP CONSTRAINT sums_balance; UPDATE settlement SET takeout = takeout + 1"),
                new Damage(
                        "money leaves a pool for the payouts and the house only in its race's settlement",
                        "UPDATE transfer SET reference = gen_random_uuid() WHERE kind = 'SETTLEMENT'"),
                new Damage(
                        "money leaves a pool for the payouts and the house only in its race's settlement",
                        "UPDATE transfer SET credit = 'payable:101' WHERE kind = 'SETTLEMENT' AND credit = 'payable:100'"),
                new Damage(
                        "a paid payout is one transfer, and every such transfer a paid payout",
                        "UPDATE payout SET status = 'CALCULATED', paid_at = NULL, balance_after_yen = NULL WHERE race_id = 100 AND status = 'PAID'"),
                new Damage(
                        "a paid payout is one transfer, and every such transfer a paid payout",
                        "UPDATE payout SET status = 'PAID', paid_at = now(), balance_after_yen = 1 WHERE race_id = 100 AND status = 'CALCULATED'"),
                new Damage(
                        "a paid payout is one transfer, and every such transfer a paid payout",
                        "UPDATE transfer SET credit = 'bettor:3' WHERE kind = 'PAYOUT'"),
                new Damage(
                        "an expired payout is one transfer to the house, and every such transfer an expired payout",
                        "DELETE FROM transfer WHERE kind = 'EXPIRY'"),
                new Damage(
                        "an expired payout is one transfer to the house, and every such transfer an expired payout",
                        "UPDATE payout SET status = 'EXPIRED', expired_after = '2001-01-01' WHERE race_id = 100 AND status = 'CALCULATED'"),
                new Damage(
                        "a payout expires after the last day to claim it",
                        "UPDATE payout SET expired_after = '2999-01-01' WHERE race_id = 101 AND status = 'EXPIRED';"
                                + " UPDATE race SET expires_on = '2999-01-01' WHERE race_id = 101"),
                new Damage(
                        "a payout expires after the last day to claim it",
                        "UPDATE race SET expires_on = '2000-12-31' WHERE race_id = 101"),
                new Damage(
                        "what is payable is what was not claimed",
                        "UPDATE account SET balance_yen = balance_yen - 10 WHERE account_id = 'payable:100'"),
                new Damage(
                        "what is payable is what was not claimed",
                        "UPDATE account SET balance_yen = 10 WHERE account_id = 'payable:101'"),
                new Damage(
                        "payouts are claimed of payable races only, and none waits for ever",
                        "UPDATE payout SET status = 'EXPIRED', expired_after = '2001-01-01' WHERE race_id = 104"),
                new Damage(
                        "payouts are claimed of payable races only, and none waits for ever",
                        "UPDATE payout SET status = 'CALCULATED', paid_at = NULL, balance_after_yen = NULL, expired_after = NULL"
                                + " WHERE race_id = 101"),
                new Damage(
                        "no payout is waiting where the execution has passed",
                        "UPDATE payout_run SET paid_through = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE race_id = 100"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void finds_each_kind_of_damage(Damage damage) throws SQLException {
        try (Connection connection = DriverManager.getConnection(LOGIN.url(), LOGIN.user(), LOGIN.password())) {
            connection.setAutoCommit(false);
            connection.createStatement().execute(damage.sql());
            assertThat(BooksAudit.differences(DSL.using(connection, SQLDialect.POSTGRES)))
                    .extracting(BooksAudit.Difference::invariant)
                    .contains(damage.invariant());
            connection.rollback();
        }
    }

    @Test
    void every_invariant_has_a_test_case_that_violates_it() {
        assertThat(damages().map(Damage::invariant).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        BooksAudit.INVARIANTS.stream().map(Invariant::name).toList());
    }
}
