package keiba.application.race;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;

/** Looks up a race on the board, and in the books if the board does not have it. Lists are read from the books. */
final class RaceViews implements ViewRaces {
    private final RaceBook book;
    private final RaceBoard board;

    RaceViews(RaceBook book, RaceBoard board) {
        this.book = book;
        this.board = board;
    }

    @Override
    public Optional<RaceCard> find(RaceId id) {
        return onBoard(id).or(() -> book.find(id));
    }

    private Optional<RaceCard> onBoard(RaceId id) {
        try {
            return board.find(id);
        } catch (InfrastructureFailure boardIsAway) {
            return Optional.empty();
        }
    }

    @Override
    public List<RaceCard> on(LocalDate day, Optional<RaceId> after, int limit) {
        return book.on(day, after, limit);
    }

    @Override
    public Optional<List<PastAnnouncement>> announcements(RaceId id, int after, int limit) {
        return find(id).map(card -> book.announcements(id, after, limit));
    }
}
