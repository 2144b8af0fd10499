package keiba.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import keiba.domain.race.Horses;
import keiba.domain.race.OrderOfFinish;
import keiba.domain.race.RaceResult;

/**
 * Runs a race. The seed alone decides how every declared horse would run; those that do not start are then left out, so that the others
 * run as they would have without them.
 */
final class Course {
    private static final int LAST_PLACING_THAT_MATTERS = 3;

    private Course() {}

    /**
     * Returns the finish.
     *
     * @param starters at least two of the declared horses
     */
    static Finish run(long seed, PlannedRace race, Horses starters) {
        Chance chance = Chance.of(seed, "finish", race.number());
        List<Integer> order = order(chance, race);
        int all = race.runners().size();
        Horses pulledUp = sometimes(0.1, chance, all).and(starters);
        Horses disqualified = sometimes(0.06, chance, all).and(starters).minus(pulledUp);
        boolean level = chance.happens(0.25);
        int placing = 1 + chance.weighted(50, 25, 25);
        boolean close = chance.happens(0.2);
        Horses placed = starters.minus(pulledUp).minus(disqualified);
        List<Horses> groups = groups(order.stream().filter(placed::contains).toList(), level ? placing : 0);
        RaceResult result = new RaceResult(new OrderOfFinish(groups), pulledUp, disqualified, List.of());
        return new Finish(result, level || close);
    }

    /** Each needs a time that is the shorter the stronger it is: the stronger of two wins as often as its strength says. */
    private static List<Integer> order(Chance chance, PlannedRace race) {
        double[] times = race.runners().stream()
                .mapToDouble(runner -> chance.waiting(runner.strength()))
                .toArray();
        return IntStream.rangeClosed(1, times.length)
                .boxed()
                .sorted(Comparator.comparingDouble(horse -> times[horse - 1]))
                .toList();
    }

    private static Horses sometimes(double probability, Chance chance, int horses) {
        int unlucky = chance.between(1, horses);
        return chance.happens(probability) ? Horses.of(unlucky) : Horses.NONE;
    }

    /** One group a horse; the horses at this placing and the next share one. */
    private static List<Horses> groups(List<Integer> order, int levelAt) {
        List<Horses> groups = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            boolean level = i > 0 && i == levelAt && i <= LAST_PLACING_THAT_MATTERS;
            Horses group = Horses.of(order.get(i));
            if (level) {
                groups.set(i - 1, groups.get(i - 1).plus(group));
            } else {
                groups.add(group);
            }
        }
        return groups;
    }
}
