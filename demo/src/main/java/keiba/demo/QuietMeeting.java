package keiba.demo;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A meeting of quiet races, each in a thread of its own, whose sales overlap. Says a line when a race opens and one when it is over. */
final class QuietMeeting implements RaceMeeting {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(Meeting.JAPAN);
    private static final int PLACINGS = 3;

    private final Stage stage;
    private final long seed;
    private final RaceDay card;
    private final Tally tally = new Tally();
    private final Accounts accounts;
    private final List<Guest> guests;
    /** Guarded by this. */
    private int begun;
    /** Guarded by this. */
    private int over;
    /** Guarded by this. */
    private boolean ended;
    /** Whether every race was followed to its end. Guarded by this. */
    private boolean complete = true;

    private QuietMeeting(Stage stage, long seed, RaceDay card, Crowd crowd) throws InterruptedException {
        this.stage = stage;
        this.seed = seed;
        this.card = card;
        this.accounts = new Accounts(stage, crowd, tally);
        this.guests = accounts.open();
    }

    /** Begins a meeting: its crowd arrives and pays in. */
    static QuietMeeting begin(Stage stage, long seed, int bettors) throws InterruptedException {
        RaceDay card = RaceDay.of(seed, RaceDay.MAX_RACES);
        return new QuietMeeting(stage, seed, card, Crowd.of(seed, card, bettors));
    }

    @Override
    public LocalDate day() {
        return stage.meeting().day();
    }

    @Override
    public synchronized boolean hasRace() {
        return begun < card.races().size();
    }

    @Override
    public void hold(SaleTimes times) throws InterruptedException {
        PlannedRace race = declare(times);
        Thread.ofVirtual().name("race " + stage.raceId(race)).start(() -> follow(race, times));
    }

    /** Declares the next race whose id is free. */
    private PlannedRace declare(SaleTimes times) throws InterruptedException {
        while (true) {
            PlannedRace race = next();
            try {
                Entry.declare(stage, race, times);
                return race;
            } catch (RefusedException taken) {
                over();
                say(race, "not declared, because another race has its id");
                if (!hasRace()) {
                    throw taken;
                }
            } catch (RuntimeException notDeclared) {
                over();
                throw notDeclared;
            }
        }
    }

    private synchronized PlannedRace next() {
        return card.races().get(begun++);
    }

    @Override
    public void end() {
        synchronized (this) {
            ended = true;
        }
        checkIfOver();
    }

    private void follow(PlannedRace race, SaleTimes times) {
        Findings findings = new Findings();
        try {
            run(stage.with(findings), race, times);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            synchronized (this) {
                complete = false;
            }
            giveUp(race, failed);
        } finally {
            tell("race " + race.number(), findings);
            over();
        }
    }

    /** Calls off a race that the demonstration cannot end, so that people who bet on it get their stakes back. */
    private void giveUp(PlannedRace race, RuntimeException failed) {
        String what = "the demonstration cannot end it (" + failed.getMessage() + ") and ";
        try {
            stage.client().cancel(stage.staff().operator(), stage.raceId(race));
            say(race, what + "has called it off; all stakes go back");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException notCancelled) {
            say(race, what + "leaves it as it is, because it cannot call it off (" + notCancelled.getMessage() + ")");
        }
    }

    private void run(Stage own, PlannedRace race, SaleTimes times) throws InterruptedException {
        stage.sleepUntil(times.opening());
        if (stage.clock().instant().isAfter(times.deadline())) {
            own.client().cancel(own.staff().operator(), own.raceId(race));
            say(race, "called off: its deadline passed while the demonstration could not open it");
            return;
        }
        RaceDirector director = new RaceDirector(own, race, seed, tally);
        Optional<Ended> ended =
                director.run(guests, times, () -> say(race, "on sale until " + TIME.format(times.deadline())));
        ended.ifPresent(end -> say(race, line(end, own.findings())));
    }

    private static String line(Ended end, Findings findings) {
        Report.Line total = end.report().total();
        long others = end.report().tickets() - end.tickets();
        String order = end.finish().map(QuietMeeting::placed).orElse("called off");
        return order + "; " + Texts.counted(end.report().tickets(), "ticket")
                + (others == 0 ? "" : " (" + Texts.count(others) + " of other people)") + ", "
                + Texts.yen(total.sales()) + " staked, " + Texts.yen(total.refunds()) + " refunded, "
                + Texts.yen(total.payouts()) + " paid; " + Texts.counted(findings.checks(), "check") + ", "
                + (findings.isSound() ? "all hold" : "NOT ALL HOLD");
    }

    /** Returns the first three, with horses that finished level together: {@code 3-5=7}. */
    private static String placed(Finish finish) {
        return finish.result().official().firstPlacings(PLACINGS).groups().stream()
                .map(group -> group.stream().mapToObj(Integer::toString).collect(Collectors.joining("=")))
                .collect(Collectors.joining("-"));
    }

    private void over() {
        synchronized (this) {
            over++;
        }
        checkIfOver();
    }

    /** Checks all balances after the last race. */
    private void checkIfOver() {
        boolean check;
        synchronized (this) {
            check = complete && over == begun && (ended || begun == card.races().size());
            complete &= !check;
        }
        if (check) {
            Thread.ofVirtual()
                    .name("balances of meeting " + stage.meeting().number())
                    .start(this::checkBalances);
        }
    }

    private void checkBalances() {
        Findings findings = new Findings();
        try {
            accounts.check(guests, findings);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            stage.notes().say("the balances of a meeting were not checked: " + failed.getMessage());
        }
        tell("meeting " + stage.meeting().number() + " of " + stage.meeting().day(), findings);
    }

    private void tell(String what, Findings findings) {
        findings.lines().forEach(line -> stage.notes().say(what + ": DOES NOT HOLD: " + line));
    }

    private void say(PlannedRace race, String text) {
        stage.notes()
                .say(TIME.format(stage.clock().instant()) + "  race " + race.number() + "  " + race.name() + "  "
                        + stage.raceId(race) + ": " + text);
    }
}
