package keiba.demo;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keiba.domain.bet.BetType;

/** A race that was called off: every stake goes back, and nothing else is paid. */
final class Refunding {
    private final Stage stage;
    private final PlannedRace race;
    private final Tally tally;
    private final Findings findings;
    private Report report = new Report(new TreeMap<>(), Report.Line.NOTHING, 0, 0, 0, false);

    Refunding(Stage stage, PlannedRace race, Tally tally) {
        this.stage = stage;
        this.race = race;
        this.tally = tally;
        this.findings = stage.findings();
    }

    /** Waits for the refunds, and checks every yen of them. */
    Report refund(List<Bought> tickets) throws InterruptedException {
        String operator = stage.staff().operator();
        long raceId = stage.raceId(race);
        stage.awaits("the refunds of race " + race.number(), () -> {
            report = stage.client().report(operator, raceId);
            return report.total().refunds() == report.total().sales();
        });
        tickets.forEach(
                ticket -> tally.settled(ticket, race, 0, ticket.order().total().value()));
        check(tickets);
        stage.screen()
                .say("  called off; " + Texts.yen(report.total().refunds()) + " of "
                        + Texts.counted(report.tickets(), "ticket") + " went back");
        return report;
    }

    private void check(List<Bought> tickets) {
        String what = "race " + race.number();
        Map<BetType, Long> crowd = new EnumMap<>(BetType.class);
        tickets.forEach(ticket ->
                crowd.merge(ticket.order().bet().type(), ticket.order().total().value(), Long::sum));
        findings.check(report.balanced(), () -> what + " is not balanced by its own report");
        findings.check(
                report.tickets() >= tickets.size(),
                () -> what + " has " + report.tickets() + " tickets of " + tickets.size());
        report.types().forEach((type, line) -> {
            long sales = line.sales();
            findings.same(new Report.Line(sales, sales, 0, 0, 0, 0), line, () -> "report of " + type + " in " + what);
        });
        crowd.forEach((type, yen) -> {
            long sales = report.types().getOrDefault(type, Report.Line.NOTHING).sales();
            findings.check(sales >= yen, () -> "sales of " + type + " in " + what + ": " + sales + " of " + yen);
        });
        if (report.tickets() == tickets.size()) {
            long all = crowd.values().stream().mapToLong(Long::longValue).sum();
            findings.same(all, report.total().sales(), () -> "sales of " + what);
        }
    }
}
