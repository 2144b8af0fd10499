package keiba.benchmarks.scale;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import keiba.benchmarks.scale.Traffic.Period;

/** The tables of docs/scale.md, as Markdown. */
final class Tables {
    private static final long SEED = 1;
    private static final double SECONDS = 60;
    private static final int BACKLOG = 500_000;
    private static final int FEW_PARTITIONS = 13;
    private static final int MANY_PARTITIONS = 61;

    /** 6.6 million in an hour, and three and six times as many a second: the last minutes before a deadline are an assumption. */
    private static final List<Double> BIGGEST_DAY = List.of(1_833.0, 5_500.0, 11_000.0);

    private static final int RACES = 36;
    private static final double BETTORS = 1_000_000;

    private final PrintWriter out;
    private final TransactionCost cost = TransactionCost.IN_SERVICE;

    Tables(PrintWriter out) {
        this.out = out;
    }

    void print() {
        predictions();
        rates();
        recorders();
        meetings();
        synchronisedWrites();
        biggestDay();
        hotRace();
        lastMinutes();
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private void heading(String title, String columns, int numbers) {
        out.println();
        line("%s", title);
        out.println();
        line("| %s |", columns);
        line("|%s", "---|".repeat(numbers));
    }

    private void predictions() {
        heading("Predictions", "figure | by RecordingSpeed | with b of the backlog", 3);
        List<TransactionCost> costs = List.of(TransactionCost.ALONE, TransactionCost.IN_SERVICE);
        Design one = new Design(FEW_PARTITIONS, 1, 1);
        row("a, in ms", costs, TransactionCost::fixedMillis);
        row("b, in µs", costs, TransactionCost::perMessageMicros);
        row("T(520), in ms", costs, each -> each.millis(520));
        row("tickets a second of a backlog, 3,952 in a transaction", costs, each -> 3_952_000 / each.millis(3_952));
        row(
                "the same, simulated",
                costs,
                each -> Simulation.ofBacklog(BACKLOG, FEW_PARTITIONS, each, one).perSecond());
        row("tickets a second, all on one race", costs, each -> new Formulas(each, one).saturationOfOneRace());
        row(
                "the same, simulated",
                costs,
                each -> Simulation.ofBacklog(BACKLOG, 1, each, one).perSecond());
        for (double rate : List.of(1_000.0, 3_000.0)) {
            for (double percent : List.of(50.0, 90.0, 99.0)) {
                row(
                        String.format(Locale.ROOT, "202 to COMPLETED at %,.0f a second, p%.0f in ms", rate, percent),
                        costs,
                        each -> Simulation.of(Traffic.even(rate, SECONDS, FEW_PARTITIONS), each, one, SEED)
                                .percentile(percent));
            }
        }
    }

    private void row(String name, List<TransactionCost> costs, ToDoubleFunction<TransactionCost> figure) {
        StringBuilder row = new StringBuilder("| " + name);
        costs.forEach(each -> row.append(String.format(Locale.ROOT, " | %,.1f", figure.applyAsDouble(each))));
        line("%s |", row);
    }

    private void rates() {
        Design one = new Design(FEW_PARTITIONS, 1, 1);
        Formulas formulas = new Formulas(cost, one);
        heading(
                "One recorder, one processor of PostgreSQL",
                "a second | in a transaction, formula / simulated | busy, formula / simulated | mean, formula / simulated"
                        + " | p50 / p90 / p99",
                5);
        for (double rate : List.of(100.0, 500.0, 1_000.0, 1_833.0, 3_000.0, 5_500.0, 8_000.0, 10_000.0)) {
            Outcome outcome = Simulation.of(Traffic.even(rate, SECONDS, FEW_PARTITIONS), cost, one, SEED);
            line(
                    "| %,.0f | %,.0f / %,.0f | %.2f / %.2f | %,.0f / %,.0f ms | %s |",
                    rate,
                    formulas.messages(rate),
                    outcome.messagesInTransaction(),
                    formulas.busy(rate),
                    outcome.busy(),
                    formulas.meanMillis(rate),
                    outcome.mean(),
                    outcome.summary());
        }
        out.println();
        line("at most %,.0f a second", formulas.saturation());
    }

    private void recorders() {
        heading(
                "Tickets a second of a backlog over 61 partitions, formula / simulated",
                "recorders | 1 processor | 2 processors | 4 processors | 8 processors | 16 processors",
                6);
        for (int recorders : List.of(1, 2, 4, 8, 16)) {
            StringBuilder row = new StringBuilder("| " + recorders);
            for (int processors : List.of(1, 2, 4, 8, 16)) {
                Design design = new Design(MANY_PARTITIONS, recorders, processors);
                row.append(String.format(
                        Locale.ROOT,
                        " | %,.0f / %,.0f",
                        new Formulas(cost, design).saturation(),
                        Simulation.ofBacklog(BACKLOG, MANY_PARTITIONS, cost, design)
                                .perSecond()));
            }
            line("%s |", row);
        }
    }

    private void meetings() {
        heading(
                "How many of 100 transactions meet another recorder's at a bettor's account, of a million bettors (not simulated)",
                "recorders | 1,833 a second | 5,500 a second | 11,000 a second | 20,000 a second",
                5);
        for (int recorders : List.of(2, 4, 8)) {
            StringBuilder row = new StringBuilder("| " + recorders);
            for (double rate : List.of(1_833.0, 5_500.0, 11_000.0, 20_000.0)) {
                Formulas formulas = new Formulas(cost, new Design(MANY_PARTITIONS, recorders, recorders));
                row.append(String.format(Locale.ROOT, " | %.1f", 100 * formulas.meeting(rate, BETTORS)));
            }
            line("%s |", row);
        }
    }

    private void synchronisedWrites() {
        heading(
                "A slower synchronised write: one recorder, one processor; p50 / p90 / p99",
                "more than measured | 1,000 a second | 1,833 a second | 5,500 a second",
                4);
        for (double sync : List.of(0.0, 1.0, 5.0, 10.0, 20.0)) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %.0f ms", sync));
            for (double rate : List.of(1_000.0, 1_833.0, 5_500.0)) {
                row.append(" | ")
                        .append(Simulation.of(
                                        Traffic.even(rate, SECONDS, FEW_PARTITIONS),
                                        cost.withSync(sync),
                                        new Design(FEW_PARTITIONS, 1, 1),
                                        SEED)
                                .summary());
            }
            line("%s |", row);
        }
    }

    private void biggestDay() {
        heading(
                "The biggest day: 36 races that sell alike; PostgreSQL's processors busy, and p50 / p90 / p99",
                "partitions | recorders | processors | 1,833 a second | 5,500 a second | 11,000 a second",
                6);
        for (Design design : List.of(
                new Design(FEW_PARTITIONS, 1, 1),
                new Design(FEW_PARTITIONS, 2, 2),
                new Design(FEW_PARTITIONS, 4, 4),
                new Design(MANY_PARTITIONS, 4, 4))) {
            StringBuilder row = new StringBuilder(
                    "| " + design.partitions() + " | " + design.recorders() + " | " + design.processors());
            for (double rate : BIGGEST_DAY) {
                row.append(" | ").append(cell(traffic(rate, 1.0 / RACES), design));
            }
            line("%s |", row);
        }
    }

    private void hotRace() {
        heading(
                "One hot race of 36, 61 partitions, 4 recorders, 4 processors",
                "share of the hot race | 1,833 a second | 5,500 a second | 11,000 a second",
                4);
        for (double share : List.of(1.0 / RACES, 0.5, 0.9, 1.0)) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %.0f %%", 100 * share));
            for (double rate : BIGGEST_DAY) {
                row.append(" | ").append(cell(traffic(rate, share), new Design(MANY_PARTITIONS, 4, 4)));
            }
            line("%s |", row);
        }
        out.println();
        line(
                "one race: at most %,.0f a second",
                new Formulas(cost, new Design(MANY_PARTITIONS, 1, 1)).saturationOfOneRace());
    }

    /** The mean of the hour, then three times and almost eight times as many a second, and little after the deadline. Assumptions. */
    private void lastMinutes() {
        Traffic traffic = new Traffic(
                List.of(new Period(120, 1_833), new Period(60, 5_500), new Period(30, 14_000), new Period(60, 500)),
                RACES,
                0.5);
        heading(
                "Before a deadline: 2 minutes at 1,833 a second, 1 at 5,500, half a minute at 14,000; half on one race",
                "partitions | recorders | processors | busy, and p50 / p90 / p99",
                4);
        for (Design design : List.of(
                new Design(FEW_PARTITIONS, 1, 1),
                new Design(FEW_PARTITIONS, 2, 2),
                new Design(MANY_PARTITIONS, 2, 2),
                new Design(MANY_PARTITIONS, 4, 4))) {
            line(
                    "| %d | %d | %d | %s |",
                    design.partitions(), design.recorders(), design.processors(), cell(traffic, design));
        }
    }

    private static Traffic traffic(double rate, double hotShare) {
        return new Traffic(List.of(new Period(SECONDS, rate)), RACES, hotShare);
    }

    private String cell(Traffic traffic, Design design) {
        Outcome outcome = Simulation.of(traffic, cost, design, SEED);
        return String.format(Locale.ROOT, "%.2f, %s", outcome.serverBusy(), outcome.summary());
    }
}
