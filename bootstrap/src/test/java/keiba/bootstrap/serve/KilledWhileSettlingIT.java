package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import keiba.embedded.EmbeddedServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} during a calculation and during an execution of payouts: both are completed after a restart without a command, and
 * nothing is paid twice. The last step of each finds a locked row, so that the kill comes before its end on any machine.
 *
 * <p>{@code -Dkeiba.tickets=1000000} does the same to as many tickets.
 */
class KilledWhileSettlingIT {
    /** A few steps of a calculation, and two of an execution. */
    private static final int TICKETS = Integer.getInteger("keiba.tickets", 13_000);

    private static final int SENT_AT_ONCE = 20_000;
    private static final int BETTORS = 20;

    /** The horse on which three of four tickets bet. */
    private static final int WINNER = 3;

    private static final int WINNING = TICKETS - (TICKETS + 3) / 4;

    private static final String PAYOUTS = "SELECT count(*) FROM payout";
    private static final String PAID = PAYOUTS + " WHERE status = 'PAID'";

    @Test
    void completes_a_killed_calculation_and_execution_and_pays_once(@TempDir Path data) throws Exception {
        EmbeddedServers servers = FreshServers.take();
        Configuration configuration = FreshServers.configuration(servers, data);
        Database database = Database.of(configuration);
        try (ServiceProcess service = ServiceProcess.launch("settling", configuration)) {
            service.awaitReady();
            new RaceDay(1).open(service.api());
            buy(service.api(), servers.kafka().bootstrap(), database);
            close(service.api());
            killInTheMiddle(
                    service,
                    database,
                    Locked.byAPayoutOfItsOwn(),
                    () -> RaceDay.makeOfficial(service.api(), 1, 3, 1, 2, 4, 5, 6, 7, 8, 9, 10),
                    PAYOUTS);
            RunningService.await(
                    "the calculation to end", () -> state(service.api()).equals("PAYABLE"));
            assertThat(database.count(PAYOUTS)).isEqualTo(WINNING);

            killInTheMiddle(service, database, Locked.payout(), () -> execute(service.api()), PAID);
            RunningService.await("the execution to end", () -> database.count(PAID) == WINNING);

            assertThat(database.count("SELECT count(*) FROM transfer WHERE kind = 'PAYOUT'"))
                    .isEqualTo(WINNING);
            assertThat(database.count("SELECT count(*) FROM account WHERE race_id = 1 AND balance_yen <> 0"))
                    .isZero();
            Invariants.hold(configuration);
        }
    }

    private static void buy(Api api, String bootstrap, Database database) {
        for (int user = 1; user <= BETTORS; user++) {
            RaceDay.deposit(api, user, TICKETS / BETTORS * 100L + 100);
        }
        for (int sent = 0; sent < TICKETS; ) {
            int until = Math.min(TICKETS, sent + SENT_AT_ONCE);
            try (Partner partner = new Partner(bootstrap)) {
                for (; sent < until; sent++) {
                    partner.send(1, message(1 + sent % BETTORS, sent % 4 == 0 ? WINNER + 1 : WINNER));
                }
            }
            RunningService.await("the recorder", () -> recorded(database) == until);
        }
    }

    /** Sums the positions, because counting a million tickets repeatedly would use all processors. */
    private static long recorded(Database database) {
        return database.count("SELECT sum(next_offset) FROM queue_position");
    }

    private static String message(int user, int horse) {
        return "{\"message_id\":\"" + UUID.randomUUID() + "\",\"user_id\":" + user
                + ",\"race_id\":1,\"bet_type\":\"WIN\",\"horse_number\":" + horse
                + ",\"amount\":100,\"timestamp\":\"2026-11-25T02:00:00Z\"}";
    }

    private static void close(Api api) {
        assertThat(api.post("/v1/races/1/close", RaceDay.operator(api), "").status())
                .isEqualTo(200);
        RunningService.await("final odds", () -> RaceDay.isFinal(api, 1));
    }

    /** Sends the command; there may be no answer to it. */
    private static void execute(Api api) {
        String operator = RaceDay.operator(api);
        Thread.startVirtualThread(() -> {
            try {
                api.post("/v1/races/1/payouts/execution", operator, "");
            } catch (Api.NoAnswerException killed) {
                // the command was stored, or the test fails later
            }
        });
    }

    private static String state(Api api) {
        return api.get("/v1/races/1", "").body().path("state").asText();
    }

    /** Locks the last row, starts the work, and kills the service when a part is done and the rest waits for the lock. */
    private static void killInTheMiddle(
            ServiceProcess service, Database database, Locked last, Runnable begin, String done)
            throws SQLException, IOException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(last.sql());
            begin.run();
            RunningService.await("a part to be done", () -> database.count(done) > 0);
            RunningService.await("the rest to wait", () -> isWaiting(database));
            assertThat(database.count(done)).as("in the middle").isBetween(1L, WINNING - 1L);
            service.kill();
            connection.rollback();
        }
        service.startAgain();
    }

    private static boolean isWaiting(Database database) {
        return database.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0;
    }

    /** A lock that keeps the last step from ending. */
    private record Locked(String sql) {
        /** A payout of the same ticket, which may yet be committed. */
        static Locked byAPayoutOfItsOwn() {
            return new Locked("INSERT INTO payout (race_day, message_id, race_id, bet_type, user_id, purchased_at, yen)"
                    + " SELECT race_day, message_id, race_id, bet_type, user_id, purchased_at, 100 FROM ticket"
                    + " WHERE combinations = ARRAY[" + (WINNER - 1) + "] ORDER BY queue_offset DESC LIMIT 1");
        }

        static Locked payout() {
            return new Locked("SELECT FROM payout ORDER BY message_id DESC LIMIT 1 FOR UPDATE");
        }
    }
}
