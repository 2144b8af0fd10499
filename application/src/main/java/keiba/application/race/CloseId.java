package keiba.application.race;

import java.util.UUID;

/** Names one closing of one race, so that no other message can pass for its close marker. */
public record CloseId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
