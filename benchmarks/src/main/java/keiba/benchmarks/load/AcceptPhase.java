package keiba.benchmarks.load;

import java.io.IOException;
import java.util.Locale;

/**
 * Measures the number of purchases that are accepted per second. They stay in the topic, because no recorder runs in
 * the meantime.
 */
final class AcceptPhase {
    private static final Goal UNKEYED = Goal.ratioAtLeast(0.35);
    private static final Goal UNKEYED_A_SECOND = Goal.perSecondAtLeast(10_000);
    private static final Goal HALF_KEYED = Goal.ratioAtLeast(0.25);

    private final Testbed testbed;
    private final Scale scale;
    private final Report report;

    AcceptPhase(Testbed testbed, Scale scale, Report report) {
        this.testbed = testbed;
        this.scale = scale;
        this.report = report;
    }

    void run() throws IOException {
        Purchases purchases = testbed.purchases(Races.SOLD);
        Accepted uncounted = new Accepted();
        try (ChildProcess service = testbed.serve(Testbed.SELLING, Phase.ACCEPT);
                ChildProcess bare = testbed.bare()) {
            testbed.openRaces(service);
            Target unkeyed = new Target(service, purchases::unkeyed, testbed.accepted()::note);
            Target halfKeyed = new Target(service, purchases::halfKeyed, testbed.accepted()::note);
            Target bareUnkeyed = new Target(bare, purchases::unkeyed, uncounted::note);
            Target bareHalfKeyed = new Target(bare, purchases::halfKeyed, uncounted::note);
            bareUnkeyed.warmUp(0, scale.warmUp());
            testbed.sentUntil(unkeyed.warmUp(testbed.nextRequest(), scale.warmUp()));
            testbed.sentUntil(halfKeyed.warmUp(testbed.nextRequest(), scale.warmUp()));
            for (int round = 0; round < scale.rounds(); round++) {
                bareUnkeyed.load(0, scale.round().toNanos());
                testbed.sentUntil(
                        unkeyed.load(testbed.nextRequest(), scale.round().toNanos()));
                bareHalfKeyed.load(0, scale.round().toNanos());
                testbed.sentUntil(
                        halfKeyed.load(testbed.nextRequest(), scale.round().toNanos()));
            }
            tell("unkeyed", unkeyed, bareUnkeyed, UNKEYED, UNKEYED_A_SECOND);
            tell("half keyed", halfKeyed, bareHalfKeyed, HALF_KEYED);
        }
    }

    private void tell(String kind, Target keiba, Target bare, Goal ratio, Goal... absolute) {
        report.rate(
                "purchases accepted a second, " + kind + ", " + Testbed.CONNECTIONS + " connections",
                keiba.median().perSecond(),
                bare.median().perSecond(),
                ratio,
                absolute);
        report.note(
                "  until the answer, p50 / p90 / p99 / max",
                keiba.median().latencies().summary(),
                bare.median().latencies().summary());
        report.compared(
                "  processor time of the server for one", keiba.processorMicros(), bare.processorMicros(), " µs");
        report.note(
                "  of which its just-in-time compilers", micros(keiba.compilerMicros()), micros(bare.compilerMicros()));
        report.note(
                "  processor time of the driver for one",
                micros(keiba.median().clientMicros()),
                micros(bare.median().clientMicros()));
    }

    static String micros(double micros) {
        return String.format(Locale.ROOT, "%.1f µs", micros);
    }
}
