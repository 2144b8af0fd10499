package keiba.demo;

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

/** One race from the end of its sales to its official result, which an operator of the demonstration or another one enters and confirms. */
final class Judging {
    private static final Duration FRAME = Duration.ofMillis(60);

    /** How many times the planned sales a race may be prolonged before the demonstration leaves it. */
    private static final int PATIENCE_WITH_SALES = 3;

    private final Stage stage;
    private final PlannedRace race;
    private final Instant closed;
    private final long seed;
    private final SaleTimes times;
    private final OtherOperators others;
    private final Screen screen;
    private final Findings findings;
    private final DemoClient client;
    private final long raceId;

    Judging(Stage stage, Selling.Sold sold, long seed, SaleTimes times, OtherOperators others) {
        this.stage = stage;
        this.race = sold.race();
        this.closed = sold.closed();
        this.seed = seed;
        this.times = times;
        this.others = others;
        this.screen = stage.screen();
        this.findings = stage.findings();
        this.client = stage.client();
        this.raceId = stage.raceId(race);
    }

    /**
     * The outcome of a race whose result is official.
     *
     * @param audit what was computed from the final odds
     * @param finish the official result
     */
    record Judged(RaceAudit audit, Finish finish) {}

    /** Waits until the race is off sale: by its deadline, which another operator may have moved. */
    void awaitClose() throws InterruptedException {
        Instant told = times.deadline();
        Instant limit = times.deadline().plus(times.sales().multipliedBy(PATIENCE_WITH_SALES));
        Card card = client.card(raceId);
        while (card.isOnSale()) {
            if (!card.deadline().equals(told) && card.deadline().isAfter(times.deadline())) {
                told = card.deadline();
                others.note("another operator moved the deadline to " + told);
            }
            if (told.isAfter(limit)) {
                throw new LeftToOthersException("its deadline lies more than "
                        + Texts.seconds(Duration.between(times.deadline(), limit)) + " behind the planned one");
            }
            if (stage.clock().instant().isAfter(told.plus(stage.patience()))) {
                throw new UnexpectedAnswerException(
                        "race " + raceId + " is still " + card.state() + " after its deadline " + told);
            }
            Thread.sleep(FRAME);
            card = client.card(raceId);
        }
    }

    /** Waits for the odds that no longer change; empty if the race is called off. */
    Optional<FinalBoards> finalBoards() throws InterruptedException {
        screen.show(List.of("", "  closed; waiting for the final odds ..."));
        Instant limit = stage.clock().instant().plus(stage.patience());
        boolean told = false;
        while (stage.clock().instant().isBefore(limit)) {
            Card before = client.card(raceId);
            if (before.isVoid()) {
                return Optional.empty();
            }
            Market market = market(before.out());
            if (isFinal(client.odds(raceId, BetType.WIN), market)) {
                if (!told) {
                    told = true;
                    screen.say("  closed; final odds "
                            + Texts.seconds(
                                    Duration.between(closed, stage.clock().instant())) + " later");
                }
                SortedMap<BetType, OddsSheet> sheets = client.odds(raceId);
                // Horses that are taken out meanwhile make the odds anew.
                if (sheets.values().stream().allMatch(sheet -> isFinal(sheet, market))
                        && client.card(raceId).out().equals(before.out())) {
                    checkOut(before.out());
                    return Optional.of(new FinalBoards(before.out(), sheets));
                }
            }
            Thread.sleep(FRAME);
        }
        throw new UnexpectedAnswerException("race " + race.number() + " has no final odds after "
                + stage.patience().toSeconds() + " s");
    }

    private Market market(Horses out) {
        return out.isEmpty() ? race.market() : race.market().scratch(out);
    }

    /** Those who were to be taken out are; who is out besides was taken out by another operator. */
    private void checkOut(Horses out) {
        Horses planned = race.field().entered().minus(race.starters());
        findings.same(planned, out.and(planned), () -> "horses taken out of race " + race.number());
        Horses more = out.minus(planned);
        if (!more.isEmpty()) {
            others.note("another operator took out " + more);
        }
    }

    /** A scratch so late that it comes after the close makes the final odds anew. */
    private static boolean isFinal(OddsSheet sheet, Market market) {
        long out = sheet.lines().stream()
                .filter(line -> line.mark().equals(Optional.of(PoolOdds.Mark.SCRATCHED)))
                .count();
        return sheet.kind() == OddsSheet.SheetKind.FINAL
                && out == market.voidedByScratch(sheet.type()).size();
    }

    /** Runs the race, enters its result and confirms it; empty if the race is called off. */
    Optional<Judged> judge(FinalBoards boards) throws InterruptedException {
        FinalBoards now = boards;
        RaceAudit audit = audited(now);
        run(finish(now));
        Officials officials = new Officials(stage, race, others);
        while (true) {
            Finish finish = finish(now);
            Optional<Posted> posted = officials.confirm(finish, now.out());
            Optional<FinalBoards> then = posted.isEmpty() || isOf(now) ? Optional.of(now) : finalBoards();
            if (posted.isEmpty() || then.isEmpty()) {
                return Optional.empty();
            }
            if (!then.get().equals(now)) {
                now = then.get();
                audit = audited(now);
            }
            if (posted.get().isOfficial()) {
                Finish official = new Finish(posted.get().result(), finish.photo());
                screen.say(new ResultView(race, screen.width(), screen.paint()).result(official, audit));
                return Optional.of(new Judged(audit, official));
            }
        }
    }

    private Finish finish(FinalBoards boards) {
        return Course.run(seed, race, market(boards.out()).live());
    }

    /** Returns whether no horse was taken out since. */
    private boolean isOf(FinalBoards boards) throws InterruptedException {
        return client.card(raceId).out().equals(boards.out());
    }

    private RaceAudit audited(FinalBoards boards) {
        RaceAudit audit = new RaceAudit(market(boards.out()), "race " + race.number(), boards.sheets(), findings);
        audit.checkOdds();
        return audit;
    }

    private void run(Finish finish) throws InterruptedException {
        if (!screen.isLive()) {
            Duration running = stage.pace().running();
            stage.sleepUntil(running.isZero() ? closed : times.deadline().plus(running));
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
