package keiba.application.purchase;

import java.util.UUID;

/** The receipt number of a purchase. */
public record MessageId(UUID value) implements Comparable<MessageId> {

    @Override
    public int compareTo(MessageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
