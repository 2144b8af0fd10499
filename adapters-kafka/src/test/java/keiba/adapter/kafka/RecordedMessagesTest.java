package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import keiba.adapter.kafka.Lanes.Taken;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.QueueChunk;
import keiba.application.purchase.QueueId;
import keiba.application.purchase.RecordPurchases;
import keiba.application.purchase.RefusalReason;
import keiba.application.race.RaceId;
import keiba.wire.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordedMessagesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T03:00:00Z");
    private static final QueueId QUEUE = new QueueId(new UUID(1, 2));
    private static final RecordPurchases.ChunkRecorded DONE = new RecordPurchases.ChunkRecorded(0, 0, 0, 0, 0);
    private static final Logger LOGGER = Logger.getLogger(RecordedMessages.class.getName());

    private final List<String> lines = new ArrayList<>();
    private final List<LogContext> about = new ArrayList<>();
    private Instant now = NOON;
    private final RecordedMessages messages = new RecordedMessages(() -> now);
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(new SimpleFormatter().formatMessage(entry));
            about.add(LogContext.current());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void remove_the_log_handler() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
        LOGGER.setLevel(null);
    }

    private static QueueChunk.Unreadable letter(long offset) {
        return new QueueChunk.Unreadable(
                offset, NOON, Optional.empty(), Optional.empty(), "not JSON", Optional.empty());
    }

    private static Taken taken(List<QueueChunk.Entry> entries) {
        Map<Long, Origin> origins = new HashMap<>();
        entries.forEach(
                entry -> origins.put(entry.offset(), new Origin("r-" + entry.offset(), SpanContext.getInvalid())));
        return new Taken(
                new Lane(QUEUE, 3, 0), new QueueChunk(QUEUE, 3, 0, 1_000, QueueChunk.NO_TERM, entries), origins);
    }

    private void tell(List<QueueChunk.Entry> entries, Purchase... outcomes) {
        messages.tell(List.of(taken(entries)), new RecordPurchases.Recorded(List.of(DONE), List.of(outcomes)), NOON);
    }

    @Test
    void logs_a_dead_letter_with_its_partition_offset_and_request_id() {
        tell(List.of(letter(17)));
        assertThat(lines)
                .containsExactly("The message at offset 17 of partition 3 is kept as a dead letter: not JSON.");
        assertThat(about).containsExactly(new LogContext("r-17", "", "", ""));
        assertThat(LogContext.current()).isEqualTo(LogContext.NONE);
    }

    @Test
    void logs_ten_dead_letters_a_minute_and_then_the_number_of_the_others() {
        for (int offset = 0; offset < 25; offset++) {
            tell(List.of(letter(offset)));
        }
        assertThat(lines).hasSize(RecordedMessages.MOST);
        now = NOON.plusSeconds(60);
        tell(List.of(letter(100)));
        assertThat(lines.getLast()).endsWith("15 earlier dead letters were not logged.");
    }

    @Test
    void logs_a_purchase_that_postgresql_rejected_with_its_id_and_race() {
        QueueChunk.Queued queued = queued(5);
        tell(List.of(queued), failed(queued, RefusalReason.MALFORMED));
        assertThat(lines).hasSize(1);
        assertThat(about)
                .containsExactly(new LogContext("r-5", queued.message().id().toString(), "100", ""));
    }

    @Test
    void logs_ordinary_outcomes_only_at_the_level_debug() {
        QueueChunk.Queued queued = queued(5);
        tell(List.of(queued), failed(queued, RefusalReason.RACE_CLOSED));
        assertThat(lines).isEmpty();
        LOGGER.setLevel(Level.FINE);
        tell(List.of(queued), failed(queued, RefusalReason.RACE_CLOSED));
        assertThat(lines).containsExactly("The message at offset 5 of partition 3 is refused: RACE_CLOSED.");
    }

    @Test
    void logs_nothing_about_a_chunk_that_was_not_recorded() {
        messages.tell(
                List.of(taken(List.of(letter(1)))),
                new RecordPurchases.Recorded(List.of(new RecordPurchases.LaneLost()), List.of()),
                NOON);
        assertThat(lines).isEmpty();
    }

    private static QueueChunk.Queued queued(long offset) {
        return new QueueChunk.Queued(
                offset, NOON, KafkaTest.purchase(1, new RaceId(100)), new QueueChunk.Bytes(new byte[0]));
    }

    private static Purchase failed(QueueChunk.Queued queued, RefusalReason reason) {
        return new Purchase.Failed(
                queued.message().id(), Optional.of(queued.message().user()), reason, Optional.empty());
    }
}
