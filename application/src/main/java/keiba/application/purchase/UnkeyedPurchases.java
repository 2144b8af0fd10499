package keiba.application.purchase;

import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.PlacePurchase.Doubt;
import keiba.application.purchase.PlacePurchase.OutcomeUnknown;
import keiba.application.purchase.PlacePurchase.PurchaseOutcome;
import keiba.application.purchase.PlacePurchase.QueueUnavailable;
import keiba.application.purchase.PlacePurchase.Unavailable;
import keiba.application.purchase.SaleCheck.NotSold;
import keiba.application.purchase.SaleCheck.Sold;

/**
 * Places purchases without an idempotency key. Each is a new purchase that only its one request can buy. The request
 * sends the purchase and shows it on the status board at the same time, and answers when both have ended.
 */
final class UnkeyedPurchases {
    private final SaleCheck sale;
    private final PurchaseClaims claims;
    private final PurchaseQueue queue;

    UnkeyedPurchases(SaleCheck sale, PurchaseClaims claims, PurchaseQueue queue) {
        this.sale = sale;
        this.claims = claims;
        this.queue = queue;
    }

    PurchaseOutcome place(PurchaseMessage message) {
        try {
            return switch (sale.recently(message)) {
                case NotSold notSold -> notSold.refused();
                case Sold sold -> showAndSend(Purchase.Pending.unsent(message, sold.combinations()));
            };
        } catch (InfrastructureFailure serversAreAway) {
            return new Unavailable();
        }
    }

    private PurchaseOutcome showAndSend(Purchase.Pending pending) {
        PurchaseClaims.Showing showing = claims.startShowing(pending);
        PurchaseQueue.Sent sent = queue.send(pending.message());
        showing.end();
        return switch (sent) {
            case DURABLE -> pending.accepted();
            case NOT_SENT -> {
                claims.release(pending);
                yield new QueueUnavailable();
            }
            case UNKNOWN -> new OutcomeUnknown(pending.id(), Doubt.NO_VERDICT);
        };
    }
}
