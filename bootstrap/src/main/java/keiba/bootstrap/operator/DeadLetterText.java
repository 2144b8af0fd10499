package keiba.bootstrap.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import keiba.adapter.postgres.DeadLetterDesk.Letter;
import keiba.wire.Json;

/** A dead letter as JSON. */
final class DeadLetterText {
    private DeadLetterText() {}

    static ObjectNode json(Letter letter) {
        ObjectNode json = Json.object();
        json.put("letter", letter.place().toString());
        json.put("topic", letter.topic().toString());
        json.put("partition", letter.place().partition());
        json.put("offset", letter.offset());
        json.put("appended_at", letter.appendedAt().toString());
        letter.id().ifPresent(id -> json.put("message_id", id.toString()));
        json.put("reason", letter.reason());
        json.put("bytes", letter.bytes());
        json.put("copied", letter.copied());
        letter.notCopiedBecause().ifPresent(because -> json.put("not_copied_because", because));
        letter.settled().ifPresent(settled -> {
            json.put("settled_as", settled.as().name());
            json.put("settled_at", settled.at().toString());
            settled.because().ifPresent(because -> json.put("settled_because", because));
            settled.retriedAs().ifPresent(id -> json.put("retried_as", id.toString()));
        });
        return json;
    }
}
