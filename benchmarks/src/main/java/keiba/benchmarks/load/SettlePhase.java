package keiba.benchmarks.load;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How long a race takes from its deadline to the final odds, and how long its payouts take to be calculated and paid. */
final class SettlePhase {
    private static final Goal FINAL = Goal.secondsAtMost(1);
    private static final Goal CALCULATION = Goal.secondsAtMost(10);
    private static final Goal FLAT = Goal.ratioAtMost(1.3);
    private static final Duration UNTIL_DEADLINE = Duration.ofSeconds(3);

    private final Testbed testbed;
    private final Scale scale;
    private final Report report;

    SettlePhase(Testbed testbed, Scale scale, Report report) {
        this.testbed = testbed;
        this.scale = scale;
        this.report = report;
    }

    /** Microseconds for one ticket of a race with so many. */
    private record Cost(int tickets, double micros) {}

    void run() throws IOException, SQLException {
        try (ChildProcess service = testbed.serve(Testbed.ALL, Phase.SETTLE)) {
            testbed.openRaces(service);
            sell(service);
            List<Cost> costs = new ArrayList<>();
            for (int i = 0; i < Races.SETTLED.size(); i++) {
                boolean largest = i == Races.SETTLED.size() - 1;
                // A connection for each race: the server closes those that are idle while a large race is sold or
                // settled.
                try (Operator operator = testbed.operator(service.port())) {
                    costs.add(settle(
                            operator, Races.SETTLED.get(i), scale.settled().get(i), largest));
                }
            }
            double least = costs.stream().mapToDouble(Cost::micros).min().orElseThrow();
            report.figure(
                    String.format(
                            Locale.ROOT,
                            "calculation of one ticket, %,d / %,d / %,d tickets",
                            costs.get(0).tickets(),
                            costs.get(1).tickets(),
                            costs.get(2).tickets()),
                    String.format(
                            Locale.ROOT,
                            "%.1f / %.1f / %.1f µs",
                            costs.get(0).micros(),
                            costs.get(1).micros(),
                            costs.get(2).micros()),
                    costs.getLast().micros() / Math.max(least, Double.MIN_NORMAL),
                    FLAT);
        }
    }

    /** All on one race is also the hardest case of recording: one partition, and the same eight pools for every ticket. */
    private void sell(ChildProcess service) throws IOException, SQLException {
        for (int i = 0; i < Races.SETTLED.size(); i++) {
            int tickets = scale.settled().get(i);
            long begin = System.nanoTime();
            testbed.backlog().write(testbed.purchases(List.of(Races.SETTLED.get(i))), tickets);
            Books.Progress end = testbed.awaitRecorded(service);
            if (i == Races.SETTLED.size() - 1) {
                report.note(
                        "tickets recorded a second, all on one race, while they are sent",
                        Report.number(tickets * 1e9 / (end.at() - begin)),
                        "");
            }
        }
    }

    private Cost settle(Operator operator, int race, int tickets, boolean largest) throws IOException, SQLException {
        Instant deadline = Instant.now().plus(UNTIL_DEADLINE).truncatedTo(ChronoUnit.MILLIS);
        operator.endSalesAt(race, deadline);
        long untilDeadline = Duration.between(Instant.now(), deadline).toNanos();
        long deadlineAt = System.nanoTime() + untilDeadline;
        while (System.nanoTime() < deadlineAt) {
            LockSupport.parkNanos(deadlineAt - System.nanoTime());
        }
        double finalAfter = (operator.awaitFinalOdds(race) - deadlineAt) / 1e9;
        long official = operator.makeOfficial(race);
        double calculated = (operator.awaitCalculated(race) - official) / 1e9;
        long toPay = System.nanoTime();
        double paid = (operator.pay(race) - toPay) / 1e9;
        long payouts = testbed.books().number("SELECT count(*) FROM payout WHERE race_id = " + race);
        double working = testbed.books()
                .decimal(
                        "SELECT extract(epoch FROM race.changed_at - begun_at) FROM race JOIN payout_run USING (race_id)"
                                + " WHERE race_id = " + race);
        if (largest) {
            String of = String.format(Locale.ROOT, ", %,d tickets", tickets);
            report.figure("deadline to final odds" + of, seconds(finalAfter), finalAfter, FINAL);
            report.figure("calculation of payouts" + of, seconds(calculated), calculated, CALCULATION);
            report.note(String.format(Locale.ROOT, "payment of %,d payouts", payouts), seconds(paid), "");
        }
        return new Cost(tickets, working * TimeUnit.SECONDS.toMicros(1) / tickets);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
