package keiba.application.race;

import keiba.application.caller.Actor;

/** Announces facts of a race for its card: jockeys, course, going, weather and body weights. */
public interface AnnounceChanges {
    /**
     * The largest number of announcements of a race. More are refused, except changes of the schedule and runners that
     * are taken out.
     */
    int MOST = 1_000;

    /**
     * Announces facts of a race, as long as its result is not official. If the card already contains the facts, this
     * changes nothing and succeeds with any seen version.
     *
     * @param seen the version of the announcements that the operator has seen; if it is not the current one, the answer
     *     is a conflict
     * @param announcement the announced facts; facts that it does not mention stay unchanged
     */
    AnnouncementOutcome announce(RaceId id, int seen, Announcement announcement, Actor actor);

    /** The outcome of an announcement. */
    sealed interface AnnouncementOutcome {}

    /** The card contains the facts, because of this announcement or already before. */
    record ChangesAnnounced(RaceCard card) implements AnnouncementOutcome {}

    /** Something else was announced since the version that was seen; nothing changed. */
    record Conflict(RaceCard card) implements AnnouncementOutcome {}

    /** The result is official, or the race is void; nothing changed. */
    record TooLate(RaceCard card) implements AnnouncementOutcome {}

    /** The race has had {@link #MOST} announcements; nothing changed. */
    record TooMany(RaceCard card) implements AnnouncementOutcome {}

    /**
     * The announcement is impossible; nothing changed.
     *
     * @param field the name of the wrong field in the API
     */
    record InvalidAnnouncement(String field, String detail) implements AnnouncementOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements AnnouncementOutcome {}
}
