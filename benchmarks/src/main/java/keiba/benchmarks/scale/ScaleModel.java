package keiba.benchmarks.scale;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the figures of docs/scale.md, or simulates one case. */
@Command(
        name = "scale",
        sortOptions = false,
        description = {
            "Compute and simulate how purchases are recorded: without options all tables of docs/scale.md, with --rate one case.",
            "Nothing is measured and no server is started. Exit code 0: done; 2: bad arguments."
        })
final class ScaleModel implements Callable<Integer> {
    private static final int MOST_PURCHASES = 5_000_000;
    private static final int MOST_RACES = 10_000;
    private static final int MOST_PROCESSORS = 1_024;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Purchases a second of the case to simulate, 1 to 1,000,000.")
    private @Nullable Double rate;

    @Option(names = "--seconds", paramLabel = "N", description = "How long they arrive; 60 by default.")
    private double seconds = 60;

    @Option(names = "--partitions", paramLabel = "N", description = "Partitions of the topic; 13 by default.")
    private int partitions = 13;

    @Option(
            names = "--recorders",
            paramLabel = "N",
            description = "Recorders, at most as many as partitions; 1 by default.")
    private int recorders = 1;

    @Option(names = "--processors", paramLabel = "N", description = "Processors of PostgreSQL; 1 by default.")
    private int processors = 1;

    @Option(names = "--races", paramLabel = "N", description = "Races on sale; as many as partitions by default.")
    private @Nullable Integer races;

    @Option(
            names = "--hot-share",
            paramLabel = "0..1",
            description = "The part of the purchases that is on one race; by default all races sell alike.")
    private @Nullable Double hotShare;

    @Option(
            names = "--sync",
            paramLabel = "MS",
            description = "How much longer a synchronised write takes than where the cost was measured; 0 by default.")
    private double sync;

    @Option(names = "--fixed", paramLabel = "MS", description = "a of T(n) = a + b n, in milliseconds.")
    private double fixed = TransactionCost.IN_SERVICE.fixedMillis();

    @Option(names = "--per-message", paramLabel = "US", description = "b of T(n) = a + b n, in microseconds.")
    private double perMessage = TransactionCost.IN_SERVICE.perMessageMicros();

    @Option(names = "--seed", paramLabel = "N", description = "Of the arrivals; 1 by default.")
    private long seed = 1;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new ScaleModel());
        line.setParameterExceptionHandler((refused, given) -> {
            line.getErr().println("scale: " + refused.getMessage());
            return 2;
        });
        return line;
    }

    @Override
    public Integer call() {
        CommandLine line = spec == null ? commandLine() : spec.commandLine();
        PrintWriter out = line.getOut();
        if (rate == null) {
            new Tables(out).print();
        } else {
            requireRanges(line, rate);
            simulate(line, out, rate);
        }
        out.flush();
        return 0;
    }

    private void requireRanges(CommandLine line, double perSecond) {
        require(
                line,
                perSecond >= 1 && perSecond <= 1_000_000,
                "--rate is " + perSecond + "; 1 to 1,000,000 are allowed");
        require(
                line,
                seconds > 0 && seconds * perSecond <= MOST_PURCHASES,
                "--seconds is " + seconds
                        + "; it must be positive, and rate and seconds give at most 5,000,000 purchases");
        require(line, partitions <= MOST_RACES, "--partitions is " + partitions + "; 1 to 10,000 are allowed");
        require(line, races == null || races <= MOST_RACES, "--races is " + races + "; 1 to 10,000 are allowed");
        require(line, processors <= MOST_PROCESSORS, "--processors is " + processors + "; 1 to 1,024 are allowed");
    }

    private static void require(CommandLine line, boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(line, otherwise);
        }
    }

    private void simulate(CommandLine line, PrintWriter out, double perSecond) {
        TransactionCost cost;
        Design design;
        Traffic traffic;
        try {
            cost = new TransactionCost(fixed, perMessage, TransactionCost.IN_SERVICE.serverShare(), sync);
            design = new Design(partitions, recorders, processors);
            int onSale = races == null ? partitions : races;
            traffic = new Traffic(
                    List.of(new Traffic.Period(seconds, perSecond)),
                    onSale,
                    hotShare == null ? 1.0 / Math.max(1, onSale) : hotShare);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(line, wrong.getMessage(), wrong);
        }
        Formulas formulas = new Formulas(cost, design);
        Outcome outcome = Simulation.of(traffic, cost, design, seed);
        out.printf(
                Locale.ROOT,
                "%,d purchases, T(n) = %.1f ms + n · %.1f µs + %.1f ms%n",
                outcome.purchases(),
                cost.fixedMillis(),
                cost.perMessageMicros(),
                cost.syncMillis());
        out.printf(
                Locale.ROOT,
                "simulated: %,.0f recorded a second, %.0f in a transaction, recorders busy %.0f %%, PostgreSQL %.0f %%%n",
                outcome.perSecond(),
                outcome.messagesInTransaction(),
                100 * outcome.busy(),
                100 * outcome.serverBusy());
        out.printf("simulated: 202 to COMPLETED, p50 / p90 / p99: %s%n", outcome.summary());
        out.printf(
                Locale.ROOT,
                "formulas, if all races sell alike: at most %,.0f a second, %.0f in a transaction, recorders busy %.0f %%%n",
                formulas.saturation(),
                formulas.messages(perSecond),
                100 * formulas.busy(perSecond));
        out.printf(Locale.ROOT, "formula for one race: at most %,.0f a second%n", formulas.saturationOfOneRace());
    }
}
