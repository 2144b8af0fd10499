package keiba.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The ids of all purchases that were accepted: answered 202, or acknowledged by Kafka. Used by one thread at a time. */
final class Accepted {
    private static final byte[] FIELD = "\"message_id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_LENGTH = 36;
    private static final int BLOCK = 1 << 16;

    private final List<long[]> blocks = new ArrayList<>();
    private int count;

    /** Notes what was answered; any other answer than 202 ends the measurement. */
    UUID note(Answer answer) throws IOException {
        if (answer.status() != 202) {
            throw new IOException("a purchase was answered " + answer.status() + ": " + answer.text());
        }
        UUID id = id(answer.beginning());
        note(id);
        return id;
    }

    void note(UUID id) {
        if (count % BLOCK == 0) {
            blocks.add(new long[2 * BLOCK]);
        }
        long[] block = blocks.getLast();
        block[2 * (count % BLOCK)] = id.getMostSignificantBits();
        block[2 * (count % BLOCK) + 1] = id.getLeastSignificantBits();
        count++;
    }

    private static UUID id(byte[] body) throws IOException {
        for (int at = 0; at + FIELD.length + ID_LENGTH <= body.length; at++) {
            if (Arrays.equals(body, at, at + FIELD.length, FIELD, 0, FIELD.length)) {
                return UUID.fromString(new String(body, at + FIELD.length, ID_LENGTH, StandardCharsets.US_ASCII));
            }
        }
        throw new IOException("an answer without message_id: " + new String(body, StandardCharsets.UTF_8));
    }

    int count() {
        return count;
    }

    /** Returns one of them, by its number from 0. */
    UUID get(int number) {
        long[] block = blocks.get(number / BLOCK);
        return new UUID(block[2 * (number % BLOCK)], block[2 * (number % BLOCK) + 1]);
    }
}
