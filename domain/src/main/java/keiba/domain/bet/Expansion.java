package keiba.domain.bet;

/** The combinations of a selection, or why it has none. */
public sealed interface Expansion {

    /**
     * {@return the combinations, for a caller that knows that the selection is possible}
     *
     * @throws IllegalArgumentException if the selection is impossible
     */
    default CombinationSet orElseThrow() {
        return switch (this) {
            case Combinations combinations -> combinations.set();
            case Invalid invalid ->
                throw new IllegalArgumentException(
                        "the selection is invalid: " + invalid.part() + " " + invalid.fault());
        };
    }

    /**
     * The combinations, at least one.
     *
     * @param set what the bettor pays for; not empty
     */
    record Combinations(CombinationSet set) implements Expansion {
        /**
         * Creates an expansion.
         *
         * @throws IllegalArgumentException if the set is empty
         */
        public Combinations {
            if (set.isEmpty()) {
                throw new IllegalArgumentException("a selection must have at least one combination: " + set);
            }
        }

        /** {@return how many combinations the bettor pays for} */
        public int count() {
            return set.size();
        }
    }

    /**
     * The selection is impossible.
     *
     * @param part the part that is wrong
     * @param fault what is wrong with it
     */
    record Invalid(Part part, Fault fault) implements Expansion {}

    /** A part of a selection. */
    enum Part {
        /** The bet type: it is not on sale. */
        BET_TYPE,
        /** The method: the bet type cannot be bought in this way. */
        METHOD,
        /** The numbers of a straight bet or a box. */
        NUMBERS,
        /** The axis of a wheel. */
        AXIS,
        /** The partners of a wheel. */
        PARTNERS,
        /** The position of the axis. */
        POSITION,
        /** The columns of a formation. */
        COLUMNS
    }

    /** What is wrong with a part. */
    enum Fault {
        /** The type is not on sale for this race. */
        NOT_ON_SALE,
        /** The type cannot be bought by this method. */
        METHOD_NOT_OFFERED,
        /** Too few or too many numbers, columns, axes or partners. */
        WRONG_COUNT,
        /** A number occurs twice. */
        DUPLICATE,
        /** No such horse or bracket is entered. */
        NOT_ENTERED,
        /** An axis is among the partners. */
        OVERLAP,
        /** A position is outside the type's places, is given although it has no meaning, or is missing. */
        WRONG_POSITION,
        /** A bracket is paired with itself and had fewer than two horses when sales started. */
        SAME_BRACKET_NOT_SOLD,
        /** No combination is left. */
        EMPTY
    }
}
