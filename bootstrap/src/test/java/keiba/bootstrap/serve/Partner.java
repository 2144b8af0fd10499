package keiba.bootstrap.serve;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An external producer of purchases: a plain Kafka client that uses only the documented contract. */
final class Partner implements AutoCloseable {
    private static final int PARTITIONS = 13;

    private final KafkaProducer<byte[], byte[]> producer;

    Partner(String bootstrap) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends a message to the partition of a race. */
    void send(long race, String message) {
        var unused = producer.send(new ProducerRecord<>(
                "betting.ticket.purchase",
                (int) (race % PARTITIONS),
                Long.toString(race).getBytes(StandardCharsets.UTF_8),
                message.getBytes(StandardCharsets.UTF_8)));
    }

    /** Waits until all sent messages are acknowledged. */
    @Override
    public void close() {
        producer.close();
    }
}
