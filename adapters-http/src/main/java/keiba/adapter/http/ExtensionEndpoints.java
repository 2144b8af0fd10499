package keiba.adapter.http;

import java.time.LocalDate;
import java.util.List;
import keiba.application.settlement.ExtendClaimPeriod;
import keiba.wire.SettlementWire;

/** The endpoint that extends the period in which payouts of a race can be claimed. */
final class ExtensionEndpoints {
    private final ExtendClaimPeriod periods;

    ExtensionEndpoints(ExtendClaimPeriod periods) {
        this.periods = periods;
    }

    List<Endpoint> all() {
        return List.of(Endpoint.post("/v1/races/{race_id}/payouts/extension", this::extend, Role.OPERATOR));
    }

    private Reply extend(Ask ask) {
        LocalDate expiresOn = ask.body().date("expires_on");
        return switch (periods.extend(ask.raceId(), expiresOn, ask.principal().actor())) {
            case ExtendClaimPeriod.Extended extended -> Reply.ok(SettlementWire.claimPeriod(extended.card()));
            case ExtendClaimPeriod.InvalidDay invalid -> Reply.of(invalid(expiresOn, invalid));
            case ExtendClaimPeriod.NothingToClaim nothing ->
                Reply.of(RaceProblems.illegalTransition(
                        nothing.card(),
                        "the race is " + nothing.card().state() + " and has no payouts that can still be claimed"));
            case ExtendClaimPeriod.UnknownRace unknown -> throw RaceProblems.unknown(unknown.id());
        };
    }

    private static Problem invalid(LocalDate expiresOn, ExtendClaimPeriod.InvalidDay invalid) {
        return Problem.of(
                        ProblemType.INVALID_EXTENSION,
                        "The claim period cannot end on that day",
                        "expires_on: must be from " + invalid.earliest() + " to " + invalid.latest() + ", not "
                                + expiresOn)
                .with(facts -> facts.put("field", "expires_on"));
    }
}
