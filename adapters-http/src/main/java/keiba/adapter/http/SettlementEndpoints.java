package keiba.adapter.http;

import java.util.List;
import keiba.application.race.RaceId;
import keiba.application.settlement.CalculatePayouts;
import keiba.application.settlement.ViewSettlement;
import keiba.wire.SettlementWire;

/** The endpoints of the calculation of payouts and of the report of a race. */
final class SettlementEndpoints {
    private final CalculatePayouts payouts;
    private final ViewSettlement settlement;

    SettlementEndpoints(CalculatePayouts payouts, ViewSettlement settlement) {
        this.payouts = payouts;
        this.settlement = settlement;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.post("/v1/races/{race_id}/payouts/calculation", this::calculate, Role.OPERATOR),
                Endpoint.get("/v1/races/{race_id}/report", this::report, Role.OPERATOR, Role.AUDITOR));
    }

    private Reply calculate(Ask ask) {
        return switch (payouts.calculate(ask.raceId())) {
            case CalculatePayouts.PayoutsCalculated done ->
                Reply.ok(SettlementWire.calculated(done.card(), done.totals()));
            case CalculatePayouts.Running running -> Reply.running(SettlementWire.show(running.card()));
            case CalculatePayouts.NotOfficial not ->
                Reply.of(RaceProblems.illegalTransition(not.card(), "the result is not official yet"));
            case CalculatePayouts.UnknownRace unknown -> throw RaceProblems.unknown(unknown.id());
        };
    }

    private Reply report(Ask ask) {
        RaceId id = ask.raceId();
        return Reply.ok(SettlementWire.show(settlement.report(id).orElseThrow(() -> RaceProblems.unknown(id))));
    }
}
