package keiba.domain.settlement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import keiba.domain.bet.BetType;
import keiba.domain.bet.CombinationSet;
import keiba.domain.bet.Numbering;
import keiba.domain.bet.Offering;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;

/**
 * Determines the winning combinations. With dead heats every order that the result allows counts: the first k of all of
 * them are the winning ordered combinations, their sets the unordered ones; WIDE wins with any two of the first three,
 * PLACE with a placing up to the places paid.
 *
 * <p>Source: Enforcement Regulation art. 6–8; rules A.4.
 */
public final class WinningCombinations {
    private WinningCombinations() {}

    /**
     * {@return the winning combinations of a type; empty where too few horses finished for the type to have a winner}
     *
     * @param type the bet type, on sale or not
     * @param offering the field, its brackets and the number of places that PLACE pays
     * @param order the official order; horses that are not in it did not finish, or finished far behind
     */
    public static CombinationSet of(BetType type, Offering offering, OrderOfFinish order) {
        Numbering numbering = Numbering.of(type, offering.field().runners());
        List<Integer> won = new ArrayList<>();
        switch (type) {
            case WIN -> order.firstPlacings(1).finishers().stream().forEach(horse -> won.add(numbering.index(horse)));
            case PLACE ->
                order.firstPlacings(offering.placesPaid()).finishers().stream()
                        .forEach(horse -> won.add(numbering.index(horse)));
            case QUINELLA, EXACTA -> forEachFirst(2, order, first -> won.add(numbering.index(first[0], first[1])));
            case BRACKET_QUINELLA, BRACKET_EXACTA ->
                forEachFirst(
                        2,
                        order,
                        first -> won.add(numbering.index(bracket(offering, first[0]), bracket(offering, first[1]))));
            case TRIO, TRIFECTA ->
                forEachFirst(3, order, first -> won.add(numbering.index(first[0], first[1], first[2])));
            case WIDE -> wide(numbering, order, won);
        }
        return CombinationSet.of(
                numbering, won.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int bracket(Offering offering, int horse) {
        return offering.field().brackets().bracketOf(horse);
    }

    /** Always to third place, also in small fields; with two finishers only their pair. */
    private static void wide(Numbering numbering, OrderOfFinish order, List<Integer> won) {
        int placed = Math.min(3, order.finishers().size());
        forEachFirst(placed, order, first -> {
            for (int i = 0; i < placed; i++) {
                for (int j = i + 1; j < placed; j++) {
                    won.add(numbering.index(first[i], first[j]));
                }
            }
        });
    }

    /** Visits the first k of every order that the result allows; none where fewer finished. The array is reused. */
    private static void forEachFirst(int k, OrderOfFinish order, Consumer<int[]> visitor) {
        if (order.finishers().size() >= k) {
            visit(order.groups(), 0, Horses.NONE, new int[k], 0, visitor);
        }
    }

    private static void visit(
            List<Horses> groups, int group, Horses taken, int[] first, int filled, Consumer<int[]> visitor) {
        if (filled == first.length) {
            visitor.accept(first);
            return;
        }
        int[] candidates = groups.get(group).minus(taken).toArray();
        for (int horse : candidates) {
            first[filled] = horse;
            boolean lastOfGroup = candidates.length == 1;
            visit(groups, lastOfGroup ? group + 1 : group, taken.plus(horse), first, filled + 1, visitor);
        }
    }
}
