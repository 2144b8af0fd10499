package keiba.application.fake;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keiba.application.account.Actor;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.race.RaceState;

/** The races of the books in memory. */
public final class FakeRaceBook implements RaceBook {
    private final FakeBooks books;
    private final Faults faults = new Faults("the race book");

    FakeRaceBook(FakeBooks books) {
        this.books = books;
    }

    public Faults faults() {
        return faults;
    }

    /** Who did what, in order: {@code "7 Open 100"}. */
    public List<String> trail() {
        return books.read(state -> state.trail.stream()
                .map(line -> line.actor().user() + " " + line.action() + " " + line.race())
                .toList());
    }

    @Override
    public Optional<RaceCard> enter(RaceCard card, Actor actor) {
        return faults.call(() -> books.transaction(state -> {
            Optional<RaceCard> there = Optional.ofNullable(state.races.putIfAbsent(card.id(), card));
            if (there.isEmpty()) {
                state.trail.add(new BooksState.Audited(card.id(), actor, "Declare"));
            }
            return there;
        }));
    }

    @Override
    public Optional<RaceCard> find(RaceId id) {
        return faults.call(() -> books.read(state -> Optional.ofNullable(state.races.get(id))));
    }

    @Override
    public List<RaceCard> on(LocalDate day, Optional<RaceId> after, int limit) {
        return faults.call(() -> books.read(state -> state.races.values().stream()
                .filter(card -> card.day().equals(day))
                .filter(card -> after.isEmpty() || card.id().compareTo(after.get()) > 0)
                .limit(limit)
                .toList()));
    }

    @Override
    public List<RaceCard> unsettled() {
        return faults.call(() -> books.read(state -> state.races.values().stream()
                .filter(card -> !isSettledOrVoid(card.state()))
                .toList()));
    }

    private static boolean isSettledOrVoid(RaceState state) {
        return switch (state) {
            case PAYABLE, EXPIRED, VOID -> true;
            case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL -> false;
        };
    }

    @Override
    public <T> Optional<T> decide(RaceId id, Actor actor, String action, Function<RaceCard, Decision<T>> decision) {
        return faults.call(() -> books.transaction(state -> Optional.ofNullable(state.races.get(id))
                .map(decision)
                .map(decided -> {
                    decided.changed().ifPresent(changed -> {
                        state.races.put(id, changed);
                        state.trail.add(new BooksState.Audited(id, actor, action));
                    });
                    return decided.answer();
                })));
    }
}
