package keiba.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import keiba.domain.settlement.RaceSettlement;
import keiba.domain.settlement.TicketSettlement;

/** After the result: dividends, payouts, and the books of one race. */
final class Payday {
    private final Stage stage;
    private final PlannedRace race;
    private final Tally tally;
    private final OtherOperators others;
    private final RaceAudit audit;
    private final RaceSettlement settlement;
    private final Screen screen;
    private final Findings findings;
    private final DemoClient client;
    private final long raceId;

    Payday(Stage stage, PlannedRace race, Tally tally, OtherOperators others, Judging.Judged judged) {
        this.stage = stage;
        this.race = race;
        this.tally = tally;
        this.others = others;
        this.audit = judged.audit();
        this.settlement = audit.settle(judged.finish().result().official());
        this.screen = stage.screen();
        this.findings = stage.findings();
        this.client = stage.client();
        this.raceId = stage.raceId(race);
    }

    /** Pays all winners, and checks every amount. */
    Report pay(List<Guest> guests, List<Bought> tickets) throws InterruptedException {
        String operator = stage.staff().operator();
        screen.show(List.of("", "  paying ..."));
        stage.awaits("the payouts of race " + race.number(), () -> client.calculates(operator, raceId));
        Declared declared = client.result(raceId);
        audit.checkDividends(settlement, declared);
        screen.say(new ResultView(race, screen.width(), screen.paint()).dividends(declared));
        Map<Guest, Integer> winning = settle(tickets);
        int collected = collect(guests, winning);
        Thread.sleep(stage.pace().claiming());
        boolean held = !executes(operator);
        if (held) {
            tickets.forEach(this::hold);
            others.note("another operator holds its payouts; the demonstration leaves them to that operator");
        }
        Report report = report(tickets, winning, collected, held);
        Thread.sleep(stage.pace().reading());
        return report;
    }

    /** Returns whether all are paid; false if another operator holds them. */
    private boolean executes(String operator) throws InterruptedException {
        return others.attempt(
                () -> stage.awaits("the payments of race " + race.number(), () -> client.executes(operator, raceId)),
                () -> client.isHeld(operator, raceId));
    }

    private void hold(Bought ticket) {
        tally.held(ticket, audit.settle(settlement, ticket.order()).payout().value());
    }

    /** Notes what every ticket must get; how many winning tickets each guest has. */
    private Map<Guest, Integer> settle(List<Bought> tickets) {
        for (Bought ticket : tickets) {
            TicketSettlement due = audit.settle(settlement, ticket.order());
            tally.settled(ticket, race, due.payout().value(), due.refund().value());
        }
        return tickets.stream()
                .filter(ticket ->
                        !audit.settle(settlement, ticket.order()).payout().isZero())
                .collect(Collectors.toMap(Bought::guest, ticket -> 1, Integer::sum));
    }

    /** Some come to the window; the others find the money in their accounts later. */
    private int collect(List<Guest> guests, Map<Guest, Integer> winning) throws InterruptedException {
        AtomicInteger collected = new AtomicInteger();
        List<Guest> eager =
                guests.stream().filter(guest -> guest.bettor().collects()).toList();
        stage.together().each(eager, guest -> {
            List<String> payouts = client.payouts(guest.token(), raceId);
            findings.same(
                    winning.getOrDefault(guest, 0),
                    payouts.size(),
                    () -> "payouts of user " + guest.user() + " in race " + race.number());
            for (String payout : payouts) {
                boolean done = others.attempt(
                        () -> collect(guest, payout),
                        () -> client.isHeld(stage.staff().operator(), raceId));
                collected.addAndGet(done ? 1 : 0);
            }
        });
        return collected.get();
    }

    private void collect(Guest guest, String payout) throws InterruptedException {
        ObjectNode paid = client.collect(guest.token(), payout);
        findings.same(paid, client.collect(guest.token(), payout), () -> "repeated payment of " + payout);
    }

    private Report report(List<Bought> tickets, Map<Guest, Integer> winning, int collected, boolean held)
            throws InterruptedException {
        Report report = client.report(stage.staff().operator(), raceId);
        audit.checkReport(settlement, report);
        if (!held) {
            findings.same(0L, report.unpaid(), () -> "unpaid of race " + race.number());
        }
        audit.checkStakes(tickets, report);
        int won = winning.values().stream().mapToInt(Integer::intValue).sum();
        screen.say("  " + Texts.counted(won, "winning ticket") + " paid "
                + Texts.yen(report.total().payouts()) + ", "
                + Texts.count(collected) + " of them at the window; refunds "
                + Texts.yen(audit.refunded().value()));
        screen.say(new ResultView(race, screen.width(), screen.paint()).books(report));
        screen.say("  " + verdict(report));
        return report;
    }

    private String verdict(Report report) {
        return report.balanced()
                ? screen.paint().good("the books balance: sales - refunds = payouts + takeout + breakage - top-ups")
                : screen.paint().bad("THE BOOKS DO NOT BALANCE");
    }
}
