package keiba.application.race;

import java.time.Instant;
import java.util.List;

/**
 * An announcement that was made.
 *
 * @param version the version of the announced facts after this announcement
 * @param at the time at which it was made, by the clock of the books
 * @param changes the changes that it made; never empty
 */
public record PastAnnouncement(int version, Instant at, List<AnnouncedChange> changes) {
    public PastAnnouncement {
        changes = List.copyOf(changes);
    }
}
