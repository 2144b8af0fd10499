package keiba.application.race;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import keiba.application.account.Actor;
import keiba.domain.bet.CombinationSet;

/** The races of record. Every change is audited with its actor. */
public interface RaceBook {

    /**
     * Enters a new race, unless there is one of that id.
     *
     * @return the race that was there before, unchanged; empty if this one was entered
     */
    Optional<RaceCard> enter(RaceCard card, Actor actor);

    Optional<RaceCard> find(RaceId id);

    /** Returns the races of a day by id, those after the given one, at most {@code limit}. */
    List<RaceCard> on(LocalDate day, Optional<RaceId> after, int limit);

    /** Returns the races that are neither settled nor void, and those that changed within the last day, by id: what the boards must show. */
    List<RaceCard> current();

    /** Returns the races whose sales are due to end by the books' clock: OPEN or SUSPENDED, past their deadline; at most {@code limit}. */
    List<RaceId> pastDeadline(int limit);

    /** Returns the races whose closing has come exactly this far, void ones left out; at most {@code limit}. */
    List<RaceCard> in(Closing.Phase phase, int limit);

    /** Returns the announcements of a race by version, those after the given version, at most {@code limit}; none for an unknown race. */
    List<PastAnnouncement> announcements(RaceId id, int after, int limit);

    /**
     * Decides about a race while no other transaction can change it, and saves what was decided, in one transaction. A change with another
     * version of what is announced becomes one of the race's announcements.
     *
     * @param action what is asked, for the audit trail
     * @param decision decides from the current race and the time of the books' clock
     * @return the decision's answer; empty for an unknown race
     */
    <T> Optional<T> decide(RaceId id, Actor actor, String action, BiFunction<RaceCard, Instant, Decision<T>> decision);

    /**
     * The decision about a race: its new state, if it changes, and the outcome for the caller.
     *
     * @param changed the race to be saved; empty to leave it as it is
     * @param voided the combinations that are void from now on, a set for each type in which there are some: what was sold of them is to
     *     be refunded
     */
    record Decision<T>(Optional<RaceCard> changed, List<CombinationSet> voided, T answer) {
        /**
         * A decision.
         *
         * @throws IllegalArgumentException if combinations become void and the race stays as it is
         */
        public Decision {
            voided = List.copyOf(voided);
            if (changed.isEmpty() && !voided.isEmpty()) {
                throw new IllegalArgumentException("combinations can become void only if the race changes: " + voided);
            }
        }

        /** Leaves the race as it is. */
        public static <T> Decision<T> unchanged(T answer) {
            return new Decision<>(Optional.empty(), List.of(), answer);
        }

        /** Saves the race; nothing becomes void. */
        public static <T> Decision<T> changed(RaceCard changed, T answer) {
            return new Decision<>(Optional.of(changed), List.of(), answer);
        }
    }
}
