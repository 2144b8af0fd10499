package keiba.application.purchase;

import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.BetCheck.NotSold;
import keiba.application.purchase.BetCheck.Priced;
import keiba.application.purchase.PlacePurchase.Doubt;
import keiba.application.purchase.PlacePurchase.Outcome;
import keiba.application.purchase.PlacePurchase.OutcomeUnknown;
import keiba.application.purchase.PlacePurchase.QueueUnavailable;
import keiba.application.purchase.PlacePurchase.Unavailable;

/** Purchases without a key. Each is new: it is bought by its one request or not at all. */
final class UnkeyedPurchases {
    private final SaleCheck sale;
    private final PurchaseClaims claims;
    private final PurchaseQueue queue;

    UnkeyedPurchases(SaleCheck sale, PurchaseClaims claims, PurchaseQueue queue) {
        this.sale = sale;
        this.claims = claims;
        this.queue = queue;
    }

    Outcome place(PurchaseMessage message) {
        try {
            return switch (sale.recently(message)) {
                case NotSold notSold -> notSold.refused();
                case Priced priced ->
                    claimAndSend(Purchase.Pending.unsent(
                            message, priced.combinations().size()));
            };
        } catch (InfrastructureFailure serversAreAway) {
            return new Unavailable();
        }
    }

    private Outcome claimAndSend(Purchase.Pending pending) {
        switch (claims.claim(pending)) {
            case PurchaseClaims.Made made -> {}
            case PurchaseClaims.Taken impossible -> {} // the id is fresh
            case PurchaseClaims.BoardAway away -> claims.noteUnclaimed();
        }
        return switch (queue.send(pending.message())) {
            case DURABLE -> pending.accepted();
            case NOT_SENT -> {
                claims.release(pending);
                yield new QueueUnavailable();
            }
            case UNKNOWN -> new OutcomeUnknown(pending.id(), Doubt.NO_VERDICT);
        };
    }
}
