package keiba.benchmarks.load;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Measures the number of tickets that are recorded per second from a backlog when the JVM is warm, compared with plain
 * statements that write the same rows.
 */
final class RecordPhase {
    private static final Goal RATIO = Goal.ratioAtLeast(0.6);
    private static final Goal A_SECOND = Goal.perSecondAtLeast(20_000);

    /** The first part of the backlog warms the JVM, and so does more of it, up to a half, until the JVM is warm. */
    private static final int WARM_UP_PART = 5;

    private static final int WARM_UP_PART_AT_MOST = 2;
    private static final int WARM_UP_STEPS = 20;

    private final Testbed testbed;
    private final Scale scale;
    private final Report report;

    RecordPhase(Testbed testbed, Scale scale, Report report) {
        this.testbed = testbed;
        this.scale = scale;
        this.report = report;
    }

    void run() throws IOException, SQLException {
        testbed.openRaces();
        int missing = scale.tickets() - testbed.accepted().count();
        if (missing > 0) {
            report.say("  writing " + Report.number(missing) + " further purchases to the topic");
            testbed.backlog().write(testbed.purchases(Races.SOLD), missing);
        }
        long all = testbed.accepted().count();
        testbed.closeBooks();
        PlainBooks plain = new PlainBooks(testbed.servers().postgres());
        plain.prepare();
        double perSecond;
        double processorMicros;
        double compilerMicros;
        try (ChildProcess recorder = testbed.serve(Testbed.RECORDING, Phase.RECORD)) {
            Books books = testbed.books();
            long before = books.recorded();
            Books.Progress warm = warm(books, recorder, before, all);
            double processorBefore = recorder.processorMicros();
            double compilersBefore = recorder.compilerMicros();
            Books.Progress end = testbed.awaitRecorded(recorder);
            perSecond = end.perSecondSince(warm);
            processorMicros =
                    (recorder.processorMicros() - processorBefore) / Math.max(1, end.recorded() - warm.recorded());
            compilerMicros =
                    (recorder.compilerMicros() - compilersBefore) / Math.max(1, end.recorded() - warm.recorded());
        }
        report.say("  writing the same rows by plain statements");
        PlainBooks.Result written = plain.write();
        report.rate(
                "tickets recorded a second, of " + Report.number(all),
                perSecond,
                written.ticketsPerSecond(),
                RATIO,
                A_SECOND);
        report.note("  processor time of the recorder for one", AcceptPhase.micros(processorMicros), "");
        report.note("  of which its just-in-time compilers", AcceptPhase.micros(compilerMicros), "");
        report.note(
                "  tickets in a transaction, on average",
                String.format(Locale.ROOT, "%,d", written.chunk()),
                String.format(Locale.ROOT, "%,d", written.chunk()));
        requireTheSame(plain.differences());
    }

    private Books.Progress warm(Books books, ChildProcess recorder, long before, long all)
            throws SQLException, IOException {
        long step = Math.max(1, (all - before) / WARM_UP_STEPS);
        long last = before + (all - before) / WARM_UP_PART_AT_MOST;
        Books.Progress warm = books.awaitRecorded(before + (all - before) / WARM_UP_PART, recorder);
        WarmUp.Until until = scale.warmUp().until(recorder);
        while (until.isAwaited() && warm.recorded() + step <= last) {
            warm = books.awaitRecorded(warm.recorded() + step, recorder);
        }
        return warm;
    }

    private static void requireTheSame(List<String> differences) throws IOException {
        if (!differences.isEmpty()) {
            throw new IOException(
                    "the plain side did not write what the recorder wrote, so that the ratio says nothing:\n"
                            + String.join("\n", differences));
        }
    }
}
