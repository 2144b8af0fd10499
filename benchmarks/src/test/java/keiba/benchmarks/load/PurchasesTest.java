package keiba.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import keiba.wire.MessageWire;
import org.junit.jupiter.api.Test;

class PurchasesTest {
    private static final int MANY = 45_000;

    private final Purchases purchases = new Purchases(List.of(3, 4), List.of("a", "b", "c"));

    @Test
    void gives_every_second_request_a_unique_idempotency_key() {
        Set<String> keys = new HashSet<>();
        for (int number = 0; number < MANY; number++) {
            String request = new String(purchases.halfKeyed(number), StandardCharsets.UTF_8);
            assertThat(request.contains("Idempotency-Key")).isEqualTo(number % 2 == 1);
            if (number % 2 == 1) {
                assertThat(keys.add(request.replaceAll("(?s).*Idempotency-Key: ([0-9a-f]{16})\r\n.*", "$1")))
                        .isTrue();
            }
        }
    }

    @Test
    void writes_messages_that_are_valid_purchases_on_the_given_races() {
        Set<Long> races = new HashSet<>();
        for (int number = 0; number < 1_000; number++) {
            UUID id = UUID.randomUUID();
            MessageWire.Read read = MessageWire.read(purchases.message(number, id));
            assertThat(read).isInstanceOf(MessageWire.Valid.class);
            MessageWire.Valid valid = (MessageWire.Valid) read;
            assertThat(valid.message().id().value()).isEqualTo(id);
            assertThat(valid.message().race().value()).isEqualTo(purchases.race(number));
            races.add(valid.message().race().value());
        }
        assertThat(races).containsExactlyInAnyOrder(3L, 4L);
    }

    @Test
    void keeps_the_ids_of_accepted_purchases_over_many_blocks() throws IOException {
        Accepted accepted = new Accepted();
        for (int i = 0; i < 200_000; i++) {
            accepted.note(new UUID(i, -i));
        }
        UUID last = new UUID(1, 2);

        accepted.note(answer(202, "{\"status\":\"PENDING\",\"message_id\":\"" + last + "\"}"));

        assertThat(accepted.count()).isEqualTo(200_001);
        assertThat(accepted.get(70_000)).isEqualTo(new UUID(70_000, -70_000));
        assertThat(accepted.get(200_000)).isEqualTo(last);
    }

    @Test
    void ends_the_measurement_at_any_answer_other_than_202() {
        Accepted accepted = new Accepted();

        assertThatThrownBy(() -> accepted.note(answer(429, "{\"title\":\"Too many requests\"}")))
                .isInstanceOf(IOException.class)
                .hasMessage("a purchase was answered 429: {\"title\":\"Too many requests\"}");
        assertThatThrownBy(() -> accepted.note(answer(202, "{\"status\":\"PENDING\"}")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("without message_id");
    }

    private static Answer answer(int status, String body) {
        return new Answer(status, body.length(), body.getBytes(StandardCharsets.UTF_8));
    }
}
