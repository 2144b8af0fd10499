package keiba.wire;

import java.util.Optional;
import keiba.application.race.CloseId;
import keiba.application.race.RaceId;

/** Close markers as JSON, in the form of the queue. */
public final class MarkerWire {
    private MarkerWire() {}

    /** The end of a race's sales. */
    public record Close(RaceId race, CloseId id) {}

    public static byte[] write(Close close) {
        return Json.write(Json.object()
                .put("race_id", close.race().value())
                .put("close_id", close.id().toString()));
    }

    /** Reads what {@link #write} wrote; empty for anything else. */
    public static Optional<Close> read(byte[] value) {
        try {
            Fields fields = Fields.of(Json.read(value));
            long race = fields.integer("race_id");
            return RaceId.isPossible(race)
                    ? Optional.of(new Close(new RaceId(race), new CloseId(fields.uuid("close_id"))))
                    : Optional.empty();
        } catch (WireException noMarker) {
            return Optional.empty();
        }
    }
}
