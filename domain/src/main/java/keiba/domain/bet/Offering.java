package keiba.domain.bet;

import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import keiba.domain.race.Brackets;
import keiba.domain.race.Field;

/**
 * The offering of a race: the bet types, the combinations of each, and the number of places that PLACE pays. It is
 * fixed when sales start; a later scratch does not change it.
 *
 * <p>Source: Enforcement Regulation art. 7(2) (frozen at the start of sales); rules A.1.
 */
public final class Offering {
    private final Field field;
    private final int placesPaid;
    private final Map<BetType, CombinationSet> onSale = new EnumMap<>(BetType.class);

    /**
     * Creates an offering; {@code RuleBook.offering} creates one according to an organiser's rules.
     *
     * @param field the field when sales start
     * @param types the types on sale
     * @param placesPaid the last placing with which PLACE wins: 2 or 3
     * @throws IllegalArgumentException if the places paid are neither 2 nor 3
     */
    public Offering(Field field, Set<BetType> types, int placesPaid) {
        if (placesPaid != 2 && placesPaid != 3) {
            throw new IllegalArgumentException("PLACE must pay 2 or 3 places, not " + placesPaid);
        }
        this.field = field;
        this.placesPaid = placesPaid;
        for (BetType type : types) {
            onSale.put(type, sold(Numbering.of(type, field.runners())));
        }
    }

    private CombinationSet sold(Numbering numbering) {
        BitSet sold = new BitSet(numbering.count());
        for (int index = 0; index < numbering.count(); index++) {
            sold.set(index, numbering.type().onBrackets() ? isPairSold(numbering, index) : isEntered(numbering, index));
        }
        return CombinationSet.of(numbering, sold);
    }

    private boolean isEntered(Numbering numbering, int index) {
        return (numbering.bits(index) & field.withdrawn().bits()) == 0;
    }

    private boolean isPairSold(Numbering numbering, int index) {
        int a = numbering.number(index, 0);
        int b = numbering.number(index, 1);
        return a == b
                ? sellsSameBracket(a)
                : field.enteredIn(a).size() > 0 && field.enteredIn(b).size() > 0;
    }

    /**
     * {@return whether the pair of a bracket with itself (ゾロ目) is sold: two horses or more were entered in it} Source: rules A.7.
     *
     * @param bracket the number of the bracket, 1 to 8
     * @throws IllegalArgumentException if the bracket is outside 1 to 8
     */
    public boolean sellsSameBracket(int bracket) {
        return field.enteredIn(bracket).size() >= 2;
    }

    /** {@return the field when sales started} */
    public Field field() {
        return field;
    }

    /** {@return the last placing with which PLACE wins: 2 or 3} */
    public int placesPaid() {
        return placesPaid;
    }

    /** {@return the types on sale, in the order of {@link BetType}} */
    public Set<BetType> types() {
        return onSale.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(onSale.keySet()));
    }

    /**
     * {@return whether a type is on sale}
     *
     * @param type the bet type
     */
    public boolean sells(BetType type) {
        return onSale.containsKey(type);
    }

    /**
     * {@return the combinations of a type that are sold; an empty set for a type that is not on sale}
     *
     * @param type the bet type
     */
    public CombinationSet onSale(BetType type) {
        CombinationSet sold = onSale.get(type);
        return sold != null ? sold : CombinationSet.none(Numbering.of(type, field.runners()));
    }

    /**
     * Returns whether this number can be bet on: an entered horse or, for the bracket types, a bracket with an entered
     * horse.
     */
    boolean sellsNumber(BetType type, int number) {
        if (!type.onBrackets()) {
            return field.entered().contains(number);
        }
        return number >= 1
                && number <= Brackets.COUNT
                && !field.enteredIn(number).isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Offering that
                && placesPaid == that.placesPaid
                && field.equals(that.field)
                && onSale.keySet().equals(that.onSale.keySet());
    }

    @Override
    public int hashCode() {
        return field.hashCode() * 31 + onSale.keySet().hashCode();
    }

    @Override
    public String toString() {
        return types() + " on " + field + ", " + placesPaid + " places";
    }
}
