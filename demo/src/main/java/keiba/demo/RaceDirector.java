package keiba.demo;

import java.util.List;
import java.util.Optional;
import keiba.demo.Judging.Judged;

/**
 * Takes one race from the start of its sales to the last yen of its payouts. Other operators may act on the race meanwhile: the
 * demonstration then goes on from the state in which it finds the race, or leaves the race to them, and says so.
 */
final class RaceDirector {
    private final Stage stage;
    private final PlannedRace planned;
    private final long seed;
    private final Tally tally;
    private final Screen screen;
    private final OtherOperators others;

    RaceDirector(Stage stage, PlannedRace planned, long seed, Tally tally) {
        this.stage = stage;
        this.planned = planned;
        this.seed = seed;
        this.tally = tally;
        this.screen = stage.screen();
        this.others = new OtherOperators(stage, planned);
    }

    /** Moves the race to now, and runs it. */
    Optional<Ended> runNow(List<Guest> guests) throws InterruptedException {
        SaleTimes times = SaleTimes.from(stage.clock().instant(), stage.pace());
        DemoClient client = stage.client();
        long raceId = stage.raceId(planned);
        others.attempt(
                () -> client.schedule(stage.staff().operator(), raceId, times.deadline(), times.postTime()),
                () -> !client.card(raceId).isDeclared() && !client.card(raceId).isOnSale());
        return run(guests, times, () -> {});
    }

    /**
     * Runs a race at its time.
     *
     * @param opened is run once the race is on sale; not where another operator has ended its sales before
     * @return what it came to; empty where the race was left to another operator
     */
    Optional<Ended> run(List<Guest> guests, SaleTimes times, Runnable opened) throws InterruptedException {
        announce();
        Selling.Sold sold = new Selling(stage, planned, times, others).run(guests, opened);
        Counting counting = new Counting(stage, sold.race(), tally);
        try {
            return Optional.of(settle(guests, sold, counting, times));
        } catch (LeftToOthersException left) {
            others.note(left.getMessage() + "; the demonstration leaves the race to that operator");
            counting.once(sold.office()).forEach(ticket -> tally.doubt(ticket.guest(), Tally.UNBOUNDED));
            return Optional.empty();
        }
    }

    private Ended settle(List<Guest> guests, Selling.Sold sold, Counting counting, SaleTimes times)
            throws InterruptedException {
        Judging judging = new Judging(stage, sold, seed, times, others);
        judging.awaitClose();
        Optional<FinalBoards> boards = judging.finalBoards();
        List<Bought> tickets = counting.once(sold.office());
        Optional<Judged> judged = boards.isPresent() ? judging.judge(boards.get()) : Optional.empty();
        if (judged.isEmpty()) {
            others.note("another operator called it off; every stake goes back");
            Report report = new Refunding(stage, sold.race(), tally).refund(tickets);
            return new Ended(report, tickets.size(), Optional.empty());
        }
        Report report = new Payday(stage, sold.race(), tally, others, judged.get()).pay(guests, tickets);
        return new Ended(report, tickets.size(), Optional.of(judged.get().finish()));
    }

    private void announce() {
        Paint paint = screen.paint();
        screen.say("");
        screen.say(paint.strong("Race " + planned.number() + "  " + planned.name()) + "  " + planned.venue() + ", "
                + planned.field().entries() + " runners, " + planned.rules() + " rules"
                + paint.faint("  id " + stage.raceId(planned)));
        planned.field().withdrawn().stream()
                .forEach(horse -> screen.say("  " + planned.horse(horse) + " was withdrawn before sales began"));
    }
}
