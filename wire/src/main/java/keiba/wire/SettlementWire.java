package keiba.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import keiba.application.race.RaceCard;
import keiba.application.settlement.ExecutionBook.Paid;
import keiba.application.settlement.Payout;
import keiba.application.settlement.PayoutTotals;
import keiba.application.settlement.TypeSettlement.Sums;
import keiba.application.settlement.ViewSettlement.Report;

/** Payouts, their progress, and the report of a race, as JSON. */
public final class SettlementWire {
    private SettlementWire() {}

    /** Returns a payout in the form for its bettor. */
    public static ObjectNode show(Payout payout) {
        return Json.object()
                .put("message_id", payout.id().toString())
                .put("race_id", payout.race().value())
                .put("amount", payout.amount().value())
                .put("refunded", payout.refunded().value())
                .put("status", payout.status().name())
                .put("expires_on", payout.expiresOn().toString())
                .put("held", payout.held());
    }

    /** Returns how long payouts of a race can be claimed. */
    public static ObjectNode claimPeriod(RaceCard card) {
        return show(card).put("expires_on", card.expiresOn().toString());
    }

    /** Returns a payout that was made. */
    public static ObjectNode show(Paid paid) {
        return Json.object()
                .put("message_id", paid.id().toString())
                .put("amount", paid.amount().value())
                .put("status", Payout.Status.PAID.name())
                .put("paid_at", paid.paidAt().toString())
                .put("balance", paid.balance().value());
    }

    /** Returns the progress of the calculation of a race's payouts, without its results. */
    public static ObjectNode show(RaceCard card) {
        return Json.object()
                .put("race_id", card.id().value())
                .put("state", card.state().name());
    }

    /** Returns the results of the calculation of a race's payouts. */
    public static ObjectNode calculated(RaceCard card, PayoutTotals totals) {
        return putAll(totals, show(card));
    }

    /** Returns the progress of the execution of a race's payouts. */
    public static ObjectNode executed(RaceCard card, PayoutTotals totals) {
        ObjectNode json = putAll(totals, Json.object().put("race_id", card.id().value()));
        put("paid", totals.paid(), json);
        put("unpaid", totals.calculated(), json);
        put("expired", totals.expired(), json);
        return json;
    }

    private static ObjectNode putAll(PayoutTotals totals, ObjectNode into) {
        return into.put("payouts", totals.all().payouts())
                .put("amount", totals.all().yen().value());
    }

    private static void put(String name, PayoutTotals.Sum sum, ObjectNode into) {
        into.put(name, sum.payouts());
        into.put(name + "_amount", sum.yen().value());
    }

    /** Returns the report of a race as {@code GET /races/{id}/report} shows them. */
    public static ObjectNode show(Report report) {
        PayoutTotals payouts = report.figures().payouts();
        ObjectNode json = show(report.figures().card());
        ObjectNode types = json.putObject("types");
        report.types().forEach((type, sums) -> types.set(type.name(), show(sums)));
        json.set("total", show(report.total()));
        json.put("tickets", report.figures().tickets());
        ObjectNode refused = json.putObject("refused");
        report.figures().refused().forEach((reason, purchases) -> refused.put(reason.name(), purchases));
        json.put("paid", payouts.paid().yen().value());
        json.put("unpaid", payouts.calculated().yen().value());
        json.put("expired", payouts.expired().yen().value());
        json.put("balanced", report.balanced());
        return json;
    }

    /** Returns the distribution of the money of a bet type. */
    static ObjectNode show(Sums sums) {
        return Json.object()
                .put("sales", sums.sales().value())
                .put("refunds", sums.refunds().value())
                .put("payouts", sums.payouts().value())
                .put("takeout", sums.takeout().value())
                .put("breakage", sums.breakage().value())
                .put("top_ups", sums.topUps().value());
    }
}
