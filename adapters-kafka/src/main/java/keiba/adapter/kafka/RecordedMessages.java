package keiba.adapter.kafka;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keiba.adapter.kafka.Lanes.Taken;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.RecordPurchases.ChunkRecorded;
import keiba.application.purchase.RecordPurchases.Recorded;
import keiba.application.purchase.RefusalReason;
import keiba.wire.LogContext;
import org.jspecify.annotations.Nullable;

/**
 * Logs the outcomes of messages, with the request for which each was sent, and adds a span to its trace. A dead letter
 * is a warning, of which at most {@value #MOST} are written a minute, because a faulty partner may send very many;
 * every other purchase is logged at the level debug.
 */
final class RecordedMessages {
    /** The number of dead letters per minute that are logged individually. */
    static final int MOST = 10;

    private static final System.Logger LOG = System.getLogger(RecordedMessages.class.getName());
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final InstantSource clock;
    private Instant minute = Instant.MIN;
    private int logged;
    private long unlogged;

    RecordedMessages(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Logs the outcome of a call of the recorder.
     *
     * @param begun when the call began
     */
    void tell(List<Taken> taken, Recorded recorded, Instant begun) {
        boolean all = LOG.isLoggable(System.Logger.Level.DEBUG);
        Map<MessageId, Purchase> outcomes = new LinkedHashMap<>();
        for (Purchase purchase : recorded.purchases()) {
            if (all || isMalformed(purchase)) {
                outcomes.put(purchase.id(), purchase);
            }
        }
        for (int i = 0; i < taken.size(); i++) {
            if (recorded.outcomes().get(i) instanceof ChunkRecorded) {
                tell(taken.get(i), outcomes, begun);
            }
        }
    }

    private static boolean isMalformed(Purchase purchase) {
        return purchase instanceof Purchase.Failed failed && failed.reason() == RefusalReason.MALFORMED;
    }

    private void tell(Taken taken, Map<MessageId, Purchase> outcomes, Instant begun) {
        for (QueueChunk.Entry entry : taken.chunk().entries()) {
            Origin origin = taken.origins().getOrDefault(entry.offset(), Origin.UNKNOWN);
            if (origin.trace().isValid()) {
                span(origin, begun);
            }
            switch (entry) {
                case QueueChunk.Unreadable letter ->
                    deadLetter(taken, entry, origin.about(text(letter.id()), ""), letter.reason());
                case QueueChunk.Queued queued ->
                    told(
                            taken,
                            entry,
                            outcomes.get(queued.message().id()),
                            origin.about(
                                    queued.message().id().toString(),
                                    queued.message().race().toString()));
                case QueueChunk.Impossible impossible ->
                    told(
                            taken,
                            entry,
                            outcomes.get(impossible.id()),
                            origin.about(impossible.id().toString(), ""));
                case QueueChunk.CloseMarker marker -> {}
            }
        }
    }

    private static String text(Optional<MessageId> id) {
        return id.map(MessageId::toString).orElse("");
    }

    private void told(Taken taken, QueueChunk.Entry entry, @Nullable Purchase outcome, LogContext about) {
        switch (outcome) {
            case null -> {} // recorded before, or not to be logged
            case Purchase.Completed ticket -> debug(taken, entry, about, "recorded as a ticket");
            case Purchase.Failed failed
            when failed.reason() == RefusalReason.MALFORMED ->
                deadLetter(taken, entry, about, "PostgreSQL rejected it");
            case Purchase.Failed failed -> debug(taken, entry, about, "refused: " + failed.reason());
            case Purchase.Pending notRecorded -> {}
        }
    }

    private static void debug(Taken taken, QueueChunk.Entry entry, LogContext about, String outcome) {
        LogContext before = about.enter();
        try {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "The message at offset {1} of partition {0} is {2}.",
                    taken.chunk().lane(),
                    Long.toString(entry.offset()),
                    outcome);
        } finally {
            before.enter();
        }
    }

    private void deadLetter(Taken taken, QueueChunk.Entry entry, LogContext about, String reason) {
        long left = admit();
        if (left < 0) {
            return;
        }
        LogContext before = about.enter();
        try {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The message at offset {1} of partition {0} is kept as a dead letter: {2}.{3}",
                    taken.chunk().lane(),
                    Long.toString(entry.offset()),
                    reason,
                    left == 0 ? "" : " " + left + " earlier dead letters were not logged.");
        } finally {
            before.enter();
        }
    }

    /**
     * @return -1 if this dead letter must not be logged, otherwise the number of dead letters that were not logged
     *     since the last logged one
     */
    private synchronized long admit() {
        Instant now = clock.instant();
        if (minute.equals(Instant.MIN) || !now.isBefore(minute.plus(MINUTE))) {
            minute = now;
            logged = 0;
        }
        if (logged == MOST) {
            unlogged++;
            return -1;
        }
        logged++;
        long left = unlogged;
        unlogged = 0;
        return left;
    }

    private static void span(Origin origin, Instant begun) {
        Span span = GlobalOpenTelemetry.getTracer("keiba")
                .spanBuilder("record purchase")
                .setParent(Context.root().with(Span.wrap(origin.trace())))
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(begun)
                .startSpan();
        span.end();
    }
}
