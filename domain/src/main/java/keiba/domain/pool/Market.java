package keiba.domain.pool;

import java.util.EnumMap;
import java.util.Map;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.bet.Offering;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBook;

/**
 * A race as a betting market: its rule book, its offering, and the horses that were scratched since. Immutable; a
 * scratch returns another market, with which the same pools are priced and settled.
 *
 * <p>Source: Horse Racing Act art. 12 (what becomes void); rules A.3.
 */
public final class Market {
    private final RuleBook rules;
    private final Offering offering;
    private final Horses scratched;
    private final Map<BetType, CombinationSet> voidedByScratch = new EnumMap<>(BetType.class);

    private Market(RuleBook rules, Offering offering, Horses scratched) {
        Horses strangers = scratched.minus(offering.field().entered());
        if (!strangers.isEmpty()) {
            throw new IllegalArgumentException("only horses on sale can be scratched; " + strangers + " never were");
        }
        this.rules = rules;
        this.offering = offering;
        this.scratched = scratched;
        for (BetType type : offering.types()) {
            rules.terms(type);
            voidedByScratch.put(type, findVoidedByScratch(type));
        }
    }

    /**
     * {@return the market of a field when sales start, with the types and places that the rule book gives it}
     *
     * @param rules the rule book under which the race is sold
     * @param field the field when sales start
     */
    public static Market open(RuleBook rules, Field field) {
        return of(rules, rules.offering(field));
    }

    /**
     * {@return a market with a given offering}
     *
     * @param rules the rule book under which the race is sold
     * @param offering what is on sale
     * @throws IllegalArgumentException if it contains a type for which the rule book has no terms
     */
    public static Market of(RuleBook rules, Offering offering) {
        return new Market(rules, offering, Horses.NONE);
    }

    /**
     * {@return the market after these horses, too, have been scratched}
     *
     * @param horses horses that were on sale; those that are scratched already stay scratched
     * @throws IllegalArgumentException if one was not on sale
     */
    public Market scratch(Horses horses) {
        return new Market(rules, offering, scratched.plus(horses));
    }

    /** {@return the rule book under which the race is sold} */
    public RuleBook rules() {
        return rules;
    }

    /** {@return what was on sale when sales started} */
    public Offering offering() {
        return offering;
    }

    /** {@return the horses taken out since sales started} */
    public Horses scratched() {
        return scratched;
    }

    /** {@return the horses that are sold and still due to start} */
    public Horses live() {
        return offering.field().entered().minus(scratched);
    }

    /** {@return whether at most one horse is left, so that every bet on the race is void} Source: Horse Racing Act art. 12(1). */
    public boolean isVoid() {
        return live().size() <= 1;
    }

    /**
     * {@return the numbering of the combinations of a type in this race}
     *
     * @param type the bet type, on sale or not
     */
    public Numbering numbering(BetType type) {
        return Numbering.of(type, offering.field().runners());
    }

    /**
     * {@return a new pool of a type, without stakes}
     *
     * @param type the bet type, on sale or not
     */
    public Pool pool(BetType type) {
        return Pool.empty(numbering(type));
    }

    /**
     * {@return the combinations on sale whose stakes are refunded: those that a scratch has made void, or all if the race is
     * void; an empty set for a type that is not on sale}
     *
     * @param type the bet type
     */
    public CombinationSet voided(BetType type) {
        return isVoid() ? offering.onSale(type) : voidedByScratch(type);
    }

    /**
     * {@return the combinations on sale that a scratch voided: those of a horse that is out, and bracket pairs with too few
     * horses left; an empty set for a type that is not on sale} In a void race the other combinations are refunded as well, but
     * they are not in this set. The set decides which combinations are marked {@link PoolOdds.Mark#SCRATCHED}.
     *
     * @param type the bet type
     */
    public CombinationSet voidedByScratch(BetType type) {
        CombinationSet found = voidedByScratch.get(type);
        return found != null ? found : offering.onSale(type);
    }

    /**
     * {@return the combinations that are void in this market and were not void in an earlier market of the same race} Their
     * stakes are refunded after a scratch.
     *
     * @param type the bet type
     * @param earlier the market before the scratch
     * @throws IllegalArgumentException if the earlier market has another number of declared horses
     */
    public CombinationSet newlyVoided(BetType type, Market earlier) {
        return voided(type).minus(earlier.voided(type));
    }

    /**
     * {@return the pool without void stakes, from which odds and dividends are computed}
     *
     * @param pool a pool of this race, void stakes included
     * @throws IllegalArgumentException if the pool is of another field, or holds stakes on what was never on sale
     */
    public LivePool live(Pool pool) {
        return new LivePool(this, pool);
    }

    /**
     * {@return the odds that a pool implies now}
     *
     * @param pool a pool of this race, void stakes included
     * @throws IllegalArgumentException as {@link #live(Pool)}, and if the organiser does not sell the type of the pool
     */
    public PoolOdds odds(Pool pool) {
        return PoolOdds.of(live(pool));
    }

    private CombinationSet findVoidedByScratch(BetType type) {
        CombinationSet onSale = offering.onSale(type);
        if (scratched.isEmpty()) {
            return CombinationSet.none(onSale.numbering());
        }
        return CombinationSet.of(
                onSale.numbering(),
                onSale.stream()
                        .filter(index -> isHit(onSale.numbering(), index))
                        .toArray());
    }

    private boolean isHit(Numbering numbering, int index) {
        if (!numbering.type().onBrackets()) {
            return (numbering.bits(index) & scratched.bits()) != 0;
        }
        int a = numbering.number(index, 0);
        int b = numbering.number(index, 1);
        return a == b ? liveIn(a) <= 1 : liveIn(a) == 0 || liveIn(b) == 0;
    }

    private int liveIn(int bracket) {
        return offering.field().brackets().horsesIn(bracket).and(live()).size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Market that
                && rules.equals(that.rules)
                && offering.equals(that.offering)
                && scratched.equals(that.scratched);
    }

    @Override
    public int hashCode() {
        return offering.hashCode() * 31 + scratched.hashCode();
    }

    @Override
    public String toString() {
        return rules.name() + " " + offering + (scratched.isEmpty() ? "" : ", scratched " + scratched);
    }
}
