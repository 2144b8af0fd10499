package keiba.benchmarks.load;

import java.io.IOException;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import keiba.benchmarks.load.HttpConnection.Answer;

/** The purchases that were answered 202. Any other answer ends the measurement. */
final class Accepted {
    private static final String ID = "\"message_id\":\"";
    private static final int ID_LENGTH = 36;

    private final Queue<UUID> ids = new ConcurrentLinkedQueue<>();

    /** What was answered; its id. */
    UUID note(Answer answer) throws IOException {
        if (answer.status() != 202) {
            throw new IOException("answered " + answer.status() + ": " + answer.body());
        }
        int begin = answer.body().indexOf(ID) + ID.length();
        UUID id = UUID.fromString(answer.body().substring(begin, begin + ID_LENGTH));
        ids.add(id);
        return id;
    }

    Queue<UUID> ids() {
        return ids;
    }
}
