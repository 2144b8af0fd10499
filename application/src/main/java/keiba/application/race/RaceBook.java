package keiba.application.race;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import keiba.application.caller.Actor;
import keiba.domain.bet.CombinationSet;

/** Stores the races. Every change is written to the audit trail with its actor. */
public interface RaceBook {

    /**
     * Enters a new race, unless a race with that id exists.
     *
     * @return the existing race, unchanged; empty if the new race was entered
     */
    Optional<RaceCard> enter(RaceCard card, Actor actor);

    Optional<RaceCard> find(RaceId id);

    /**
     * Returns the races of a day whose ids are greater than the given one, in the order of their ids; at most {@code
     * limit}.
     */
    List<RaceCard> on(LocalDate day, Optional<RaceId> after, int limit);

    /**
     * Returns the races that the boards must show, by id: those that are neither settled nor void, and those that
     * changed within the last day.
     */
    List<RaceCard> current();

    /**
     * Returns the OPEN and SUSPENDED races that are past their deadline by the clock of the books, at most {@code
     * limit}.
     */
    List<RaceId> pastDeadline(int limit);

    /** Returns the races whose closing is in this phase, without void races; at most {@code limit}. */
    List<RaceCard> in(Closing.Phase phase, int limit);

    /**
     * Returns the announcements of a race with greater versions than the given one, by version, at most {@code limit};
     * empty for an unknown race.
     */
    List<PastAnnouncement> announcements(RaceId id, int after, int limit);

    /**
     * Decides about a race while no other transaction can change it, and saves the decision, in one transaction. If the
     * changed race has another version of the announced facts, the change is stored as an announcement of the race.
     *
     * @param action the name of the requested action, for the audit trail
     * @param decision decides from the current race and the time by the clock of the books
     * @return the answer of the decision; empty for an unknown race
     */
    <T> Optional<T> decide(RaceId id, Actor actor, String action, BiFunction<RaceCard, Instant, Decision<T>> decision);

    /**
     * The decision about a race: its new state, if it changes, and the outcome for the caller.
     *
     * @param changed the race to be saved; empty to leave it as it is
     * @param voided the combinations that become void, one set for each bet type that has any; their stakes are to be
     *     refunded
     */
    record Decision<T>(Optional<RaceCard> changed, List<CombinationSet> voided, T answer) {
        /**
         * Creates a decision.
         *
         * @throws IllegalArgumentException if combinations become void and the race does not change
         */
        public Decision {
            voided = List.copyOf(voided);
            if (changed.isEmpty() && !voided.isEmpty()) {
                throw new IllegalArgumentException("combinations can become void only if the race changes: " + voided);
            }
        }

        /** Returns a decision that does not change the race. */
        public static <T> Decision<T> unchanged(T answer) {
            return new Decision<>(Optional.empty(), List.of(), answer);
        }

        /** Returns a decision to save the race, without combinations that become void. */
        public static <T> Decision<T> changed(RaceCard changed, T answer) {
            return new Decision<>(Optional.of(changed), List.of(), answer);
        }
    }
}
