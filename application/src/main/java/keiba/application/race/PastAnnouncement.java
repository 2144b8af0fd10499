package keiba.application.race;

import java.time.Instant;
import java.util.List;

/**
 * An announcement that was made.
 *
 * @param version the version of what was announced, from it on
 * @param at when it was made, by the clock of the books
 * @param changes what it changed; never empty
 */
public record PastAnnouncement(int version, Instant at, List<AnnouncedChange> changes) {
    public PastAnnouncement {
        changes = List.copyOf(changes);
    }
}
