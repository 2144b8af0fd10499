package keiba.domain.race;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The result of a race: the order in which the horses crossed the line, and the rulings of the stewards. The official
 * order is computed from both.
 *
 * @param crossing the order in which horses crossed the line
 * @param pulledUp starters that did not cross it (競走中止)
 * @param disqualified starters that lost their placing (失格), whether or not they crossed the line
 * @param demotions the demotions (降着), in the order in which they are applied
 */
public record RaceResult(
        OrderOfFinish crossing, Horses pulledUp, Horses disqualified, List<RaceResult.Demotion> demotions) {

    /**
     * One horse is placed directly behind another.
     *
     * @param horse the number of the horse that is demoted, 1 to 30
     * @param behind the number of the horse behind which it is placed, 1 to 30
     */
    public record Demotion(int horse, int behind) {
        /**
         * Creates a demotion.
         *
         * @throws IllegalArgumentException if a horse number is outside 1 to 30
         */
        public Demotion {
            Field.requireHorseNumber(horse);
            Field.requireHorseNumber(behind);
        }
    }

    /** The reasons why a result is not possible for a race. */
    public enum Fault {
        /** The result contains a horse that did not start or was never declared. */
        NOT_A_RUNNER,
        /** A runner is missing in the result. */
        MISSING,
        /** A horse is in the result twice. */
        TWICE,
        /** A demotion concerns a horse without a placing, or would move a horse forwards. */
        IMPOSSIBLE_DEMOTION
    }

    /**
     * A fault and the horses it concerns.
     *
     * @param fault why the result is not possible
     * @param horses the horses that it concerns, at least one
     */
    public record Finding(Fault fault, Horses horses) {}

    /** Creates a result; {@link #check} determines whether it is possible for a race. */
    public RaceResult {
        demotions = List.copyOf(demotions);
    }

    /**
     * {@return a result without incidents: no horse pulled up, disqualified or demoted}
     *
     * @param crossing the order in which the horses crossed the line
     */
    public static RaceResult of(OrderOfFinish crossing) {
        return new RaceResult(crossing, Horses.NONE, Horses.NONE, List.of());
    }

    /**
     * {@return the same result with exactly these horses pulled up}
     *
     * @param horses the numbers of the horses, each 1 to 30 and at most once; they replace those pulled up so far
     * @throws IllegalArgumentException if a horse number is outside 1 to 30, or appears twice
     */
    public RaceResult withPulledUp(int... horses) {
        return new RaceResult(crossing, Horses.of(horses), disqualified, demotions);
    }

    /**
     * {@return the same result with exactly these horses disqualified}
     *
     * @param horses the numbers of the horses, each 1 to 30 and at most once; they replace those disqualified so far
     * @throws IllegalArgumentException if a horse number is outside 1 to 30, or appears twice
     */
    public RaceResult withDisqualified(int... horses) {
        return new RaceResult(crossing, pulledUp, Horses.of(horses), demotions);
    }

    /**
     * {@return the same result with one more demotion, applied after those it has}
     *
     * @param horse the number of the horse that is demoted, 1 to 30
     * @param behind the number of the horse behind which it is placed, 1 to 30
     * @throws IllegalArgumentException if a horse number is outside 1 to 30
     */
    public RaceResult demote(int horse, int behind) {
        List<Demotion> more = new ArrayList<>(demotions);
        more.add(new Demotion(horse, behind));
        return new RaceResult(crossing, pulledUp, disqualified, more);
    }

    /**
     * {@return the official order: the crossing order without the disqualified, after the demotions}
     *
     * @throws IllegalArgumentException if a demotion is impossible (see {@link #check})
     */
    public OrderOfFinish official() {
        OrderOfFinish order = crossing.without(disqualified);
        for (Demotion demotion : demotions) {
            order = order.demote(demotion.horse(), demotion.behind());
        }
        return order;
    }

    /**
     * {@return the same result as if these horses had never started} Demotions that are impossible without them are removed.
     *
     * @param horses the horses to leave out, whether or not they are in the result
     */
    public RaceResult without(Horses horses) {
        OrderOfFinish order = crossing.without(disqualified).without(horses);
        List<Demotion> left = new ArrayList<>();
        for (Demotion demotion : demotions) {
            if (order.canDemote(demotion.horse(), demotion.behind())) {
                order = order.demote(demotion.horse(), demotion.behind());
                left.add(demotion);
            }
        }
        return new RaceResult(crossing.without(horses), pulledUp.minus(horses), disqualified.minus(horses), left);
    }

    /**
     * Checks whether every one of these starters, and no other horse, is in the result exactly once (a disqualified horse may
     * also have crossed the line), and whether every demotion is possible.
     *
     * @param starters the horses that started the race
     * @return the first fault found, empty when there is none
     */
    public Optional<Finding> check(Horses starters) {
        Horses named = crossing.finishers().plus(pulledUp).plus(disqualified);
        Horses strangers = named.minus(starters);
        if (!strangers.isEmpty()) {
            return Optional.of(new Finding(Fault.NOT_A_RUNNER, strangers));
        }
        Horses twice = pulledUp.and(crossing.finishers().plus(disqualified));
        if (!twice.isEmpty()) {
            return Optional.of(new Finding(Fault.TWICE, twice));
        }
        Horses missing = starters.minus(named);
        if (!missing.isEmpty()) {
            return Optional.of(new Finding(Fault.MISSING, missing));
        }
        return checkDemotions();
    }

    private Optional<Finding> checkDemotions() {
        OrderOfFinish order = crossing.without(disqualified);
        for (Demotion demotion : demotions) {
            if (!order.canDemote(demotion.horse(), demotion.behind())) {
                return Optional.of(new Finding(Fault.IMPOSSIBLE_DEMOTION, Horses.of(demotion.horse())));
            }
            order = order.demote(demotion.horse(), demotion.behind());
        }
        return Optional.empty();
    }

    /**
     * {@return the status of a starter by this result; empty for a horse that is not in it}
     *
     * @param horse any horse number
     */
    public Optional<RunnerStatus> statusOf(int horse) {
        if (disqualified.contains(horse)) {
            return Optional.of(RunnerStatus.DISQUALIFIED);
        }
        if (pulledUp.contains(horse)) {
            return Optional.of(RunnerStatus.PULLED_UP);
        }
        if (demotions.stream().anyMatch(demotion -> demotion.horse() == horse)) {
            return Optional.of(RunnerStatus.DEMOTED);
        }
        return crossing.placingOf(horse).isPresent() ? Optional.of(RunnerStatus.FINISHED) : Optional.empty();
    }
}
