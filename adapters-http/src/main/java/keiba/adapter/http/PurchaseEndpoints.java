package keiba.adapter.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.application.purchase.Bet;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.PreviewPurchase;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseUseCases;
import keiba.application.purchase.RefusalReason;
import keiba.application.purchase.Ticket;
import keiba.application.purchase.TrackPurchase;
import keiba.application.race.RaceId;
import keiba.wire.BetWire;
import keiba.wire.Fields;
import keiba.wire.Json;
import keiba.wire.LogContext;
import keiba.wire.PurchaseWire;

/** The endpoints to buy tickets and to look up the status of purchases. */
final class PurchaseEndpoints {
    private final PurchaseUseCases purchases;
    private final WaitingRequests waits;
    private final PurchaseMeters meters;

    PurchaseEndpoints(PurchaseUseCases purchases, WaitingRequests waits, PurchaseMeters meters) {
        this.meters = meters;
        this.purchases = purchases;
        this.waits = waits;
    }

    List<Endpoint> buying() {
        return List.of(
                Endpoint.post("/v1/purchases", this::place, Role.BETTOR),
                Endpoint.post("/v1/purchases/preview", this::preview));
    }

    List<Endpoint> viewing() {
        return List.of(
                Endpoint.get("/v1/purchases/{message_id}", this::track, Role.BETTOR),
                Endpoint.get("/v1/tickets", this::tickets, Role.BETTOR));
    }

    private Reply place(Ask ask) {
        Fields body = ask.body();
        Optional<IdempotencyKey> key = ask.idempotencyKey();
        PlacePurchase.PurchaseOutcome outcome =
                purchases.place().place(ask.principal().user(), race(body), bet(body), key);
        meters.count(outcome, key.isPresent());
        return switch (outcome) {
            case PlacePurchase.Accepted accepted -> accepted(accepted);
            case PlacePurchase.PurchaseRefused refused -> Reply.of(problem(refused));
            case PlacePurchase.KeyReused reused ->
                Reply.of(Problem.of(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "The Idempotency-Key was used for another request",
                        "this Idempotency-Key was used for another purchase; use a new key for a new purchase"));
            case PlacePurchase.QueueUnavailable unavailable ->
                Reply.of(Problem.unavailable(
                        ProblemType.QUEUE_UNAVAILABLE,
                        "The purchase was not accepted",
                        "the queue is not accepting purchases at the moment; this purchase was not made"));
            case PlacePurchase.OutcomeUnknown unknown ->
                Reply.of(Problem.unavailable(
                                        ProblemType.OUTCOME_UNKNOWN,
                                        "The purchase may have been accepted",
                                        detail(unknown.doubt()))
                                .with(facts ->
                                        facts.put("message_id", unknown.id().toString())))
                        .with("Location", location(unknown.id()));
            case PlacePurchase.Unavailable unavailable ->
                Reply.of(Problem.unavailable(
                        ProblemType.UNAVAILABLE,
                        "The purchase was not accepted",
                        "the race cannot be looked up at the moment; this purchase was not made"));
        };
    }

    private static String detail(PlacePurchase.Doubt doubt) {
        return switch (doubt) {
            case NO_VERDICT ->
                "the purchase was sent, but the queue did not acknowledge it in time; look it up under Location, or repeat the"
                        + " request with the same Idempotency-Key";
            case EARLIER_REQUEST ->
                "this request sent nothing, and it is unknown whether an earlier request with this Idempotency-Key made the"
                        + " purchase; look it up under Location, or repeat the request with the same Idempotency-Key";
        };
    }

    private static Reply accepted(PlacePurchase.Accepted accepted) {
        ObjectNode json = Json.object();
        json.put("message_id", accepted.id().toString());
        json.put("status", accepted.status().name());
        json.put("combinations", accepted.combinations());
        json.put("total_amount", accepted.total().value());
        return Reply.json(202, json).with("Location", location(accepted.id()));
    }

    private static String location(MessageId id) {
        return "/v1/purchases/" + id;
    }

    private static RaceId race(Fields body) {
        long id = body.integer("race_id");
        if (!RaceId.isPossible(id)) {
            throw new ProblemException(Problem.notFound("race " + id + " does not exist"));
        }
        RaceId race = new RaceId(id);
        LogContext.race(race);
        return race;
    }

    private static Bet bet(Fields body) {
        return Ask.read(() -> BetWire.read(body), refused -> invalidBet(refused.detail(), refused.field()));
    }

    private static Problem invalidBet(String detail, String field) {
        return Problem.of(ProblemType.INVALID_BET, "The bet is invalid", detail)
                .with(facts -> facts.put("field", field));
    }

    private static Problem problem(PlacePurchase.PurchaseRefused refused) {
        Problem problem = switch (refused.reason()) {
            case RACE_UNKNOWN -> Problem.notFound(refused.detail());
            case RACE_NOT_OPEN, RACE_CLOSED ->
                Problem.of(ProblemType.RACE_NOT_OPEN, "The race is not on sale", refused.detail());
            case RUNNER_SCRATCHED ->
                Problem.of(ProblemType.RUNNER_SCRATCHED, "A runner was scratched", refused.detail());
            case BET_TYPE_NOT_ON_SALE,
                    INVALID_SELECTION,
                    INVALID_AMOUNT,
                    LIMIT_EXCEEDED,
                    INSUFFICIENT_FUNDS,
                    NOT_RECEIVED,
                    MALFORMED -> invalidBet(refused.detail(), refused.field().orElse(""));
        };
        return problem.with(facts -> describe(refused, facts));
    }

    private static void describe(PlacePurchase.PurchaseRefused refused, ObjectNode facts) {
        facts.put("reason", refused.reason().name());
        if (refused.reason() == RefusalReason.RUNNER_SCRATCHED) {
            ArrayNode horses = facts.putArray("horse_numbers");
            refused.horses().stream().forEach(horses::add);
        }
    }

    private Reply preview(Ask ask) {
        Fields body = ask.body();
        return switch (purchases.preview().preview(race(body), bet(body))) {
            case PreviewPurchase.Cost cost ->
                Reply.ok(Json.object()
                        .put("combinations", cost.combinations())
                        .put("total_amount", cost.total().value()));
            case PreviewPurchase.NotPossible not -> Reply.of(problem(not.refused()));
        };
    }

    private Reply track(Ask ask) {
        MessageId id = new MessageId(ask.uuid("message_id"));
        UserId user = ask.principal().user();
        Optional<Duration> wait = ask.preferredWait();
        if (wait.isEmpty()) {
            return tracked(id, purchases.track().track(id, user));
        }
        WaitingRequests.Looked<TrackPurchase.TrackingOutcome> looked =
                waits.look(user, wait.get(), () -> purchases.track().track(id, user), PurchaseEndpoints::isFinal);
        Reply reply = tracked(id, looked.found());
        return looked.waited()
                ? reply.with("Preference-Applied", "wait=" + wait.get().toSeconds())
                : reply;
    }

    private static boolean isFinal(TrackPurchase.TrackingOutcome outcome) {
        return switch (outcome) {
            case TrackPurchase.Known known -> !(known.purchase() instanceof Purchase.Pending);
            case TrackPurchase.NotFound notFound -> true;
            case TrackPurchase.NotYetKnown notYet -> false;
        };
    }

    private static Reply tracked(MessageId id, TrackPurchase.TrackingOutcome outcome) {
        return switch (outcome) {
            case TrackPurchase.Known known -> Reply.ok(PurchaseWire.show(known.purchase()));
            case TrackPurchase.NotFound notFound -> Reply.of(Problem.notFound("purchase " + id + " does not exist"));
            case TrackPurchase.NotYetKnown notYet ->
                Reply.of(Problem.unavailable(
                        ProblemType.NOT_YET_KNOWN,
                        "The purchase is not known yet",
                        "this purchase is either not recorded yet or does not exist, which cannot be decided at the moment;"
                                + " repeat the request"));
        };
    }

    private Reply tickets(Ask ask) {
        int limit = ask.limit();
        List<Ticket> tickets = purchases
                .track()
                .tickets(
                        ask.principal().user(),
                        ask.queryRaceId("race_id"),
                        ask.queryUuid("after").map(MessageId::new),
                        limit);
        return Reply.page(
                tickets, limit, PurchaseWire::show, ticket -> ticket.id().toString());
    }
}
