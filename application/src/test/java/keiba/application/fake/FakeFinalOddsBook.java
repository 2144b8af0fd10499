package keiba.application.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keiba.application.caller.Actor;
import keiba.application.odds.BoardId;
import keiba.application.odds.FinalOddsBook;
import keiba.application.odds.OddsSheet;
import keiba.application.odds.PoolBook.PoolState;
import keiba.application.race.Closing;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.bet.BetType;
import keiba.domain.pool.Pool;
import keiba.domain.race.RaceState;

/** Final odds, stored in memory. */
public final class FakeFinalOddsBook implements FinalOddsBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the book of final odds");

    FakeFinalOddsBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    /** The final odds that were saved last; empty before. */
    public List<OddsSheet> saved(RaceId race) {
        return books.read(state -> state.finalOdds.getOrDefault(race, List.of()));
    }

    @Override
    public List<RaceId> uncounted(int tickets, int limit) {
        return faults.call(() -> books.read(state -> state.races.values().stream()
                .filter(FakeFinalOddsBook::takesTickets)
                .map(RaceCard::id)
                .filter(race -> state.sold(race).size() - countedAhead(state, race) >= tickets)
                .limit(limit)
                .toList()));
    }

    private static boolean takesTickets(RaceCard card) {
        return card.state() == RaceState.OPEN
                || card.state() == RaceState.SUSPENDED
                || (card.state() != RaceState.VOID && card.isIn(Closing.Phase.CLOSING));
    }

    private static int countedAhead(BooksState state, RaceId race) {
        return state.countedAhead.getOrDefault(race, 0);
    }

    @Override
    public boolean countAhead(RaceId race, int tickets) {
        return faults.call(
                race,
                () -> books.transaction(state -> {
                    int sold = state.sold(race).size();
                    int counted = Math.min(sold, countedAhead(state, race) + tickets);
                    state.countedAhead.put(race, counted);
                    return counted < sold;
                }));
    }

    /** Nothing is stored of what was counted ahead, so that both counts are the same. */
    @Override
    public Optional<Count> count(RaceId race) {
        return countAll(race);
    }

    @Override
    public Optional<Count> countAll(RaceId race) {
        return faults.call(
                race,
                () -> books.read(
                        state -> Optional.ofNullable(state.races.get(race)).map(card -> count(state, card))));
    }

    private Count count(BooksState state, RaceCard card) {
        List<PoolState> running = new ArrayList<>();
        List<Pool> counted = new ArrayList<>();
        for (BetType type : card.market().offering().types()) {
            PoolState pool =
                    state.running(new BoardId(card.id(), type), books.now()).orElseThrow();
            running.add(pool);
            counted.add(counted(state, card.id(), Pool.empty(pool.pool().numbering())));
        }
        return new Count(card, running, counted);
    }

    private static Pool counted(BooksState state, RaceId race, Pool empty) {
        state.sold(race).stream()
                .filter(sold -> sold.combinations().type() == empty.type())
                .forEach(sold ->
                        empty.add(sold.combinations(), sold.ticket().bet().amount()));
        return empty;
    }

    @Override
    public boolean declare(RaceCard card, List<OddsSheet> sheets) {
        return faults.call(
                card.id(),
                () -> books.transaction(state -> {
                    RaceCard there = state.races.get(card.id());
                    boolean stands = there != null && there.version() == card.version() - 1;
                    if (stands) {
                        state.save(card, books.now(), Actor.SYSTEM, "DeclareFinalOdds");
                        state.finalOdds.put(card.id(), List.copyOf(sheets));
                    }
                    return stands;
                }));
    }
}
