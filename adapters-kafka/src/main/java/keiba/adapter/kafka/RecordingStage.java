package keiba.adapter.kafka;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import keiba.adapter.kafka.Lanes.Taken;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.RecordPurchases;
import keiba.application.purchase.RecordPurchases.Recorded;

/**
 * Records chunks from the lanes. All chunks that it takes at once are recorded in one call, and their purchases are
 * passed on to be shown.
 */
final class RecordingStage implements StageThread.Turn {
    private final Lanes lanes;
    private final Source source;
    private final RecordPurchases recorder;
    private final Consumer<List<Purchase>> showing;
    private final RecordingMeters meters;
    private final RecordedMessages messages;
    private final InstantSource clock;

    /** Supplies the chunks of a turn. */
    @FunctionalInterface
    interface Source {
        /** Waits for chunks of different lanes; empty if the recorder is being closed. */
        List<Taken> take() throws InterruptedException;
    }

    RecordingStage(
            Lanes lanes,
            Source source,
            RecordPurchases recorder,
            Consumer<List<Purchase>> showing,
            RecordingMeters meters,
            RecordedMessages messages,
            InstantSource clock) {
        this.meters = meters;
        this.messages = messages;
        this.clock = clock;
        this.lanes = lanes;
        this.source = source;
        this.recorder = recorder;
        this.showing = showing;
    }

    @Override
    public void run() throws InterruptedException {
        List<Taken> taken = source.take();
        if (taken.isEmpty()) {
            return;
        }
        Instant begun = clock.instant();
        try {
            Recorded recorded = recorder.record(taken.stream().map(Taken::chunk).toList());
            showing.accept(recorded.purchases());
            for (int i = 0; i < taken.size(); i++) {
                lanes.settle(taken.get(i), recorded.outcomes().get(i));
            }
            meters.recorded(taken, recorded);
            messages.tell(taken, recorded, begun);
        } catch (Throwable failure) {
            lanes.settleFailed(taken, failure);
        }
    }
}
