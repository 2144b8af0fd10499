package keiba.adapter.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import keiba.application.failure.TemporaryFailure;
import keiba.application.race.CloseId;
import keiba.application.race.CloseQueue;
import keiba.application.race.RaceId;
import keiba.wire.MarkerWire;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends close markers to the partition of their race, behind everything that it holds. */
final class KafkaCloseQueue implements CloseQueue {
    private final Producer<byte[], byte[]> producer;
    private final PurchaseTopic topic;
    private final Duration verdictWithin;

    KafkaCloseQueue(Producer<byte[], byte[]> producer, PurchaseTopic topic, Duration verdictWithin) {
        this.producer = producer;
        this.topic = topic;
        this.verdictWithin = verdictWithin;
    }

    @Override
    public void mark(RaceId race, CloseId close) {
        try {
            producer.send(record(race, close)).get(2 * verdictWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException | IllegalStateException none) {
            throw new TemporaryFailure("Kafka: no verdict about the close marker of race " + race, none);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TemporaryFailure("Kafka: interrupted", stopped);
        }
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
