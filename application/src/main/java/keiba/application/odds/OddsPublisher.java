package keiba.application.odds;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keiba.application.failure.DueStep;
import keiba.application.failure.FailureListener;
import keiba.application.failure.IsolatedStep;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.race.RaceBoard;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.race.RaceState;

/**
 * Computes sheets from the pools in the books and shows them, at the {@link PublicationPace}. A board that cannot be computed or shown does not
 * delay the others.
 */
final class OddsPublisher implements PublishOdds {
    private final RaceBook races;
    private final RaceBoard cards;
    private final PoolBook pools;
    private final OddsBoard board;
    private final DirtyBoards dirty;
    private final RecentSheets recent;
    private final PublicationPace pace;
    private final IsolatedStep<RaceId> showingRaces;
    private final IsolatedStep<BoardId> showingOdds;

    OddsPublisher(
            RaceBook races,
            RaceBoard cards,
            PoolBook pools,
            OddsBoard board,
            DirtyBoards dirty,
            RecentSheets recent,
            FailureListener failures,
            InstantSource clock) {
        this.races = races;
        this.cards = cards;
        this.pools = pools;
        this.board = board;
        this.dirty = dirty;
        this.recent = recent;
        this.pace = new PublicationPace(clock);
        this.showingRaces = new IsolatedStep<>(DueStep.SHOW_RACE, RaceId::described, failures, clock);
        this.showingOdds = new IsolatedStep<>(DueStep.SHOW_ODDS, BoardId::described, failures, clock);
    }

    @Override
    public void publishChanged() {
        Map<BoardId, Long> waiting = dirty.take();
        try {
            List<BoardId> due = new ArrayList<>();
            waiting.forEach((board, raceVersion) -> {
                if (pace.isDue(board, raceVersion)) {
                    due.add(board);
                }
            });
            publish(due, waiting.keySet());
        } finally {
            waiting.forEach(dirty::mark);
        }
    }

    /**
     * Shows the boards that need not wait for a later attempt.
     *
     * @param waiting the boards that are still to be shown; those that this call shows are removed
     */
    private void publish(List<BoardId> boards, Set<BoardId> waiting) {
        List<BoardId> ready = boards.stream().filter(showingOdds::isReady).toList();
        if (!ready.isEmpty()) {
            showingOdds.together(ready, some -> {
                publish(some);
                some.forEach(waiting::remove);
            });
        }
    }

    private void publish(List<BoardId> boards) {
        List<PoolState> read = pools.pools(boards);
        if (!read.isEmpty()) {
            List<OddsSheet> sheets = read.stream().map(OddsSheet::of).toList();
            board.show(sheets);
            sheets.forEach(recent::add);
        }
        read.forEach(state ->
                pace.published(new BoardId(state.card().id(), state.pool().type()), state.card()));
    }

    @Override
    public Synced sync() {
        List<RaceCard> current = races.current();
        int racesBehind;
        int boardsBehind;
        try {
            racesBehind = showRaces(current);
        } finally {
            boardsBehind = showOdds(current);
        }
        return new Synced(racesBehind, boardsBehind);
    }

    /**
     * @return the number of races could not be shown
     */
    private int showRaces(List<RaceCard> current) {
        Map<RaceId, Long> shown =
                cards.versions(current.stream().map(RaceCard::id).toList());
        Map<RaceId, RaceCard> late = new LinkedHashMap<>();
        for (RaceCard card : current) {
            if (shown.getOrDefault(card.id(), -1L) < card.version()) {
                late.put(card.id(), card);
            }
        }
        List<RaceId> ids = List.copyOf(late.keySet());
        showingRaces.retain(ids);
        showingRaces.each(ids, id -> {
            RaceCard card = late.get(id);
            if (card != null) {
                cards.show(card);
                late.remove(id);
            }
        });
        return late.size();
    }

    /**
     * @return the number of boards could not be shown
     */
    private int showOdds(List<RaceCard> current) {
        Map<BoardId, RaceCard> boards = new LinkedHashMap<>();
        for (RaceCard card : current) {
            if (card.state() != RaceState.DECLARED) {
                for (BetType type : card.market().offering().types()) {
                    boards.put(new BoardId(card.id(), type), card);
                }
            }
        }
        showingOdds.retain(List.copyOf(boards.keySet()));
        pace.retain(boards.keySet());
        Map<BoardId, Long> shown = board.versions(boards.keySet());
        Map<BoardId, Long> held = pools.versions(boards.keySet());
        List<BoardId> late = new ArrayList<>();
        boards.forEach((id, card) -> {
            Long version = shown.get(id);
            boolean isLate = version == null || version < OddsSheet.version(card, held.getOrDefault(id, 0L));
            if (isLate && (version == null || pace.isDue(id, card.version()))) {
                late.add(id);
            }
        });
        Set<BoardId> behind = new HashSet<>(late);
        publish(late, behind);
        return behind.size();
    }
}
