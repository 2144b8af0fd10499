package keiba.adapter.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterQueue;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Copies dead letters to their topic: the value untouched, what is wrong and where it came from in headers. */
final class KafkaDeadLetterQueue implements DeadLetterQueue {
    private final Producer<byte[], byte[]> producer;

    KafkaDeadLetterQueue(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public void send(List<DeadLetter> letters) {
        List<Future<RecordMetadata>> verdicts = new ArrayList<>(letters.size());
        try {
            for (DeadLetter letter : letters) {
                verdicts.add(producer.send(record(letter)));
            }
            for (Future<RecordMetadata> verdict : verdicts) {
                verdict.get();
            }
        } catch (ExecutionException | KafkaException failed) {
            throw new TemporaryFailure("Kafka: cannot copy dead letters", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TemporaryFailure("Kafka: interrupted", stopped);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(DeadLetter letter) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                KafkaSettings.DEAD_LETTER_TOPIC, letter.value().toArray());
        header(record, "keiba-error", letter.reason());
        header(record, "keiba-source-partition", Integer.toString(letter.partition()));
        header(record, "keiba-source-offset", Long.toString(letter.offset()));
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
