package keiba.bootstrap.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import keiba.application.odds.OddsSheet;
import keiba.domain.bet.BetType;
import keiba.domain.pool.Market;
import keiba.domain.pool.PoolOdds;
import keiba.domain.race.Horses;

/** Takes one race from the start of its sales to the last yen of its payouts. */
final class RaceDirector {
    private static final Duration FRAME = Duration.ofMillis(60);

    private final Stage stage;
    private final PlannedRace race;
    private final long seed;
    private final Tally tally;
    private final Screen screen;
    private final Findings findings;
    private final DemoClient client;
    private final long raceId;

    RaceDirector(Stage stage, PlannedRace race, long seed, Tally tally) {
        this.stage = stage;
        this.race = race;
        this.seed = seed;
        this.tally = tally;
        this.screen = stage.screen();
        this.findings = stage.findings();
        this.client = stage.client();
        this.raceId = stage.raceId(race);
    }

    void run(List<Guest> guests) throws InterruptedException {
        announce();
        Selling.Sold sold = new Selling(stage, race).run(guests);
        Market market = market();
        SortedMap<BetType, OddsSheet> odds = finalOdds(market, sold.closed());
        List<Bought> tickets = new Counting(stage, race, tally).count(sold.office());
        RaceAudit audit = new RaceAudit(market, "race " + race.number(), odds, findings);
        audit.checkOdds();
        Finish finish = Course.run(seed, race, market.live());
        confirm(finish, audit);
        new Payday(stage, race, tally, audit, finish).pay(guests, tickets);
    }

    private void announce() {
        Paint paint = screen.paint();
        screen.say("");
        screen.say(paint.strong("Race " + race.number() + "  " + race.name()) + "  " + race.venue() + ", "
                + race.field().entries() + " runners, " + race.rules() + " rules" + paint.faint("  id " + raceId));
        race.field().withdrawn().stream()
                .forEach(horse -> screen.say("  " + race.horse(horse) + " was withdrawn before sales began"));
    }

    /** The race with those who the service says are out. */
    private Market market() throws InterruptedException {
        Horses out = client.horses(raceId, "SCRATCHED", "EXCLUDED");
        Horses planned = race.field().entered().minus(race.starters());
        findings.same(planned, out, () -> "horses taken out of race " + race.number());
        return out.isEmpty() ? race.market() : race.market().scratch(out);
    }

    /** Waits for the odds that no longer change. */
    private SortedMap<BetType, OddsSheet> finalOdds(Market market, Instant closed) throws InterruptedException {
        screen.show(List.of("", "  closed; waiting for the final odds ..."));
        String what = "the final odds of race " + race.number();
        stage.awaits(what, () -> isFinal(client.odds(raceId, BetType.WIN), market));
        Duration after = Duration.between(closed, stage.clock().instant());
        stage.awaits(what, () -> client.odds(raceId).values().stream().allMatch(sheet -> isFinal(sheet, market)));
        screen.say("  closed; final odds " + Texts.seconds(after) + " later");
        return client.odds(raceId);
    }

    /** A scratch so late that it comes after the close makes the final odds anew. */
    private static boolean isFinal(OddsSheet sheet, Market market) {
        long out = sheet.lines().stream()
                .filter(line -> line.mark().equals(Optional.of(PoolOdds.Mark.SCRATCHED)))
                .count();
        return sheet.kind() == OddsSheet.Kind.FINAL
                && out == market.voidedByScratch(sheet.type()).size();
    }

    private void confirm(Finish finish, RaceAudit audit) throws InterruptedException {
        run(finish);
        long version = client.result(stage.staff().operator(), raceId, finish.result());
        client.confirm(stage.staff().judge(), raceId, version);
        ResultView view = new ResultView(race, screen.width(), screen.paint());
        screen.say(view.result(finish, audit));
    }

    private void run(Finish finish) throws InterruptedException {
        if (!screen.isLive()) {
            return;
        }
        RunningView view = new RunningView(race, finish);
        Duration length = stage.pace().race();
        Instant start = stage.clock().instant();
        double passed = 0;
        while (passed < 1) {
            passed = Math.min(
                    1, Duration.between(start, stage.clock().instant()).toMillis() / (double) length.toMillis());
            screen.show(view.picture(passed, screen.width(), screen.height(), screen.paint()));
            Thread.sleep(FRAME);
        }
        Thread.sleep(finish.photo() ? stage.pace().photo() : Duration.ZERO);
        if (finish.photo()) {
            screen.say("  " + screen.paint().warm("写真判定  the judges looked at the photograph"));
        }
    }
}
