package keiba.application.purchase;

import java.util.UUID;

/** The id of a queue, which changes when the queue is deleted and created again. */
public record QueueId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
