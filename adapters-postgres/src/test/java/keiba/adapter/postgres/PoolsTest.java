package keiba.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import keiba.adapter.postgres.PostgresBooks.Connections;
import keiba.adapter.postgres.PostgresBooks.TimeOuts;
import keiba.application.failure.TemporaryFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ordinary statements may take one second here, transactions that record purchases three, and connections wait a second longer than the longest statement. */
@Timeout(60)
class PoolsTest {
    private static final String SLEEP = "SELECT pg_sleep(2.5)";

    private final PostgresBooks.Login login = login();
    private final Pools pools = new Pools(login, UnaryOperator.identity(), new CompositeMeterRegistry());

    private static PostgresBooks.Login login() {
        PostgresBooks.Login usual = Databases.empty();
        TimeOuts usually = TimeOuts.DEFAULT;
        return new PostgresBooks.Login(
                usual.url(),
                usual.user(),
                usual.password(),
                new Connections(2, 2, 1),
                new TimeOuts(
                        usually.lock(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(3),
                        usually.idleInTransaction(),
                        Duration.ofSeconds(1),
                        usually.connect()),
                usual.software());
    }

    @AfterEach
    void close() {
        pools.close();
        Databases.drop(login);
    }

    /** Runs a statement that takes longer than the time-outs of ordinary statements and of connections for requests. */
    private static void sleep(Transactions transactions) {
        transactions.snapshot(session -> {
            transactions.bePatient(session);
            return session.execute(SLEEP);
        });
    }

    @Test
    void a_statement_of_due_work_may_take_longer_than_the_time_outs_of_requests() {
        sleep(pools.transactions(Pools.ConnectionUse.DUE_WORK));
    }

    @Test
    void a_report_may_take_longer_than_the_time_outs_of_requests() {
        sleep(pools.transactions(Pools.ConnectionUse.REPORTS));
    }

    @Test
    void the_audit_has_no_time_out() {
        pools.withoutTimeOut().snapshot(session -> session.execute(SLEEP));
    }

    @Test
    void the_server_cancels_a_long_statement_of_a_request() {
        assertThatThrownBy(() -> sleep(pools.transactions(Pools.ConnectionUse.REQUESTS)))
                .isInstanceOf(TemporaryFailure.class)
                .hasMessageContaining("57014"); // query_canceled
    }

    /** Runs a transaction of short statements that takes longer than the time-out of recording transactions. */
    private static void linger(Transactions transactions) {
        transactions.write(session -> {
            for (int statement = 0; statement < 10; statement++) {
                session.execute("SELECT pg_sleep(0.4)");
            }
            return true;
        });
    }

    @Test
    void the_server_ends_a_long_transaction_that_records_purchases() {
        for (Pools.ConnectionUse kind :
                new Pools.ConnectionUse[] {Pools.ConnectionUse.REQUESTS, Pools.ConnectionUse.RECORDER}) {
            assertThatThrownBy(() -> linger(pools.transactions(kind))).isInstanceOf(TemporaryFailure.class);
        }
    }

    @Test
    void a_transaction_of_due_work_may_take_longer_than_one_that_records_purchases() {
        linger(pools.transactions(Pools.ConnectionUse.DUE_WORK));
    }

    @Test
    void refuses_a_recording_time_out_above_25_seconds() {
        TimeOuts usual = TimeOuts.DEFAULT;
        assertThatThrownBy(() -> new TimeOuts(
                        usual.lock(),
                        usual.statement(),
                        usual.longStatement(),
                        Duration.ofSeconds(26),
                        usual.idleInTransaction(),
                        usual.margin(),
                        usual.connect()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT26S");
    }

    @Test
    void requests_and_probes_get_connections_while_those_of_due_work_are_busy() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> work = threads.submit(() -> pools.transactions(Pools.ConnectionUse.DUE_WORK)
                    .read(session -> {
                        session.fetchValue("SELECT 1");
                        busy.countDown();
                        return session.connectionResult(connection -> {
                            connection.isValid(1);
                            return answered.await(30, TimeUnit.SECONDS);
                        });
                    }));
            assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
            for (Pools.ConnectionUse kind : new Pools.ConnectionUse[] {
                Pools.ConnectionUse.REQUESTS, Pools.ConnectionUse.RECORDER, Pools.ConnectionUse.PROBES
            }) {
                Object answer = pools.transactions(kind)
                        .read(session -> Objects.requireNonNull(session.fetchValue("SELECT 1")));
                assertThat(answer).isEqualTo(1);
            }
            answered.countDown();
            work.get();
        }
    }

    @Test
    void refuses_a_time_out_of_long_statements_below_that_of_ordinary_ones() {
        assertThatThrownBy(() -> TimeOuts.DEFAULT.with(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT1S < PT2S");
    }
}
