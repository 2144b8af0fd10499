package keiba.application.fake;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import keiba.application.caller.Actor;
import keiba.application.race.Closing;
import keiba.application.race.PastAnnouncement;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.domain.race.RaceState;

/** Races, stored in memory. */
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
                .map(line -> line.actor() + " " + line.action() + " "
                        + line.race().map(RaceId::toString).orElse("payouts"))
                .toList());
    }

    @Override
    public Optional<RaceCard> enter(RaceCard card, Actor actor) {
        return faults.call(() -> books.transaction(state -> {
            Optional<RaceCard> there = Optional.ofNullable(state.races.get(card.id()));
            if (there.isEmpty()) {
                state.save(card, books.now(), actor, "Declare");
            }
            return there;
        }));
    }

    @Override
    public Optional<RaceCard> find(RaceId id) {
        return faults.call(id, () -> books.read(state -> Optional.ofNullable(state.races.get(id))));
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
    public List<RaceCard> current() {
        Instant yesterday = books.now().minus(Duration.ofDays(1));
        return faults.call(() -> books.read(state -> state.races.values().stream()
                .filter(card -> !isSettledOrVoid(card.state())
                        || state.changedAt.getOrDefault(card.id(), Instant.MIN).isAfter(yesterday))
                .toList()));
    }

    @Override
    public List<RaceId> pastDeadline(int limit) {
        return faults.call(() -> books.read(state -> state.races.values().stream()
                .filter(card -> card.state() == RaceState.OPEN || card.state() == RaceState.SUSPENDED)
                .filter(card -> !books.now().isBefore(card.deadline()))
                .map(RaceCard::id)
                .limit(limit)
                .toList()));
    }

    @Override
    public List<RaceCard> in(Closing.Phase phase, int limit) {
        return faults.call(() -> books.read(state -> state.races.values().stream()
                .filter(card -> card.isIn(phase))
                .limit(limit)
                .toList()));
    }

    @Override
    public List<PastAnnouncement> announcements(RaceId id, int after, int limit) {
        return faults.call(
                id,
                () -> books.read(state -> state.announcements.getOrDefault(id, List.of()).stream()
                        .filter(made -> made.version() > after)
                        .limit(limit)
                        .toList()));
    }

    private static boolean isSettledOrVoid(RaceState state) {
        return switch (state) {
            case PAYABLE, EXPIRED, VOID -> true;
            case DECLARED, OPEN, SUSPENDED, CLOSED, RUNNING, UNOFFICIAL, INQUIRY, PLACED_TO_3, OFFICIAL -> false;
        };
    }

    @Override
    public <T> Optional<T> decide(
            RaceId id, Actor actor, String action, BiFunction<RaceCard, Instant, Decision<T>> decision) {
        return faults.call(
                id,
                () -> books.transaction(state -> Optional.ofNullable(state.races.get(id))
                        .map(card -> decision.apply(card, books.now()))
                        .map(decided -> {
                            decided.changed().ifPresent(changed -> {
                                state.save(changed, books.now(), actor, action);
                                state.voided(id, decided.voided());
                            });
                            return decided.answer();
                        })));
    }
}
