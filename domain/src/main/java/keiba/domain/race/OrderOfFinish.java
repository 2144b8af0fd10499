package keiba.domain.race;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The horses that finished, from first to last; the horses of one group crossed the line together (a dead heat). Horses
 * that did not finish are not in it, and horses far behind may be left out, because only the first three placings
 * matter to bets.
 *
 * @param groups disjoint and not empty; an empty list means that no horse finished
 */
public record OrderOfFinish(List<Horses> groups) {
    /** No horse finished. */
    public static final OrderOfFinish NONE = new OrderOfFinish(List.of());

    /**
     * Creates an order.
     *
     * @throws IllegalArgumentException if a group is empty, or a horse is in two groups
     */
    public OrderOfFinish {
        groups = List.copyOf(groups);
        Horses seen = Horses.NONE;
        for (Horses group : groups) {
            if (group.isEmpty() || group.intersects(seen)) {
                throw new IllegalArgumentException(
                        "each group must contain a horse, and each horse must finish only once: " + groups);
            }
            seen = seen.plus(group);
        }
    }

    /**
     * {@return an order without dead heats}
     *
     * @param horses the horses that finished, first to last: each 1 to 30; none if no horse finished
     * @throws IllegalArgumentException if a horse number is outside 1 to 30, or appears twice
     */
    public static OrderOfFinish of(int... horses) {
        return new OrderOfFinish(Arrays.stream(horses).mapToObj(Horses::of).toList());
    }

    /**
     * {@return the order of these groups: {@code of(Horses.of(6), Horses.of(4), Horses.of(3, 5))} is a dead heat for third}
     *
     * @param groups the groups, first to last; each holds the horses that crossed the line together
     * @throws IllegalArgumentException if a group is empty, or a horse is in two groups
     */
    public static OrderOfFinish of(Horses... groups) {
        return new OrderOfFinish(List.of(groups));
    }

    /**
     * {@return the order in which the horses have these placings, as official data give them} Horses with equal placings finished
     * together, and the next placing counts them: 1, 2, 2, 4.
     *
     * @param placings by horse number the placing, from 1; horses that did not finish, and horses far behind, are left out
     * @throws IllegalArgumentException if a placing is not one more than the number of horses ahead, or a horse number is outside 1 to 30
     */
    public static OrderOfFinish ofPlacings(Map<Integer, Integer> placings) {
        Map<Integer, Horses> groups = new TreeMap<>();
        placings.forEach((horse, placing) -> groups.merge(placing, Horses.of(horse), Horses::plus));
        int ahead = 0;
        for (Map.Entry<Integer, Horses> group : groups.entrySet()) {
            if (group.getKey() != ahead + 1) {
                throw new IllegalArgumentException("horses " + group.getValue() + " are placed " + group.getKey()
                        + " with " + ahead + " horses ahead of them: " + new TreeMap<>(placings));
            }
            ahead += group.getValue().size();
        }
        return new OrderOfFinish(List.copyOf(groups.values()));
    }

    /** {@return all horses of the order} */
    public Horses finishers() {
        return groups.stream().reduce(Horses.NONE, Horses::plus);
    }

    /**
     * {@return the placing of a horse: one more than the number of horses ahead of it (1, 2, 2, 4); empty for a horse that is not
     * in the order} Source: Enforcement Regulation art. 8(1).
     *
     * @param horse any horse number
     */
    public OptionalInt placingOf(int horse) {
        int ahead = 0;
        for (Horses group : groups) {
            if (group.contains(horse)) {
                return OptionalInt.of(ahead + 1);
            }
            ahead += group.size();
        }
        return OptionalInt.empty();
    }

    /**
     * {@return the groups up to and including the one that holds the given placing; the rest of the order is cut off}
     *
     * @param placings the last placing to keep, 0 or more; 0 keeps none
     * @throws IllegalArgumentException if the placing is negative
     */
    public OrderOfFinish firstPlacings(int placings) {
        if (placings < 0) {
            throw new IllegalArgumentException("a number of placings must be at least 0, not " + placings);
        }
        List<Horses> first = new ArrayList<>();
        int ahead = 0;
        for (Horses group : groups) {
            if (ahead >= placings) {
                break;
            }
            first.add(group);
            ahead += group.size();
        }
        return new OrderOfFinish(first);
    }

    /**
     * {@return the order without these horses; those behind move up}
     *
     * @param horses the horses to leave out, whether or not they finished
     */
    public OrderOfFinish without(Horses horses) {
        return new OrderOfFinish(groups.stream()
                .map(group -> group.minus(horses))
                .filter(group -> !group.isEmpty())
                .toList());
    }

    /**
     * {@return the order after a demotion (降着): the horse is placed directly behind another one, and behind all that finished
     * level with it}
     *
     * @param horse the number of the horse that is demoted
     * @param behind the number of the horse behind which it is placed
     * @throws IllegalArgumentException if one of them did not finish, or if the horse did not finish ahead of or level with the other
     */
    public OrderOfFinish demote(int horse, int behind) {
        if (!canDemote(horse, behind)) {
            throw new IllegalArgumentException("cannot place " + horse + " behind " + behind + " in " + this);
        }
        List<Horses> demoted = new ArrayList<>();
        for (Horses group : groups) {
            Horses rest = group.minus(horse);
            if (!rest.isEmpty()) {
                demoted.add(rest);
            }
            if (group.contains(behind)) {
                demoted.add(Horses.of(horse));
            }
        }
        return new OrderOfFinish(demoted);
    }

    /**
     * {@return whether a demotion is possible: both horses finished, the first one ahead of or level with the other} Two equal
     * numbers are no demotion.
     *
     * @param horse the number of the horse to demote
     * @param behind the number of the horse behind which it would be placed
     */
    public boolean canDemote(int horse, int behind) {
        OptionalInt from = placingOf(horse);
        OptionalInt to = placingOf(behind);
        return horse != behind && from.isPresent() && to.isPresent() && from.getAsInt() <= to.getAsInt();
    }

    /** {@return the order with dead heats in brackets: {@code "6 4 [3, 5]"}} */
    @Override
    public String toString() {
        return groups.stream()
                .map(group -> group.size() == 1 ? Integer.toString(group.toArray()[0]) : group.toString())
                .collect(Collectors.joining(" "));
    }
}
