package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import keiba.application.UseCases;
import keiba.application.purchase.Bet;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutionBook.Some;
import keiba.application.settlement.PayoutJudge;
import keiba.application.settlement.Progress;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Selection;
import keiba.domain.money.Yen;
import keiba.domain.race.RaceCommand;
import keiba.domain.race.ScratchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Crediting payouts and refunds locks few accounts, and locks them last, so that purchases of other bettors do not wait. */
@Timeout(120)
class LockedBettorsTest extends BooksTest {
    private static final RaceId RACE = new RaceId(100);
    private static final int BETTORS = 6;
    private static final PayoutJudge JUDGE = PayoutJudge.byClaimRules();

    /** Inserting transfers, locking the accounts of the race, updating accounts, marking the credited rows, and committing. */
    private static final int STATEMENTS_WITH_LOCKS = 5;

    private final RaceDay day = new RaceDay(books.books());

    /** Collects the statements of a transaction in order. */
    private static final class Statements implements Watch {
        private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void before(Connection connection, String sql) {
            sent.add(sql);
        }

        /** Returns the statements after the one that locks the accounts of bettors. */
        List<String> behindTheLocks() {
            int first = 0;
            while (!sent.get(first).equals(Ledger.LOCK_BETTORS)) {
                first++;
            }
            return sent.subList(first + 1, sent.size());
        }
    }

    private interface Step {
        void take(UseCases.Books books);
    }

    /** Each bettor, in order, buys one ticket that wins or is refunded. */
    private void sell() {
        day.open(RACE.value(), 8);
        for (long user = 1; user <= BETTORS; user++) {
            day.deposit(user, 10_000);
            day.buy(user, RACE.value(), new Bet(BetType.WIN, Selection.Straight.of(6), Yen.of(300)));
        }
    }

    private void makePayable() {
        sell();
        day.close(RACE.value());
        day.makeOfficial(RACE.value(), 6, 3, 7);
        day.calculate(RACE.value());
    }

    private void scratch() {
        sell();
        day.command(RACE.value(), new RaceCommand.Scratch(6, ScratchKind.SCRATCHED));
    }

    /** Runs a step while another transaction, such as the recording of a purchase, locks the account of a bettor. */
    private void whileBought(long bettor, Step step) throws SQLException {
        try (Connection purchase = DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement statement = purchase.createStatement()) {
            purchase.setAutoCommit(false);
            statement.execute("SELECT FROM account WHERE user_id = " + bettor + " FOR NO KEY UPDATE");
            step.take(books.books());
            purchase.rollback();
        }
    }

    /** The bettor of the n-th payout in the order in which payouts are paid. */
    private long payee(int place) {
        return Rows.count(login, "SELECT user_id FROM payout ORDER BY message_id OFFSET " + (place - 1) + " LIMIT 1");
    }

    @Test
    void an_execution_step_waits_only_for_accounts_that_it_credits() throws SQLException {
        makePayable();
        whileBought(
                payee(3),
                to -> assertThat(to.executions().executeSome(RACE, Optional.empty(), 2, JUDGE))
                        .isEqualTo(Some.MORE));
        assertThat(Rows.count(login, "SELECT count(*) FROM payout WHERE status = 'PAID'"))
                .isEqualTo(2);
    }

    @Test
    void an_execution_releases_the_accounts_that_it_has_credited() throws SQLException {
        makePayable();
        long first = payee(1);
        books.books().executions().executeSome(RACE, Optional.empty(), 2, JUDGE);
        whileBought(
                first,
                to -> assertThat(to.executions().executeSome(RACE, Optional.empty(), 100, JUDGE))
                        .isEqualTo(Some.DONE));
        assertThat(Rows.count(login, "SELECT count(*) FROM payout WHERE status = 'PAID'"))
                .isEqualTo(BETTORS);
    }

    @Test
    void a_refund_step_waits_only_for_accounts_that_it_credits() throws SQLException {
        scratch();
        whileBought(3, to -> assertThat(to.refunds().refund(RACE, 2)).isEqualTo(Progress.MORE));
        assertThat(Rows.count(login, "SELECT count(*) FROM refund")).isEqualTo(2);
        whileBought(1, to -> assertThat(to.refunds().refund(RACE, 100)).isEqualTo(Progress.DONE));
        assertThat(Rows.count(login, "SELECT count(*) FROM refund")).isEqualTo(BETTORS);
    }

    private List<String> behindTheLocks(Step step) {
        Statements statements = new Statements();
        try (PostgresBooks listened = Databases.open(login, statements)) {
            step.take(listened.books());
        }
        return statements.behindTheLocks();
    }

    @Test
    void an_execution_locks_accounts_after_all_its_queries() {
        makePayable();
        assertThat(behindTheLocks(to -> to.executions().executeSome(RACE, Optional.empty(), 2, JUDGE)))
                .hasSizeLessThanOrEqualTo(STATEMENTS_WITH_LOCKS);
    }

    @Test
    void a_refund_locks_accounts_after_all_its_queries() {
        scratch();
        assertThat(behindTheLocks(to -> to.refunds().refund(RACE, 2)))
                .filteredOn(statement -> !statement.contains("\"refund_order\""))
                .hasSizeLessThanOrEqualTo(STATEMENTS_WITH_LOCKS - 1);
    }
}
