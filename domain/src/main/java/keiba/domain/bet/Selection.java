package keiba.domain.bet;

import java.util.Arrays;
import java.util.List;
import keiba.domain.bet.Expansion.Fault;
import keiba.domain.bet.Expansion.Invalid;
import keiba.domain.bet.Expansion.Part;

/**
 * The way in which a bettor specifies combinations. The resulting combinations depend only on the selection and on the
 * offering when the race opened. No combination is removed silently, except those of a formation that contain the same
 * horse twice.
 *
 * <p>Source: rules A.7 (methods and counts).
 */
public sealed interface Selection {

    /**
     * One combination: as many numbers as the type has places, in order of finish for ordered types.
     *
     * @param numbers the numbers of the horses or brackets
     */
    record Straight(List<Integer> numbers) implements Selection {
        /** Creates a selection; {@link Selection#expand} says whether it can be bought. */
        public Straight {
            numbers = List.copyOf(numbers);
        }

        /**
         * {@return the selection of these numbers, first to last}
         *
         * @param numbers the numbers of the horses or brackets
         */
        public static Straight of(int... numbers) {
            return new Straight(boxed(numbers));
        }
    }

    /**
     * Every combination of these numbers (ボックス); never a bracket with itself.
     *
     * @param numbers the numbers of the horses or brackets, in any order: at least as many as the type has places
     */
    record Box(List<Integer> numbers) implements Selection {
        /** Creates a selection; {@link Selection#expand} says whether it can be bought. */
        public Box {
            numbers = List.copyOf(numbers);
        }

        /**
         * {@return the box of these numbers}
         *
         * @param numbers the numbers of the horses or brackets, in any order
         */
        public static Box of(int... numbers) {
            return new Box(boxed(numbers));
        }
    }

    /**
     * One or two horses with each of the partners (ながし).
     *
     * @param axis one horse, or two for TRIO and TRIFECTA
     * @param partners the horses that are combined with the axes
     * @param positions the place at which each axis finishes, for ordered types; empty otherwise
     * @param multi whether the axes may finish at every position (マルチ), for ordered types
     */
    record Wheel(List<Integer> axis, List<Integer> partners, List<Integer> positions, boolean multi)
            implements Selection {
        /** Creates a selection; {@link Selection#expand} says whether it can be bought. */
        public Wheel {
            axis = List.copyOf(axis);
            partners = List.copyOf(partners);
            positions = List.copyOf(positions);
        }

        /**
         * {@return a wheel of an unordered type}
         *
         * @param axis one horse or bracket, or two horses for TRIO
         * @param partners the horses or brackets that are combined with the axes
         */
        public static Wheel of(List<Integer> axis, List<Integer> partners) {
            return new Wheel(axis, partners, List.of(), false);
        }

        /**
         * {@return a wheel whose axes finish at these positions, the i-th axis at the i-th}
         *
         * @param places the place of each axis, from 1, as many as there are axes
         */
        public Wheel at(Integer... places) {
            return new Wheel(axis, partners, List.of(places), multi);
        }

        /** {@return the same wheel with the axes at every position} */
        public Wheel inEveryPosition() {
            return new Wheel(axis, partners, positions, true);
        }
    }

    /**
     * One number from each column (フォーメーション); column i is place i for ordered types. Combinations with the same horse
     * twice are left out.
     *
     * @param columns the numbers of the horses or brackets in each column; as many columns as the type has places
     */
    record Formation(List<List<Integer>> columns) implements Selection {
        /** Creates a selection; {@link Selection#expand} says whether it can be bought. */
        public Formation {
            columns = columns.stream().map(List::copyOf).toList();
        }

        /**
         * {@return the formation of these columns, first to last}
         *
         * @param columns the numbers of the horses or brackets in each column
         */
        @SafeVarargs
        @SuppressWarnings("varargs") // the columns are only read
        public static Formation of(List<Integer>... columns) {
            return new Formation(Arrays.asList(columns));
        }
    }

    /**
     * {@return the combinations of this selection for a bet type of an offering, or why it has none} Every input has a result,
     * and the time does not grow with the length of hostile input.
     *
     * @param type the bet type to bet on; a type that is not on sale is a fault of the selection
     * @param offering what was on sale when the race opened
     */
    default Expansion expand(BetType type, Offering offering) {
        return offering.sells(type)
                ? new SelectionExpander(type, offering).expand(this)
                : new Invalid(Part.BET_TYPE, Fault.NOT_ON_SALE);
    }

    private static List<Integer> boxed(int... numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
