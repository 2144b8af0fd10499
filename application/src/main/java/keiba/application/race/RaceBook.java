package keiba.application.race;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keiba.application.account.Actor;

/** The races of record. Every change is audited with its actor. */
public interface RaceBook {

    /**
     * Enters a new race, unless there is one of that id.
     *
     * @return the race that was there before, unchanged; empty if this one was entered
     */
    Optional<RaceCard> enter(RaceCard card, Actor actor);

    Optional<RaceCard> find(RaceId id);

    /** The races of a day by id, those after the given one, at most {@code limit}. */
    List<RaceCard> on(LocalDate day, Optional<RaceId> after, int limit);

    /** The races that are neither settled nor void, by id: what the boards must show. */
    List<RaceCard> unsettled();

    /**
     * Decides about a race while nobody else can change it, and saves what was decided, in one transaction.
     *
     * @param action what is asked, for the audit trail
     * @return the decision's answer; empty for an unknown race
     */
    <T> Optional<T> decide(RaceId id, Actor actor, String action, Function<RaceCard, Decision<T>> decision);

    /**
     * What was decided about a race.
     *
     * @param changed the race to be saved; empty to leave it as it is
     */
    record Decision<T>(Optional<RaceCard> changed, T answer) {}
}
