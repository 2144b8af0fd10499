package keiba.bootstrap.serve;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import keiba.application.UseCases;
import keiba.application.odds.DeclareFinalOdds;
import keiba.application.race.RaceCard;

/**
 * The periodic work of each role: the steps that are due according to the books, independent of which process did the
 * previous step.
 */
final class DueWork {
    private static final System.Logger LOG = System.getLogger(DueWork.class.getName());

    /**
     * The interval for refunds and for the calculation and execution of payouts, where a delay of a quarter of a second
     * does not matter to users.
     */
    private static final Duration BETWEEN_PAYOUT_STEPS = Duration.ofMillis(250);

    /**
     * The interval of the steps that end sales. Three of them are needed between the deadline of a race and its final
     * odds.
     */
    private static final Duration BETWEEN_CLOSING_STEPS = Duration.ofMillis(100);

    /** The interval of publications. It is short, because the application decides how long a board waits. */
    private static final Duration BETWEEN_PUBLICATIONS = Duration.ofMillis(50);

    private static final Duration BETWEEN_COUNTS = Duration.ofMillis(500);
    private static final Duration BETWEEN_SYNCS = Duration.ofSeconds(1);
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2)
    };
    private static final Duration BETWEEN_EXPIRIES = Duration.ofMinutes(1);

    private final UseCases useCases;
    private final InstantSource clock;
    private final AtomicReference<Duration> latestFinalOdds = new AtomicReference<>(Duration.ZERO);
    private final AtomicReference<Duration> longestFinalOdds = new AtomicReference<>(Duration.ZERO);

    private final Timer finalOdds;
    private final SyncWatch sync;

    /**
     * @param clock the books' clock, by which sales end
     * @param registry receives the time that final odds take
     */
    DueWork(UseCases useCases, InstantSource clock, MeterRegistry registry) {
        this.useCases = useCases;
        this.clock = clock;
        this.finalOdds = Timer.builder("keiba_final_odds_seconds")
                .description("From the end of a race's sales to its final odds")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.sync = new SyncWatch(useCases.odds().publish()::sync, InstantSource.system());
    }

    void schedule(ServiceRole role, Timers timers) {
        switch (role) {
            case DB_WRITER -> {
                var publish = useCases.odds().publish();
                timers.every(BETWEEN_PUBLICATIONS, "showing changed odds", publish::publishChanged);
                timers.every(BETWEEN_SYNCS, "showing the books", sync::look);
                timers.every(
                        BETWEEN_SYNCS,
                        "keeping the odds history",
                        useCases.odds().keepHistory()::keepDue);
                timers.every(
                        BETWEEN_SYNCS,
                        "copying dead letters",
                        useCases.purchases().copyDeadLetters()::copy);
                timers.every(
                        BETWEEN_SYNCS,
                        "showing recorded purchases",
                        useCases.purchases().showRecorded()::showDue);
            }
            case RACE_MANAGEMENT -> {
                var close = useCases.races().close();
                timers.every(BETWEEN_CLOSING_STEPS, "ending sales", close::closeDue);
                timers.every(BETWEEN_CLOSING_STEPS, "sending close markers", close::sendMarkers);
                timers.every(BETWEEN_COUNTS, "counting tickets", useCases.odds().count()::countDue);
                timers.every(BETWEEN_CLOSING_STEPS, "declaring final odds", this::declareFinalOdds);
            }
            case PAYOUT_CALCULATION -> {
                timers.every(
                        BETWEEN_PAYOUT_STEPS, "refunding", useCases.settlement().refund()::refundDue);
                timers.every(
                        BETWEEN_PAYOUT_STEPS,
                        "calculating payouts",
                        useCases.settlement().calculate()::calculateDue);
            }
            case PAYOUT_EXECUTION -> {
                var execute = useCases.settlement().execute();
                timers.every(BETWEEN_PAYOUT_STEPS, "executing payouts", execute::executeOrdered);
                timers.every(BETWEEN_EXPIRIES, "expiring payouts", execute::expireDue);
            }
            case PURCHASE_API, TICKET_API, ODDS_API, WEB -> {}
        }
    }

    private void declareFinalOdds() {
        for (DeclareFinalOdds.FinalOddsOutcome outcome :
                useCases.odds().declareFinal().declareDue()) {
            switch (outcome) {
                case DeclareFinalOdds.Declared declared -> tell(declared.card());
                case DeclareFinalOdds.Blocked difference -> {} // reported as a failure of its step
            }
        }
    }

    private void tell(RaceCard card) {
        Duration taken = Duration.between(card.closing().orElseThrow().at(), clock.instant());
        finalOdds.record(taken);
        latestFinalOdds.set(taken);
        longestFinalOdds.accumulateAndGet(taken, (before, now) -> before.compareTo(now) < 0 ? now : before);
        LOG.log(
                System.Logger.Level.INFO,
                "Race {0}: the final odds were declared {1} ms after the end of sales.",
                card.id(),
                taken.toMillis());
    }

    /** Returns the figures for operators by the names of their metrics. */
    Map<String, DoubleSupplier> gauges() {
        return Map.of(
                "keiba_final_odds_latest_seconds",
                () -> seconds(latestFinalOdds.get()),
                "keiba_final_odds_longest_seconds",
                () -> seconds(longestFinalOdds.get()),
                "keiba_board_sync_lag_seconds",
                sync::lagSeconds,
                "keiba_boards_behind",
                sync::behind);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
