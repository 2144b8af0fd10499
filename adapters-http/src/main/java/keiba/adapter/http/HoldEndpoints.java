package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;
import keiba.application.settlement.HoldPayouts;
import keiba.wire.Fields;
import keiba.wire.Json;
import keiba.wire.WireException;

/** The operator's emergency brake: holding executions of payouts up, and letting them go on. */
final class HoldEndpoints {
    private static final int MAX_REASON = 200;

    private final HoldPayouts holds;
    private final ViewRaces races;

    HoldEndpoints(HoldPayouts holds, ViewRaces races) {
        this.holds = holds;
        this.races = races;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.put("/v1/payouts/hold", this::holdAll, Role.OPERATOR),
                Endpoint.put("/v1/races/{race_id}/payouts/hold", this::holdRace, Role.OPERATOR),
                Endpoint.get("/v1/races/{race_id}/payouts/hold", ask -> show(race(ask)), Role.OPERATOR, Role.AUDITOR));
    }

    private Reply holdAll(Ask ask) {
        return Reply.ok(Json.object().put("held", hold(ask, Optional.empty())));
    }

    private Reply holdRace(Ask ask) {
        RaceId race = race(ask);
        hold(ask, Optional.of(race));
        return show(race);
    }

    private RaceId race(Ask ask) {
        RaceId id = ask.raceId();
        return races.find(id).orElseThrow(() -> RaceProblems.unknown(id)).id();
    }

    private boolean hold(Ask ask, Optional<RaceId> race) {
        Fields body = ask.body();
        boolean held = body.truth("held");
        String reason = Ask.read(() -> body.line("reason", MAX_REASON), HoldEndpoints::invalid);
        holds.hold(race, held, reason, ask.principal().actor());
        return held;
    }

    private static Problem invalid(WireException impossible) {
        return Problem.of(422, "invalid-hold", "The hold is impossible", impossible.detail())
                .with(facts -> facts.put("field", impossible.field()));
    }

    private Reply show(RaceId race) {
        ObjectNode json = Json.object().put("race_id", race.value());
        return Reply.ok(json.put("held", holds.isHeld(race)));
    }
}
