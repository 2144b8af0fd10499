package keiba.domain.settlement;

import java.util.List;
import java.util.stream.IntStream;
import keiba.domain.bet.BetType;
import keiba.domain.bet.Offering;
import keiba.domain.pool.Market;
import keiba.domain.race.Brackets;
import keiba.domain.race.Horses;

/**
 * The refunds of a race as they are announced beside its dividends: by horse number, by bracket, and by bracket paired
 * with itself. In a void race everything is refunded, whatever these lists contain.
 *
 * <p>Source: rules A.3 (JV-Data's lists of refunds).
 *
 * @param horses horses that were sold and did not start
 * @param brackets brackets that were sold and of which no horse is left, ascending; none where no bracket type is on sale
 * @param sameBrackets brackets whose pair with itself was sold and is void, although one horse is left; ascending
 */
public record RefundedNumbers(Horses horses, List<Integer> brackets, List<Integer> sameBrackets) {
    /**
     * Creates the lists.
     *
     * @throws IllegalArgumentException if a bracket is outside 1 to 8, or the brackets of a list are not ascending
     */
    public RefundedNumbers {
        brackets = List.copyOf(brackets);
        sameBrackets = List.copyOf(sameBrackets);
        requireAscending(brackets);
        requireAscending(sameBrackets);
    }

    private static void requireAscending(List<Integer> brackets) {
        int last = 0;
        for (int bracket : brackets) {
            if (bracket <= last || bracket > Brackets.COUNT) {
                throw new IllegalArgumentException(
                        "brackets must be from 1 to " + Brackets.COUNT + " in ascending order, not " + brackets);
            }
            last = bracket;
        }
    }

    /**
     * {@return the refunds of a market}
     *
     * @param market the race with the horses scratched so far
     */
    public static RefundedNumbers of(Market market) {
        Offering offering = market.offering();
        List<Integer> sold = offering.types().stream().anyMatch(BetType::onBrackets) ? sold(offering) : List.of();
        return new RefundedNumbers(
                market.scratched(),
                sold.stream().filter(bracket -> liveIn(market, bracket) == 0).toList(),
                sold.stream()
                        .filter(bracket -> liveIn(market, bracket) == 1 && offering.sellsSameBracket(bracket))
                        .toList());
    }

    private static List<Integer> sold(Offering offering) {
        return IntStream.rangeClosed(1, Brackets.COUNT)
                .filter(bracket -> !offering.field().enteredIn(bracket).isEmpty())
                .boxed()
                .toList();
    }

    private static int liveIn(Market market, int bracket) {
        return market.offering()
                .field()
                .brackets()
                .horsesIn(bracket)
                .and(market.live())
                .size();
    }
}
