package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.ViewRaces;
import keiba.application.settlement.HoldPayouts;
import keiba.wire.Fields;
import keiba.wire.Json;
import keiba.wire.WireException;

/** The endpoints that hold and release payouts. */
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
                Endpoint.get(
                        "/v1/races/{race_id}/payouts/hold",
                        ask -> Reply.ok(show(race(ask))),
                        Role.OPERATOR,
                        Role.AUDITOR));
    }

    private Reply holdAll(Ask ask) {
        return hold(ask, Optional.empty(), held -> Json.object().put("held", held));
    }

    private Reply holdRace(Ask ask) {
        RaceId race = race(ask);
        return hold(ask, Optional.of(race), held -> show(race));
    }

    private RaceId race(Ask ask) {
        RaceId id = ask.raceId();
        return races.find(id).orElseThrow(() -> RaceProblems.unknown(id)).id();
    }

    /**
     * @param shown returns the body of the answer for the requested value of {@code held}
     */
    private Reply hold(Ask ask, Optional<RaceId> race, Function<Boolean, ObjectNode> shown) {
        Fields body = ask.body();
        boolean held = body.truth("held");
        String reason = Ask.read(() -> body.line("reason", MAX_REASON), HoldEndpoints::invalid);
        return switch (holds.hold(race, held, reason, ask.principal().actor())) {
            case HoldPayouts.HoldChanged done -> Reply.ok(shown.apply(held));
            case HoldPayouts.WouldLapse lapse -> Reply.of(wouldLapse(lapse.races()));
        };
    }

    private static Problem wouldLapse(List<RaceCard> races) {
        List<Long> ids = races.stream().map(card -> card.id().value()).toList();
        return Problem.of(
                        ProblemType.CLAIM_PERIOD_OVER,
                        "Unclaimed payouts would expire without the hold",
                        "the last day to claim payouts of races " + ids
                                + " is over; extend each claim period with POST /v1/races/{race_id}/payouts/extension,"
                                + " then release the hold")
                .with(facts -> ids.forEach(facts.putArray("race_ids")::add));
    }

    private static Problem invalid(WireException impossible) {
        return Problem.of(ProblemType.INVALID_HOLD, "The hold is invalid", impossible.detail())
                .with(facts -> facts.put("field", impossible.field()));
    }

    private ObjectNode show(RaceId race) {
        return Json.object().put("race_id", race.value()).put("held", holds.isHeld(race));
    }
}
