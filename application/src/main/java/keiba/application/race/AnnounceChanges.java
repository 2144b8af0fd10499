package keiba.application.race;

import keiba.application.account.Actor;

/** Announces facts of a race for its card: jockeys, course, going, weather and body weights. */
public interface AnnounceChanges {
    /** How many announcements a race can have; more are refused, but for changes of the schedule and runners that are taken out. */
    int MOST = 1_000;

    /**
     * Announces facts of a race, as long as its result is not official. Facts that stand on the card already are confirmed without a change,
     * whatever version was seen.
     *
     * @param seen the version of the announcements that the operator knows; another one is a conflict
     * @param announcement what is announced; what it does not mention stays as it is
     */
    AnnouncementOutcome announce(RaceId id, int seen, Announcement announcement, Actor actor);

    /** The outcome of an announcement. */
    sealed interface AnnouncementOutcome {}

    /** The facts stand on the card, by this announcement or already before. */
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
     * @param field the field that is at fault, as the contract names it
     */
    record InvalidAnnouncement(String field, String detail) implements AnnouncementOutcome {}

    /** There is no such race. */
    record UnknownRace(RaceId id) implements AnnouncementOutcome {}
}
