package keiba.adapter.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import keiba.adapter.kafka.Lanes.Taken;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordPurchases.ChunkRecorded;
import keiba.application.purchase.RecordPurchases.Recorded;
import keiba.application.purchase.RefusalReason;

/** Counts recorded purchases, and measures how long they were in the queue. Every meter exists from the start. */
final class RecordingMeters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    private final InstantSource clock;
    private final Counter tickets;
    private final Map<RefusalReason, Counter> refusals = new EnumMap<>(RefusalReason.class);
    private final Counter duplicates;
    private final Counter deadLetters;
    private final Counter strayMarkers;
    private final Timer queueToBook;

    /** @param clock the clock of this machine, which is compared with that of the brokers */
    RecordingMeters(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.tickets = recorded(registry, "TICKET");
        for (RefusalReason reason : RefusalReason.values()) {
            refusals.put(reason, recorded(registry, reason.name()));
        }
        this.duplicates = Counter.builder("keiba_purchases_duplicates")
                .description(
                        "Messages whose id had been recorded before: repetitions, and messages that were read again")
                .register(registry);
        this.deadLetters = Counter.builder("keiba_dead_letters")
                .description("Messages that are no purchase, or that PostgreSQL refused: kept as dead letters")
                .register(registry);
        this.strayMarkers = Counter.builder("keiba_stray_markers")
                .description("Close markers that mean nothing: repeated, late or forged")
                .register(registry);
        this.queueToBook = Timer.builder("keiba_queue_to_book_seconds")
                .description("From the time at which a broker appended a message to the commit that recorded it")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private static Counter recorded(MeterRegistry registry, String outcome) {
        return Counter.builder("keiba_purchases_recorded")
                .description("Purchases that were recorded by the recorder of this process")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Counts the outcome of a call of the recorder, right after its transactions have ended. */
    void recorded(List<Taken> taken, Recorded recorded) {
        long now = clock.millis();
        for (Purchase purchase : recorded.purchases()) {
            switch (purchase) {
                case Purchase.Completed ticket -> tickets.increment();
                case Purchase.Failed failed ->
                    refusals.getOrDefault(failed.reason(), duplicates).increment();
                case Purchase.Pending notRecorded -> {}
            }
        }
        for (int i = 0; i < taken.size(); i++) {
            if (recorded.outcomes().get(i) instanceof ChunkRecorded done) {
                done(taken.get(i).chunk(), done, now);
            }
        }
    }

    private void done(QueueChunk chunk, ChunkRecorded done, long now) {
        duplicates.increment(done.duplicates());
        strayMarkers.increment(done.strayMarkers());
        int letters = done.malformed();
        for (QueueChunk.Entry entry : chunk.entries()) {
            if (entry instanceof QueueChunk.Unreadable unreadable
                    && unreadable.id().isEmpty()) {
                letters++;
            }
            queueToBook.record(Math.max(0, now - entry.appendedAt().toEpochMilli()), TimeUnit.MILLISECONDS);
        }
        deadLetters.increment(letters);
    }
}
