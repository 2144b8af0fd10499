package keiba.adapter.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keiba.application.purchase.QueueChunk;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Parses the records of a partition. */
final class RecordReader {
    private final Function<ConsumerRecord<byte[], byte[]>, Optional<QueueChunk.Entry>> parser;

    /** @param parser takes a record apart; empty for a marker that means nothing */
    RecordReader(Function<ConsumerRecord<byte[], byte[]>, Optional<QueueChunk.Entry>> parser) {
        this.parser = parser;
    }

    List<ReadEntry> read(List<ConsumerRecord<byte[], byte[]>> records) {
        List<ReadEntry> read = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            int bytes = record.value() == null ? 0 : record.value().length;
            read.add(new ReadEntry(
                    parser.apply(record),
                    record.offset() + 1,
                    record.leaderEpoch().orElse(QueueChunk.NO_TERM),
                    bytes + ReadEntry.OVERHEAD,
                    Origin.read(record.headers())));
        }
        return read;
    }
}
