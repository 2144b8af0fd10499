package keiba.adapter.http;

import java.time.LocalDate;
import java.util.List;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceId;
import keiba.application.settlement.ExecutePayouts;
import keiba.application.settlement.ExecutionBook;
import keiba.application.settlement.Payout;
import keiba.application.settlement.ViewSettlement;
import keiba.wire.SettlementWire;

/** The endpoints of a bettor's own payouts, and of their execution. */
final class PayoutEndpoints {
    private final ExecutePayouts payouts;
    private final ViewSettlement settlement;

    PayoutEndpoints(ExecutePayouts payouts, ViewSettlement settlement) {
        this.payouts = payouts;
        this.settlement = settlement;
    }

    List<Endpoint> all() {
        return List.of(
                Endpoint.get("/v1/payouts", this::list, Role.BETTOR),
                Endpoint.post("/v1/payouts/{message_id}/execution", this::executeOne, Role.BETTOR),
                Endpoint.post("/v1/races/{race_id}/payouts/execution", this::executeAll, Role.OPERATOR, Role.BETTOR));
    }

    private Reply list(Ask ask) {
        int limit = ask.limit();
        List<Payout> found = settlement.payouts(
                ask.principal().user(),
                ask.queryConstant("status", Payout.Status.class),
                ask.queryUuid("after").map(MessageId::new),
                limit);
        return Reply.page(
                found, limit, SettlementWire::show, payout -> payout.id().toString());
    }

    private Reply executeOne(Ask ask) {
        MessageId id = new MessageId(ask.uuid("message_id"));
        return switch (payouts.one(id, ask.principal().user())) {
            case ExecutionBook.Paid paid -> Reply.ok(SettlementWire.show(paid));
            case ExecutionBook.NotFound notFound -> Reply.of(Problem.notFound("payout " + id + " does not exist"));
            case ExecutionBook.Lapsed lapsed -> Reply.of(lapsed(lapsed.expiresOn()));
            case ExecutionBook.Held held -> Reply.of(held());
        };
    }

    /** A caller with both roles acts as an operator. */
    private Reply executeAll(Ask ask) {
        RaceId race = ask.raceId();
        Principal who = ask.principal();
        ExecutePayouts.ExecutionOutcome outcome =
                who.roles().contains(Role.OPERATOR) ? payouts.all(race, who.actor()) : payouts.own(race, who.user());
        return switch (outcome) {
            case ExecutePayouts.PayoutsExecuted done -> Reply.ok(SettlementWire.executed(done.card(), done.totals()));
            case ExecutePayouts.Running running ->
                Reply.running(SettlementWire.executed(running.card(), running.totals()));
            case ExecutePayouts.NotPayable not ->
                Reply.of(RaceProblems.illegalTransition(
                        not.card(), "the payouts of this race have not been calculated yet"));
            case ExecutePayouts.Lapsed lapsed -> Reply.of(lapsed(lapsed.card().expiresOn()));
            case ExecutePayouts.Held held -> Reply.of(held());
            case ExecutePayouts.UnknownRace unknown -> throw RaceProblems.unknown(unknown.id());
        };
    }

    private static Problem lapsed(LocalDate expiresOn) {
        return Problem.of(
                        ProblemType.PAYOUT_EXPIRED,
                        "The payout has expired",
                        "the last day to claim the payout was " + expiresOn)
                .with(facts -> facts.put("expires_on", expiresOn.toString()));
    }

    private static Problem held() {
        return Problem.of(
                ProblemType.PAYOUTS_HELD,
                "Payouts are held",
                "an operator has put payouts on hold; no payout is paid or expires until the hold is released, so repeat the request then");
    }
}
