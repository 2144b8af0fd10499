package keiba.domain.settlement;

import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.pool.Market;
import keiba.domain.race.OrderOfFinish;

/**
 * The result of one race for bets on several races.
 *
 * <p>Source: Horse Racing Act art. 12 (a leg that would be void makes every bet with it void); rules A.3.
 *
 * @param winning the winning combinations; several in a dead heat, none if all are void
 * @param voided the combinations that were on sale and are void: every bet with one of them is refunded
 */
public record LegResult(CombinationSet winning, CombinationSet voided) {
    /**
     * Creates a result.
     *
     * @throws IllegalArgumentException if a combination both wins and is void, or the two sets are not of the same race and bet type
     */
    public LegResult {
        if (!winning.and(voided).isEmpty()) {
            throw new IllegalArgumentException("a winning combination must not be void: "
                    + winning.and(voided).combinations());
        }
    }

    /**
     * {@return the result of a race that was run}
     *
     * @param market the race with its scratched horses
     * @param type the bet type of the legs
     * @param order the official order of finish
     */
    public static LegResult of(Market market, BetType type, OrderOfFinish order) {
        CombinationSet voided = market.voided(type);
        CombinationSet winning = WinningCombinations.of(type, market.offering(), order)
                .and(market.offering().onSale(type))
                .minus(voided);
        return winning.isEmpty() ? cancelled(market, type) : new LegResult(winning, voided);
    }

    /**
     * {@return the result of a race that did not take place, or has no winner: every bet with this leg is refunded}
     *
     * @param market the race
     * @param type the bet type of the legs
     */
    public static LegResult cancelled(Market market, BetType type) {
        return new LegResult(
                CombinationSet.none(market.numbering(type)), market.offering().onSale(type));
    }
}
