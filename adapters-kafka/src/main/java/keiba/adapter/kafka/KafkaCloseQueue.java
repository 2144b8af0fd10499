package keiba.adapter.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import keiba.application.failure.TemporaryFailure;
import keiba.application.race.CloseId;
import keiba.application.race.CloseQueue;
import keiba.application.race.RaceId;
import keiba.wire.MarkerWire;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Sends close markers to the end of the partition of their race. */
final class KafkaCloseQueue implements CloseQueue {
    private final Producer<byte[], byte[]> producer;
    private final PurchaseTopic topic;

    KafkaCloseQueue(Producer<byte[], byte[]> producer, PurchaseTopic topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public Marking mark(RaceId race, CloseId close) {
        Future<RecordMetadata> verdict;
        try {
            verdict = producer.send(record(race, close));
        } catch (KafkaException | IllegalStateException refused) {
            throw failure(race, refused);
        }
        return () -> isDurable(race, verdict);
    }

    private static boolean isDurable(RaceId race, Future<RecordMetadata> verdict) {
        return switch (verdict.state()) {
            case RUNNING -> false;
            case SUCCESS -> true;
            case FAILED -> throw failure(race, verdict.exceptionNow());
            case CANCELLED -> throw failure(race, new IllegalStateException("cancelled"));
        };
    }

    private static TemporaryFailure failure(RaceId race, Throwable cause) {
        return new TemporaryFailure(
                "Kafka did not accept the close marker of race " + race + ": " + cause.getMessage(), cause);
    }

    private ProducerRecord<byte[], byte[]> record(RaceId race, CloseId close) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                KafkaSettings.TOPIC,
                topic.partitionOf(race),
                race.toString().getBytes(StandardCharsets.US_ASCII),
                MarkerWire.write(new MarkerWire.Close(race, close)));
        record.headers().add(KafkaEntries.KIND, KafkaEntries.CLOSE.getBytes(StandardCharsets.US_ASCII));
        return record;
    }
}
