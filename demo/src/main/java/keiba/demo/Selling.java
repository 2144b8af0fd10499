package keiba.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import keiba.domain.race.Horses;

/**
 * One race on sale, from opening to close: the crowd buys, the operator does what was planned, a person watches. Another operator may
 * open, suspend or close the race, move its deadline, take horses out or call the race off meanwhile.
 */
final class Selling {
    private final Stage stage;
    private final PlannedRace planned;
    private final SaleTimes times;
    private final OtherOperators others;
    private final DemoClient client;
    private final long raceId;
    private boolean scratchDue;

    Selling(Stage stage, PlannedRace planned, SaleTimes times, OtherOperators others) {
        this.stage = stage;
        this.planned = planned;
        this.times = times;
        this.others = others;
        this.client = stage.client();
        this.raceId = stage.raceId(planned);
    }

    /**
     * The purchases that were taken.
     *
     * @param race the race as it was when sales began
     * @param closed when sales ended, as far as the demonstration knows
     */
    record Sold(PlannedRace race, BoxOffice office, Instant closed) {}

    /**
     * Sells until the deadline, or until an operator closes the race earlier.
     *
     * @param opened is run once the race is on sale
     */
    Sold run(List<Guest> guests, Runnable opened) throws InterruptedException {
        others.attempt(() -> client.open(stage.staff().operator(), raceId), () -> !card().isDeclared());
        Card card = card();
        PlannedRace race = entered(card);
        BoxOffice office = new BoxOffice(stage, race);
        if (!card.isOnSale()) {
            // On a slow machine the deadline may pass while the race is opened.
            if (stage.clock().instant().isBefore(times.deadline())) {
                others.note("another operator has ended its sales before they began; the demonstration sells nothing");
            }
            return new Sold(race.withoutScratch(), office, stage.clock().instant());
        }
        opened.run();
        Instant end = times.at(race.selling());
        try (Together.Running crowd = office.open(guests, times)) {
            boolean open = watch(race, office, end);
            if (open && race.closesEarly()) {
                close(end);
            }
            if (!open) {
                office.shut();
                others.note("another operator has ended its sales; the demonstration goes on from there");
            }
            crowd.await();
            PlannedRace sold = scratchDue ? race.withoutScratch() : race;
            return new Sold(sold, office, open ? end : stage.clock().instant());
        }
    }

    private Card card() throws InterruptedException {
        return client.card(raceId);
    }

    /** Another operator may have taken horses out before sales began. */
    private PlannedRace entered(Card card) {
        Horses missing = planned.field().withdrawn().minus(card.withdrawn());
        stage.findings()
                .check(
                        missing.isEmpty(),
                        () -> "horses " + missing + " of race " + planned.number() + " are not withdrawn as declared");
        Horses more = card.withdrawn().minus(planned.field().withdrawn());
        if (!more.isEmpty()) {
            others.note("another operator withdrew " + more + " before sales began");
        }
        return planned.withdrawing(card.withdrawn());
    }

    private void close(Instant end) throws InterruptedException {
        boolean closed = others.attempt(() -> client.close(stage.staff().operator(), raceId), () -> !card().isOnSale());
        if (closed) {
            stage.screen()
                    .say("  closed early by the stewards, " + Texts.seconds(Duration.between(end, times.deadline()))
                            + " before the deadline");
        }
    }

    /** Returns whether the race was on sale to the end, as far as the demonstration knows. */
    private boolean watch(PlannedRace race, BoxOffice office, Instant end) throws InterruptedException {
        SalesShow show = new SalesShow(stage, race, office, times);
        Instant look = times.opening();
        boolean open = true;
        scratchDue = race.scratch().isPresent();
        for (Instant now = stage.clock().instant();
                open && now.isBefore(end);
                now = stage.clock().instant()) {
            if (scratchDue
                    && !now.isBefore(times.at(race.scratch().orElseThrow().moment()))) {
                scratch(race, show);
            }
            if (!now.isBefore(look)) {
                look = now.plus(stage.pace().look());
                show.look();
                open = isOpen(look.isBefore(end));
            }
            show.show(now);
            Thread.sleep(stage.pace().frame());
        }
        if (open && scratchDue) {
            // The machine was too slow to do it in time; it is still part of the day.
            scratch(race, show);
        }
        return open;
    }

    /**
     * Returns whether no operator has closed the race yet. A race that was closed by its deadline counts as not closed by an operator: on a slow
     * machine the deadline can pass during this check.
     *
     * @param early whether there is time for a look before sales end
     */
    private boolean isOpen(boolean early) throws InterruptedException {
        return !early || card().isOnSale() || !stage.clock().instant().isBefore(times.deadline());
    }

    private void scratch(PlannedRace race, SalesShow show) throws InterruptedException {
        scratchDue = false;
        PlannedScratch out = race.scratch().orElseThrow();
        boolean done = others.attempt(
                () -> client.scratch(stage.staff().operator(), raceId, out),
                () -> card().isVoid() || card().out().contains(out.horse()));
        if (done) {
            String news = race.horse(out.horse()) + " is " + out.kind().name().toLowerCase(Locale.ROOT)
                    + "; what was bet on it goes back";
            show.scratched(out.horse(), news);
            stage.screen().say("  " + stage.screen().paint().bad(news));
        } else {
            others.note("another operator took out " + race.horse(out.horse()) + " already, or called the race off");
        }
    }
}
