package keiba.adapter.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BrokerWatchTest {
    @Test
    void asks_again_whatever_a_question_ends_with() {
        AtomicInteger asked = new AtomicInteger();
        try (BrokerWatch watch = new BrokerWatch(() -> switch (asked.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("planned");
            case 2 -> throw new OutOfMemoryError("planned");
            default -> true;
        })) {
            watch.silent();
            KafkaTest.await("the brokers", watch::answers);
        }
    }
}
