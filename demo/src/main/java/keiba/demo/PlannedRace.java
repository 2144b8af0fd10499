package keiba.demo;

import java.util.List;
import java.util.Optional;
import keiba.domain.pool.Market;
import keiba.domain.race.Field;
import keiba.domain.race.Horses;
import keiba.domain.rule.RuleBooks;

/**
 * A race as the seed knows it: without a date, an id or a deadline, which depend on when the demonstration runs.
 *
 * @param number its number on the day, from 1
 * @param rules the name of its rule book
 * @param runners the declared horses, 1 first
 * @param scratch the horse that will be taken out; empty if there is none
 * @param closesEarly whether an operator closes it shortly before its deadline
 */
record PlannedRace(
        int number,
        String venue,
        String name,
        String rules,
        Field field,
        List<Runner> runners,
        Optional<PlannedScratch> scratch,
        boolean closesEarly) {
    /** How much of the planned sales passes before an early close. */
    static final double EARLY = 0.85;

    PlannedRace {
        runners = List.copyOf(runners);
    }

    /** Returns the market at the start of sales. */
    Market market() {
        return Market.open(RuleBooks.find(rules).orElseThrow(), field);
    }

    Runner runner(int horse) {
        return runners.get(horse - 1);
    }

    /** Returns how much of the planned sales passes: 1, or less where it is closed early. */
    double selling() {
        return closesEarly ? EARLY : 1;
    }

    /** This race with these horses out before sales begin, in place of those that were planned to be. */
    PlannedRace withdrawing(Horses withdrawn) {
        if (withdrawn.equals(field.withdrawn())) {
            return this;
        }
        return new PlannedRace(
                number,
                venue,
                name,
                rules,
                new Field(field.runners(), field.brackets(), withdrawn),
                runners,
                scratch.filter(out -> !withdrawn.contains(out.horse())),
                closesEarly);
    }

    /** This race without the scratches of the demonstration. */
    PlannedRace withoutScratch() {
        return new PlannedRace(number, venue, name, rules, field, runners, Optional.empty(), closesEarly);
    }

    /** Returns the horses that will start if all goes as planned. */
    Horses starters() {
        return scratch.map(out -> field.entered().minus(out.horse())).orElse(field.entered());
    }

    /** {@code "7 Mochi Comet"}. */
    String horse(int horse) {
        return horse + " " + runner(horse).name();
    }
}
