package keiba.bootstrap.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** One race on sale, from opening to close: the crowd buys, the operator does what was planned, a person watches. */
final class Selling {
    private static final Duration FRAME = Duration.ofMillis(120);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);
    private static final int LINES_WITHOUT_PICTURES = 4;

    private final Stage stage;
    private final PlannedRace race;
    private final BoxOffice office;
    private final OddsWatch odds;

    Selling(Stage stage, PlannedRace race) {
        this.stage = stage;
        this.race = race;
        this.office = new BoxOffice(stage, race);
        this.odds = new OddsWatch(stage, race);
    }

    /** What was taken, and when sales ended. */
    record Sold(BoxOffice office, Instant closed) {}

    /** Sells until the deadline, or until an early close. */
    Sold run(List<Guest> guests) throws InterruptedException {
        Duration sales = stage.pace().sales();
        Instant opening = stage.clock().instant();
        Instant deadline = opening.plus(sales);
        String operator = stage.staff().operator();
        stage.client()
                .schedule(
                        operator,
                        stage.raceId(race),
                        deadline,
                        deadline.plus(stage.pace().toPost()));
        stage.client().open(operator, stage.raceId(race));
        Instant end = opening.plusMillis((long) (sales.toMillis() * race.selling()));
        try (Together.Running crowd = office.open(guests, opening, sales)) {
            watch(new SalesView(race, odds, office, opening, deadline), opening, sales, end);
            if (race.closesEarly()) {
                stage.client().close(operator, stage.raceId(race));
                stage.screen()
                        .say("  closed early by the stewards, " + Texts.seconds(Duration.between(end, deadline))
                                + " before the deadline");
            }
            crowd.await();
        }
        return new Sold(office, end);
    }

    private void watch(SalesView view, Instant opening, Duration sales, Instant end) throws InterruptedException {
        Instant look = opening;
        Instant line = opening.plus(sales.dividedBy(LINES_WITHOUT_PICTURES));
        boolean scratchDue = race.scratch().isPresent();
        for (Instant now = opening; now.isBefore(end); now = stage.clock().instant()) {
            if (scratchDue && !now.isBefore(at(opening, sales))) {
                scratchDue = false;
                scratch(view);
            }
            if (!now.isBefore(look)) {
                look = now.plus(BETWEEN_LOOKS);
                odds.look();
            }
            if (!stage.screen().isLive() && !now.isBefore(line)) {
                line = line.plus(sales.dividedBy(LINES_WITHOUT_PICTURES));
                stage.screen().say(view.line(now));
            }
            show(view, now);
            Thread.sleep(FRAME);
        }
        if (scratchDue) {
            // The machine was too slow to do it in time; it belongs to the day all the same.
            scratch(view);
        }
    }

    private void show(SalesView view, Instant now) {
        Screen screen = stage.screen();
        if (screen.isLive()) {
            screen.show(view.picture(now, screen.width(), screen.height(), screen.paint()));
        }
    }

    private Instant at(Instant opening, Duration sales) {
        double moment = race.scratch().orElseThrow().moment();
        return opening.plusMillis((long) (sales.toMillis() * moment));
    }

    private void scratch(SalesView view) throws InterruptedException {
        PlannedScratch out = race.scratch().orElseThrow();
        stage.client().scratch(stage.staff().operator(), stage.raceId(race), out);
        String news = race.horse(out.horse()) + " is " + out.kind().name().toLowerCase(Locale.ROOT)
                + "; what was bet on it goes back";
        view.scratched(out.horse(), news);
        stage.screen().say("  " + stage.screen().paint().bad(news));
    }
}
