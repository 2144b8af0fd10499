package keiba.application.race;

import java.util.UUID;

/** The id of one closing of one race, by which its close marker is recognised. */
public record CloseId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
