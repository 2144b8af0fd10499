package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs a whole race day: bettors arrive, races are run, winners are paid, and the balances are checked. */
final class DemoDay {
    private final Stage stage;
    private final RaceDay day;
    private final Crowd crowd;
    private final long seed;
    private final Tally tally = new Tally();

    DemoDay(Stage stage, RaceDay day, Crowd crowd, long seed) {
        this.stage = stage;
        this.day = day;
        this.crowd = crowd;
        this.seed = seed;
    }

    /** Runs it. What did not hold is among the findings. */
    Tally run() throws InterruptedException {
        for (PlannedRace race : day.races()) {
            declare(race);
        }
        Accounts accounts = new Accounts(stage, crowd, tally);
        List<Guest> guests = accounts.open();
        for (PlannedRace race : day.races()) {
            new RaceDirector(stage, race, seed, tally).runNow(guests);
        }
        accounts.check(guests, stage.findings());
        return tally;
    }

    /** Enters a race with a time that is only about right: its sales begin when the race before has been paid. */
    private void declare(PlannedRace race) throws InterruptedException {
        Duration sales = stage.pace().sales();
        Instant opening = stage.clock().instant().plus(sales.multipliedBy(2L * race.number() - 1));
        Entry.declare(stage, race, SaleTimes.from(opening, stage.pace()));
    }

    /** Checks the servers behind the service, if that is possible. */
    Optional<Boolean> check(BooksCheck books) throws InterruptedException {
        Optional<List<String>> differences = books.differences();
        differences.ifPresent(all -> {
            stage.findings().check(all.isEmpty(), () -> Texts.counted(all.size(), "difference") + " in the servers");
            all.forEach(difference -> stage.findings().broken("in the servers: " + difference));
        });
        return differences.map(List::isEmpty);
    }
}
