package keiba.domain.bet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import keiba.domain.bet.Expansion.Combinations;
import keiba.domain.bet.Expansion.Fault;
import keiba.domain.bet.Expansion.Invalid;
import keiba.domain.bet.Expansion.Part;

/**
 * What a bettor selects for a bet on several races: a set of combinations for each leg. The bet is on every combination that has one of
 * each set; they are counted, not listed, because there can be millions.
 *
 * @param type the kind of bet
 * @param legs the selected combinations of each leg, none empty, in the order of the races
 */
public record MultiLegSelection(MultiLegType type, List<CombinationSet> legs) {
    /**
     * Creates a selection.
     *
     * @throws IllegalArgumentException if there is not one set for each leg, one is empty, or one is of another bet type
     */
    public MultiLegSelection {
        legs = List.copyOf(legs);
        if (legs.size() != type.legs()
                || legs.stream().anyMatch(leg -> leg.isEmpty() || leg.type() != type.legType())) {
            throw new IllegalArgumentException(
                    "a selection of " + type + " must have at least one combination of each leg, not " + legs);
        }
    }

    /** The selection that a bettor's input means, or why it means none. */
    public sealed interface LegsExpansion {

        /**
         * Returns the selection, for a caller that knows that the input is possible.
         *
         * @return the selection
         * @throws IllegalArgumentException if a leg is impossible
         */
        default MultiLegSelection orElseThrow() {
            return switch (this) {
                case Selected selected -> selected.selection();
                case InvalidLeg invalid ->
                    throw new IllegalArgumentException("leg " + invalid.leg() + " is invalid: "
                            + invalid.because().part() + " "
                            + invalid.because().fault());
            };
        }
    }

    /**
     * The input is possible.
     *
     * @param selection what it means
     */
    public record Selected(MultiLegSelection selection) implements LegsExpansion {}

    /**
     * The input is impossible.
     *
     * @param leg the number of the first wrong leg, from 1
     * @param because what is wrong with it; {@code NUMBERS WRONG_COUNT} if it is missing, empty or one too many, and {@code NUMBERS
     *     DUPLICATE} if it contains a combination twice
     */
    public record InvalidLeg(int leg, Invalid because) implements LegsExpansion {}

    /**
     * Returns the selection of several bets in each leg: straight bets on the horses of WIN5, or straight bets, boxes, wheels and formations
     * on exactas.
     *
     * @param type the kind of bet
     * @param races what is on sale in each race
     * @param legs the selections in each leg; any input has a result
     * @return the selection, or the first leg that is wrong
     * @throws IllegalArgumentException if there are not as many races as the kind has legs
     */
    public static LegsExpansion expand(MultiLegType type, List<Offering> races, List<List<Selection>> legs) {
        if (races.size() != type.legs()) {
            throw new IllegalArgumentException(type + " must be on " + type.legs() + " races, not " + races.size());
        }
        List<CombinationSet> sets = new ArrayList<>();
        for (int leg = 0; leg < Math.min(legs.size(), type.legs()); leg++) {
            switch (expand(type.legType(), races.get(leg), legs.get(leg))) {
                case Combinations combinations -> sets.add(combinations.set());
                case Invalid invalid -> {
                    return new InvalidLeg(leg + 1, invalid);
                }
            }
        }
        return legs.size() == type.legs()
                ? new Selected(new MultiLegSelection(type, sets))
                : new InvalidLeg(sets.size() + 1, new Invalid(Part.NUMBERS, Fault.WRONG_COUNT));
    }

    private static Expansion expand(BetType type, Offering race, List<Selection> selections) {
        List<Integer> all = new ArrayList<>();
        for (Selection selection : selections) {
            switch (selection.expand(type, race)) {
                case Combinations combinations -> combinations.set().stream().forEach(all::add);
                case Invalid invalid -> {
                    return invalid;
                }
            }
            if (all.stream().distinct().count() < all.size()) {
                return new Invalid(Part.NUMBERS, Fault.DUPLICATE);
            }
        }
        return all.isEmpty()
                ? new Invalid(Part.NUMBERS, Fault.WRONG_COUNT)
                : new Combinations(CombinationSet.of(
                        Numbering.of(type, race.field().runners()),
                        all.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** {@return the number of combinations, for each of which the bettor pays: the product of the sizes of the legs} */
    public long count() {
        return legs.stream().mapToLong(CombinationSet::size).reduce(1, Math::multiplyExact);
    }

    /**
     * {@return how many combinations have no leg among the given ones}
     *
     * @param without for each leg combinations of the same race, possibly none
     * @throws IllegalArgumentException if there is not one set for each leg, or one is of another race or bet type
     */
    public long countWithout(List<CombinationSet> without) {
        requireLegs(without.size());
        return IntStream.range(0, legs.size())
                .mapToLong(leg -> legs.get(leg).minus(without.get(leg)).size())
                .reduce(1, Math::multiplyExact);
    }

    /**
     * {@return whether the selection includes a combination}
     *
     * @param combination a combination of the same kind, whose numbers belong to the fields of these races
     * @throws IllegalArgumentException if it is of another kind, or names a horse beyond a field
     */
    public boolean contains(MultiLegCombination combination) {
        if (!combination.type().equals(type)) {
            throw new IllegalArgumentException("the combination must be of " + type + ", not " + combination.type());
        }
        return IntStream.range(0, legs.size()).allMatch(leg -> {
            CombinationSet selected = legs.get(leg);
            return selected.contains(
                    selected.numbering().index(combination.legs().get(leg)));
        });
    }

    private void requireLegs(int given) {
        if (given != legs.size()) {
            throw new IllegalArgumentException(type + " must have " + legs.size() + " legs, not " + given);
        }
    }
}
