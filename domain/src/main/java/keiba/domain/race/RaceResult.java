package keiba.domain.race;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened on the course and what the stewards made of it. The order in which horses crossed the line is kept apart from the
 * official order, which follows from it and the rulings.
 *
 * @param crossing the order in which horses crossed the line
 * @param pulledUp starters that did not cross it (競走中止)
 * @param disqualified starters that lost their placing (失格), whether or not they crossed the line
 * @param demotions placings taken back (降着), in the order in which they are applied
 */
public record RaceResult(
        OrderOfFinish crossing, Horses pulledUp, Horses disqualified, List<RaceResult.Demotion> demotions) {

    /** One horse is placed directly behind another. */
    public record Demotion(int horse, int behind) {
        /** Creates a demotion; throws {@code IllegalArgumentException} for components that are not as described above. */
        public Demotion {
            Field.requireHorseNumber(horse);
            Field.requireHorseNumber(behind);
        }
    }

    /** What keeps a result from fitting a race. */
    public enum Fault {
        /** A horse that did not start, or was never declared. */
        NOT_A_RUNNER,
        /** A runner stands nowhere in the result. */
        MISSING,
        /** A horse stands in the result twice. */
        TWICE,
        /** A demotion of or behind a horse that has no placing, or forwards. */
        IMPOSSIBLE_DEMOTION
    }

    /** A fault and the horses it concerns. */
    public record Finding(Fault fault, Horses horses) {}

    /** Creates a result; {@link #check} says whether it fits a race. */
    public RaceResult {
        demotions = List.copyOf(demotions);
    }

    /** A result without incidents. */
    public static RaceResult of(OrderOfFinish crossing) {
        return new RaceResult(crossing, Horses.NONE, Horses.NONE, List.of());
    }

    /** Returns the same result with exactly these horses pulled up. */
    public RaceResult withPulledUp(int... horses) {
        return new RaceResult(crossing, Horses.of(horses), disqualified, demotions);
    }

    /** Returns the same result with exactly these horses disqualified. */
    public RaceResult withDisqualified(int... horses) {
        return new RaceResult(crossing, pulledUp, Horses.of(horses), demotions);
    }

    /** The same result with one more demotion, applied after those it has. */
    public RaceResult demote(int horse, int behind) {
        List<Demotion> more = new ArrayList<>(demotions);
        more.add(new Demotion(horse, behind));
        return new RaceResult(crossing, pulledUp, disqualified, more);
    }

    /**
     * The official order: the crossing order without the disqualified, after the demotions.
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

    /** The same result as if these horses had never started; demotions that no longer make sense without them drop out. */
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
     * Whether every one of these starters stands in the result exactly once (a disqualified horse may also have crossed the line),
     * and nobody else.
     *
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

    /** The status of a starter by this result; empty for a horse that is not in it. */
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
