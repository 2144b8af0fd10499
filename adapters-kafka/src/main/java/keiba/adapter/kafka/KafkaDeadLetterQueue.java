package keiba.adapter.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import keiba.application.failure.TemporaryFailure;
import keiba.application.purchase.DeadLetter;
import keiba.application.purchase.DeadLetterQueue;
import keiba.application.purchase.QueueChunk;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Copies dead letters to their topic. The value is unchanged; headers contain the reason and the origin of the message. */
final class KafkaDeadLetterQueue implements DeadLetterQueue {
    private final Producer<byte[], byte[]> producer;

    KafkaDeadLetterQueue(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public Copies send(List<DeadLetter> letters) {
        List<Future<RecordMetadata>> verdicts = letters.stream().map(this::sent).toList();
        List<DeadLetter> durable = new ArrayList<>();
        List<RefusedCopy> refused = new ArrayList<>();
        Throwable failure = null;
        for (int i = 0; i < letters.size(); i++) {
            try {
                verdicts.get(i).get();
                durable.add(letters.get(i));
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RecordTooLargeException tooLarge) {
                    refused.add(new RefusedCopy(letters.get(i), String.valueOf(tooLarge.getMessage())));
                } else {
                    failure = failed;
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new TemporaryFailure("Kafka: interrupted", stopped);
            }
        }
        if (failure != null && durable.isEmpty() && refused.isEmpty()) {
            throw new TemporaryFailure(
                    "Kafka: cannot copy " + letters.size() + " dead letters to " + KafkaSettings.DEAD_LETTER_TOPIC,
                    failure);
        }
        return new Copies(durable, refused);
    }

    private Future<RecordMetadata> sent(DeadLetter letter) {
        try {
            return producer.send(record(letter));
        } catch (KafkaException | IllegalStateException notTaken) {
            return CompletableFuture.failedFuture(notTaken);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(DeadLetter letter) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                KafkaSettings.DEAD_LETTER_TOPIC,
                letter.value().map(QueueChunk.Bytes::toArray).orElse(null));
        header(record, "keiba-error", letter.reason());
        header(record, "keiba-source-partition", Integer.toString(letter.partition()));
        header(record, "keiba-source-offset", Long.toString(letter.offset()));
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
