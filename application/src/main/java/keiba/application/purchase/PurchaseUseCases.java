package keiba.application.purchase;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import keiba.application.failure.FailureListener;
import keiba.application.odds.DirtyBoards;
import keiba.application.race.RaceBook;
import keiba.application.race.ViewRaces;

/** The use cases of this capability. */
public record PurchaseUseCases(
        PlacePurchase place,
        PreviewPurchase preview,
        TrackPurchase track,
        RecordPurchases record,
        CopyDeadLetters copyDeadLetters,
        ShowRecorded showRecorded) {

    /**
     * Builds the use cases from the ports.
     *
     * @param grace how long after the end of sales the queue may still receive purchases that were sent before it
     * @param failures is told when the recorder cannot record the lanes of the queue together
     */
    public static PurchaseUseCases of(
            ViewRaces races,
            RaceBook raceBook,
            PurchasePorts ports,
            DirtyBoards dirty,
            MissedOutcomes missed,
            Limits limits,
            Duration grace,
            Supplier<MessageId> newId,
            FailureListener failures,
            InstantSource clock) {
        PurchaseDesk desk = new PurchaseDesk(
                new RecentRaces(races, clock),
                raceBook,
                limits,
                ports.statuses(),
                ports.tickets(),
                ports.positions(),
                ports.queue(),
                newId,
                clock);
        RecordedStatuses recorded = new RecordedStatuses(
                ports.tickets(), ports.outcomes(), ports.statuses(), missed, RecordedStatuses.BOUNDS, clock);
        return new PurchaseUseCases(
                desk,
                desk,
                new PurchaseTracking(races, ports.statuses(), ports.tickets(), ports.positions(), clock),
                new Recorder(ports.recording(), ports.statuses(), recorded, dirty, limits, grace, failures),
                new DeadLetterCopies(ports.deadLetters(), ports.deadLetterQueue()),
                recorded);
    }

    /**
     * Returns a board that makes the same calls and reports to the listener each call that fails and each that succeeds
     * again.
     */
    public static PurchaseStatusBoard watched(PurchaseStatusBoard board, FailureListener listener) {
        return new WatchedPurchaseStatusBoard(board, listener);
    }
}
