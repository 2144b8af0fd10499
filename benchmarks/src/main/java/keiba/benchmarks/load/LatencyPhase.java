package keiba.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Measures the time from 202 to COMPLETED at a steady rate, while other races are paid and readers listen to odds. */
final class LatencyPhase {
    private static final int READERS = 200;

    /** More than are needed, so that a purchase that is answered late does not delay the next one. */
    private static final int CONNECTIONS = 256;

    private static final List<Integer> PAID =
            Stream.concat(Races.PAID.stream(), Stream.of(Races.PAID_FIRST)).toList();

    private final Testbed testbed;
    private final Scale scale;
    private final Report report;
    private final boolean alone;

    /**
     * A rate to offer.
     *
     * @param millis what p99 from 202 to COMPLETED may be
     */
    private record Offer(int perSecond, double millis, List<Integer> paid) {}

    private static final List<Offer> OFFERS =
            List.of(new Offer(1_000, 100, Races.PAID.subList(0, 3)), new Offer(3_000, 250, Races.PAID.subList(3, 6)));

    /** Not measured: it has the code of streams and payments compiled, which no other warm-up runs. */
    private static final Offer WARM_UP = new Offer(1_000, 100, List.of(Races.PAID_FIRST));

    /** The measurements while purchases arrived at a steady rate. */
    private record Seen(
            StatusWatch watch,
            OpenLoop traffic,
            double clientMicros,
            Payday.Result payday,
            String heard,
            double compilers) {}

    /** @param alone whether purchases come alone, without readers of odds and without a payday */
    LatencyPhase(Testbed testbed, Scale scale, Report report, boolean alone) {
        this.testbed = testbed;
        this.scale = scale;
        this.report = report;
        this.alone = alone;
    }

    void run() throws IOException, SQLException, InterruptedException {
        try (ChildProcess service = testbed.serve(Testbed.ALL, Phase.LATENCY)) {
            testbed.openRaces(service);
            testbed.awaitRecorded(service);
            if (!alone) {
                sellToPay(service);
            }
            Purchases purchases = testbed.purchases(Races.OPEN);
            Target warming = new Target(service, purchases::halfKeyed, testbed.accepted()::note);
            testbed.sentUntil(warming.warmUp(testbed.nextRequest(), scale.warmUp()));
            testbed.awaitRecorded(service);
            offer(service, purchases, WARM_UP);
            for (Offer offer : OFFERS) {
                testbed.awaitRecorded(service);
                tell(offer, offer(service, purchases, offer));
            }
        }
    }

    /** Races that are to be paid need tickets, whether or not they have been sold before. */
    private void sellToPay(ChildProcess service) throws IOException, SQLException {
        long missing = scale.paydayTickets() - testbed.books().tickets(PAID);
        if (missing > 0) {
            report.say("  selling " + Report.number(missing) + " tickets on the races that will be paid");
            testbed.backlog().write(testbed.purchases(PAID), (int) missing);
            testbed.awaitRecorded(service);
        }
    }

    private Seen offer(ChildProcess service, Purchases purchases, Offer offer)
            throws IOException, SQLException, InterruptedException {
        int most = (int) (offer.perSecond() * scale.window().toSeconds());
        int first = testbed.nextRequest();
        List<Integer> paid = alone ? List.of() : offer.paid();
        long paidTickets = testbed.books().tickets(paid);
        StatusWatch watch = new StatusWatch(most);
        double compilersBefore = service.compilerMicros();
        long begin = System.nanoTime();
        OpenLoop traffic;
        long clientNanos;
        Payday.Result payday;
        String heard;
        try (ExecutorService others = Executors.newFixedThreadPool(2);
                Readers readers = new Readers(service.port(), alone ? 0 : READERS, Races.OPEN);
                HttpLoop loop = new HttpLoop(service.port(), CONNECTIONS)) {
            Future<Payday.Result> paying = others.submit(() -> pay(service, paid, paidTickets));
            Future<?> watching = others.submit(
                    watching(watch, URI.create(testbed.servers().redis().url())));
            traffic = new OpenLoop(
                    number -> purchases.halfKeyed(first + number),
                    testbed.accepted(),
                    watch,
                    offer.perSecond(),
                    most,
                    System.nanoTime());
            try {
                clientNanos = loop.run(traffic);
                heard = readers.text();
                join(watching);
                payday = join(paying);
            } catch (IOException | InterruptedException failed) {
                others.shutdownNow();
                throw failed;
            }
            readers.requireAll();
        }
        testbed.sentUntil(first + most);
        return new Seen(
                watch,
                traffic,
                clientNanos / 1e3 / most,
                payday,
                heard,
                (service.compilerMicros() - compilersBefore) * 1e3 / (System.nanoTime() - begin));
    }

    private static Callable<Boolean> watching(StatusWatch watch, URI redis) {
        return () -> {
            watch.watch(redis);
            return true;
        };
    }

    private Payday.Result pay(ChildProcess service, List<Integer> races, long tickets) throws IOException {
        try (Operator operator = testbed.operator(service.port())) {
            return Payday.run(operator, races, tickets, scale.window().toNanos());
        }
    }

    /**
     * Reports an offer. A rate that was not reached meets no goal, because purchases that wait in the load driver make
     * the others fast.
     */
    private void tell(Offer offer, Seen seen) {
        report.figure(
                "202 to COMPLETED at " + Report.number(offer.perSecond()) + " a second" + (alone ? ", alone" : "")
                        + ", p50 / p90 / p99 / max",
                seen.watch().fromAnswer().summary(),
                Math.max(
                        seen.watch().fromAnswer().percentile(99),
                        seen.traffic().lateness().percentile(99)),
                Goal.millisAtMost(offer.millis()));
        report.note(
                "  from the moment it was due to COMPLETED",
                seen.watch().fromDue().summary(),
                "");
        report.note(
                "  from the moment it was due to 202",
                seen.traffic().untilAnswer().summary(),
                "");
        report.note("  sent after it was due", seen.traffic().lateness().summary(), "");
        report.note("  between two looks at the statuses", seen.watch().looks().summary(), "");
        report.note("  processor time of the driver's sender for one", AcceptPhase.micros(seen.clientMicros()), "");
        report.note(
                "  processors used by the service's just-in-time compilers",
                String.format(Locale.ROOT, "%.2f", seen.compilers()),
                "");
        report.note("  meanwhile", seen.payday().text(scale.window().toNanos()), "");
        report.note("  meanwhile", seen.heard(), "");
    }

    private static <T> T join(Future<T> running) throws IOException, InterruptedException {
        try {
            return running.get();
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause().getMessage()), failed);
        }
    }
}
