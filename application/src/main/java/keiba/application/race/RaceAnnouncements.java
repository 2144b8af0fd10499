package keiba.application.race;

import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.race.RaceBook.Decision;
import keiba.domain.race.RaceState;

/** Checks announcements and applies them to races. */
final class RaceAnnouncements implements AnnounceChanges {
    private final RaceBook book;
    private final RaceBoard board;

    RaceAnnouncements(RaceBook book, RaceBoard board) {
        this.book = book;
        this.board = board;
    }

    @Override
    public AnnouncementOutcome announce(RaceId id, int seen, Announcement announcement, Actor actor) {
        Optional<InvalidAnnouncement> invalid = check(announcement);
        if (invalid.isPresent()) {
            return invalid.get();
        }
        AnnouncementOutcome outcome = book.decide(
                        id, actor, "Announce", (card, now) -> decide(card, seen, announcement))
                .orElseGet(() -> new UnknownRace(id));
        if (outcome instanceof ChangesAnnounced done) {
            board.tryToShow(done.card());
        }
        return outcome;
    }

    private static Optional<InvalidAnnouncement> check(Announcement announcement) {
        if (announcement.equals(Announcement.NOTHING)) {
            return Optional.of(new InvalidAnnouncement(
                    "runners", "the announcement is empty; give a course, the weather or runners"));
        }
        return announcement.jockeys().entrySet().stream()
                .flatMap(jockey -> Names.fault(jockey.getValue())
                        .map(fault -> new InvalidAnnouncement(
                                "runners", "the jockey of horse " + jockey.getKey() + " " + fault))
                        .stream())
                .findFirst();
    }

    private static Decision<AnnouncementOutcome> decide(RaceCard card, int seen, Announcement announcement) {
        Optional<Integer> unknown = announcement.horses().stream()
                .filter(horse -> horse < 1 || horse > card.race().field().runners())
                .findFirst();
        if (unknown.isPresent()) {
            return refused("horse " + unknown.get() + " does not exist; the race has horses 1 to "
                    + card.race().field().runners());
        }
        RaceCard changed = card.announcing(announcement);
        if (AnnouncedChange.between(card, changed).isEmpty()) {
            return Decision.unchanged(new ChangesAnnounced(card));
        }
        if (!isBeforeOfficial(card.state())) {
            return Decision.unchanged(new TooLate(card));
        }
        if (seen != card.announced().version()) {
            return Decision.unchanged(new Conflict(card));
        }
        if (card.announced().version() >= MOST) {
            return Decision.unchanged(new TooMany(card));
        }
        Optional<Integer> out =
                announcement.horses().stream().filter(card::isOut).findFirst();
        return out.isPresent()
                ? refused("horse " + out.get() + " is out of the race: "
                        + card.race().statusOf(out.get()))
                : Decision.changed(changed, new ChangesAnnounced(changed));
    }

    private static Decision<AnnouncementOutcome> refused(String detail) {
        return Decision.unchanged(new InvalidAnnouncement("runners", detail));
    }

    private static boolean isBeforeOfficial(RaceState state) {
        return switch (state) {
            case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3 -> true;
            case OFFICIAL, PAYABLE, EXPIRED, VOID -> false;
        };
    }
}
