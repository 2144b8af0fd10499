package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import keiba.application.caller.UserId;
import keiba.application.race.Closing;
import keiba.application.race.ConfirmResult;
import keiba.application.race.PostResult;
import keiba.application.race.Posting;
import keiba.application.race.RaceCard;
import keiba.application.race.RaceId;
import keiba.application.race.RaceUseCases;
import keiba.application.settlement.PreviewResult;
import keiba.application.settlement.SettlementUseCases;
import keiba.application.settlement.ViewSettlement;
import keiba.domain.bet.BetType;
import keiba.domain.race.RaceResult;
import keiba.domain.race.Transition;
import keiba.wire.ResultWire;
import keiba.wire.WireException;

/**
 * The endpoints of results, which one operator posts and another confirms, and which can be looked up with their
 * dividends.
 */
final class ResultEndpoints {
    private final RaceUseCases races;
    private final SettlementUseCases settlement;

    ResultEndpoints(RaceUseCases races, SettlementUseCases settlement) {
        this.races = races;
        this.settlement = settlement;
    }

    List<Endpoint> viewing() {
        return List.of(Endpoint.get("/v1/races/{race_id}/result", this::find));
    }

    List<Endpoint> managing() {
        return List.of(
                Endpoint.put("/v1/races/{race_id}/result", this::post, Role.OPERATOR),
                Endpoint.post("/v1/races/{race_id}/result/preview", this::preview, Role.OPERATOR),
                Endpoint.post(
                        "/v1/races/{race_id}/result/first-three",
                        confirm(races.confirm()::confirmFirstThree),
                        Role.OPERATOR),
                Endpoint.post(
                        "/v1/races/{race_id}/result/confirmation", confirm(races.confirm()::confirm), Role.OPERATOR));
    }

    private Reply find(Ask ask) {
        return show(ask.raceId());
    }

    private Reply show(RaceId id) {
        return Reply.ok(ResultWire.write(settlement.view().result(id).orElseThrow(() -> RaceProblems.unknown(id))));
    }

    private Reply post(Ask ask) {
        return read(ask, (id, result) -> post(ask, id, result));
    }

    private Reply preview(Ask ask) {
        return read(ask, this::preview);
    }

    /** Answers a request with a result; a result that no race can have is answered with a problem. */
    private static Reply read(Ask ask, BiFunction<RaceId, RaceResult, Reply> answer) {
        RaceId id = ask.raceId();
        return switch (Ask.read(() -> ResultWire.read(ask.body()), ResultEndpoints::invalid)) {
            case ResultWire.InvalidResult invalid -> Reply.of(invalid(invalid.fault(), invalid.horses()));
            case ResultWire.Valid valid -> answer.apply(id, valid.result());
        };
    }

    private Reply preview(RaceId id, RaceResult result) {
        return switch (settlement.preview().preview(id, result)) {
            case PreviewResult.Previewed previewed -> Reply.ok(ResultWire.write(previewed));
            case PreviewResult.PreviewRefused refused ->
                Reply.of(problem(refused.card(), refused.reason(), refused.detail(), result));
            case PreviewResult.PoolsMayChange early -> Reply.of(finalOddsMissing(early.missing()));
            case PreviewResult.UnknownRace unknown -> throw RaceProblems.unknown(unknown.id());
        };
    }

    private Reply post(Ask ask, RaceId id, RaceResult result) {
        return switch (races.post().post(id, result, ask.principal().user())) {
            case PostResult.Posted posted ->
                Reply.ok(ResultWire.write(new ViewSettlement.SettledResult(posted.card(), List.of())));
            case PostResult.ResultRefused refused ->
                Reply.of(problem(refused.card(), refused.reason(), refused.detail(), result));
            case PostResult.UnknownRace unknown -> throw RaceProblems.unknown(unknown.id());
        };
    }

    private static Problem problem(RaceCard card, Transition.Reason reason, String detail, RaceResult result) {
        return switch (reason) {
            case INVALID_RESULT -> {
                Optional<RaceResult.Finding> finding = result.check(card.race().live());
                yield finding.map(found -> invalid(
                                found.fault(), found.horses().stream().boxed().toList()))
                        .orElseGet(() -> invalid(detail));
            }
            case ILLEGAL_TRANSITION, UNKNOWN_HORSE, ALREADY_OUT, TOO_FEW_RUNNERS, FIRST_THREE_CONFIRMED ->
                RaceProblems.illegalTransition(card, reason, detail);
        };
    }

    private static Problem invalid(String detail) {
        return Problem.of(ProblemType.INVALID_RESULT, "The result is invalid", detail);
    }

    private static Problem invalid(WireException impossible) {
        return invalid(impossible.detail()).with(facts -> facts.put("field", impossible.field()));
    }

    private static Problem invalid(RaceResult.Fault fault, List<Integer> horses) {
        String what = fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return invalid("horses " + horses + ": " + what).with(facts -> {
            facts.put("reason", fault.name());
            ArrayNode numbers = facts.putArray("horse_numbers");
            horses.forEach(numbers::add);
        });
    }

    /** Confirms all or a part of the posted result. */
    private interface Confirmation {
        ConfirmResult.ConfirmationOutcome confirm(RaceId id, long version, UserId by);
    }

    private Endpoint.Action confirm(Confirmation confirmation) {
        return ask -> confirm(ask, confirmation);
    }

    private Reply confirm(Ask ask, Confirmation confirmation) {
        RaceId id = ask.raceId();
        long version = ask.body().integer("result_version");
        return switch (confirmation.confirm(id, version, ask.principal().user())) {
            case ConfirmResult.Confirmed confirmed ->
                show(id); // if it was confirmed before, it may already have dividends
            case ConfirmResult.Changed changed -> Reply.of(changed(changed.card()));
            case ConfirmResult.SamePerson same ->
                Reply.of(
                        Problem.of(
                                ProblemType.SAME_PERSON,
                                "A different operator must confirm the result",
                                "the operator who posted this version of the result, or changed its order by a scratch, cannot confirm it"));
            case ConfirmResult.FinalOddsMissing missing -> Reply.of(finalOddsMissing(missing));
            case ConfirmResult.ClaimPeriodOver over -> Reply.of(claimPeriodOver(over.card()));
            case ConfirmResult.NotPossible not -> Reply.of(RaceProblems.illegalTransition(not.card(), not.detail()));
            case ConfirmResult.UnknownRace unknown -> throw RaceProblems.unknown(unknown.id());
        };
    }

    private static Problem changed(RaceCard card) {
        long posted = card.posting().map(Posting::version).orElse(0L);
        return Problem.of(
                        ProblemType.RESULT_CHANGED,
                        "The posted result has changed",
                        "the posted result now has version " + posted + "; read it, then confirm that version")
                .with(facts -> facts.put("result_version", posted));
    }

    private static Problem claimPeriodOver(RaceCard card) {
        return Problem.of(
                        ProblemType.CLAIM_PERIOD_OVER,
                        "The claim period is over",
                        "the last day to claim payouts of race " + card.id() + " was " + card.expiresOn()
                                + ", so every payout would expire immediately; extend the claim period, then confirm the result")
                .with(facts -> facts.put("expires_on", card.expiresOn().toString()));
    }

    private static Problem finalOddsMissing(ConfirmResult.FinalOddsMissing missing) {
        Set<BetType> differing =
                missing.card().closing().map(Closing::differing).orElse(Set.of());
        String detail = switch (missing.cause()) {
            case RECORDING -> "purchases from before the close are still being recorded; repeat the confirmation";
            case COUNTING -> "the tickets are still being counted; repeat the confirmation";
            case TOTALS_DIFFER ->
                "the final odds are blocked because the running totals of " + differing + " differ from the tickets";
        };
        return Problem.of(ProblemType.FINAL_ODDS_MISSING, "The final odds have not been declared yet", detail)
                .with(facts -> {
                    facts.put("reason", missing.cause().name());
                    ArrayNode types = facts.putArray("bet_types");
                    differing.forEach(type -> types.add(type.name()));
                });
    }
}
