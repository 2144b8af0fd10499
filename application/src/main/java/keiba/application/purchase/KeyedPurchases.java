package keiba.application.purchase;

import java.util.Optional;
import java.util.OptionalLong;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.PlacePurchase.Doubt;
import keiba.application.purchase.PlacePurchase.OutcomeUnknown;
import keiba.application.purchase.PlacePurchase.PurchaseOutcome;
import keiba.application.purchase.PlacePurchase.PurchaseRefused;
import keiba.application.purchase.PlacePurchase.QueueUnavailable;
import keiba.application.purchase.SaleCheck.NotSold;
import keiba.application.purchase.SaleCheck.Sold;

/**
 * Purchases with a key, which names them for as long as they exist. A request looks its purchase up and claims it in one step on the status
 * board, looks for it in the books if they may hold what the board does not show, and sends it if it is new.
 */
final class KeyedPurchases {
    private final SaleCheck sale;
    private final PurchaseClaims claims;
    private final RepeatedPurchases repeated;
    private final EarlierSends earlier;
    private final PurchaseQueue queue;

    KeyedPurchases(
            SaleCheck sale,
            PurchaseClaims claims,
            RepeatedPurchases repeated,
            EarlierSends earlier,
            PurchaseQueue queue) {
        this.sale = sale;
        this.claims = claims;
        this.repeated = repeated;
        this.earlier = earlier;
        this.queue = queue;
    }

    PurchaseOutcome place(PurchaseMessage message) {
        try {
            return switch (sale.recently(message)) {
                case Sold sold -> claimAndSend(sold, Purchase.Pending.unsent(message, sold.combinations()));
                case NotSold notSold -> unlessKnown(message, notSold.refused());
            };
        } catch (InfrastructureFailure serversAreAway) {
            return known(message.id())
                    .map(known -> repeated.answer(known, message))
                    .orElseGet(() -> notSent(message.id()));
        }
    }

    /** Refuses a purchase that is not sold now, unless it was bought before. */
    private PurchaseOutcome unlessKnown(PurchaseMessage message, PurchaseRefused refused) {
        Optional<Purchase> known = known(message.id());
        return known.isPresent() ? repeated.answer(known.get(), message) : refuse(message, refused);
    }

    private Optional<Purchase> known(MessageId id) {
        return claims.shown(id).or(() -> repeated.recorded(id));
    }

    private PurchaseOutcome claimAndSend(Sold sold, Purchase.Pending pending) {
        return switch (claims.claim(pending)) {
            case PurchaseClaims.Taken taken -> repeated.answer(taken.shown(), pending.message());
            case PurchaseClaims.Made made -> {
                Optional<Purchase> recorded =
                        claims.mayBeRecorded(made, sold.card().openedAt())
                                ? repeated.recorded(pending.id())
                                : Optional.empty();
                recorded.ifPresent(claims::showRecorded);
                yield recorded.map(known -> repeated.answer(known, pending.message()))
                        .orElseGet(() -> sendIfStillSold(pending, checkAgain(sold, made.raceVersion(), pending)));
            }
            case PurchaseClaims.BoardAway away -> {
                Optional<Purchase> recorded = repeated.recorded(pending.id());
                if (recorded.isPresent()) {
                    yield repeated.answer(recorded.get(), pending.message());
                }
                claims.noteUnclaimed();
                yield sendIfStillSold(pending, checkNow(pending));
            }
        };
    }

    /**
     * Looks at the race once more after the claim, and sends. A request that refuses looks at the race first and for claims then, so of two
     * requests with the same key that refuse and send at the same time, one sees the other.
     */
    private PurchaseOutcome sendIfStillSold(Purchase.Pending pending, SaleCheck.Answer checkedAgain) {
        return switch (checkedAgain) {
            case Sold still -> send(pending);
            case NotSold notSold -> {
                claims.release(pending);
                yield refuse(pending.message(), notSold.refused());
            }
        };
    }

    /** The race need not be looked up where the board showed, when the claim was made, the version of it that was checked. */
    private SaleCheck.Answer checkAgain(Sold sold, OptionalLong raceVersion, Purchase.Pending pending) {
        boolean unchanged = raceVersion.isPresent()
                && raceVersion.getAsLong() == sold.card().version();
        return unchanged ? sale.again(sold) : checkNow(pending);
    }

    private SaleCheck.Answer checkNow(Purchase.Pending pending) {
        try {
            return sale.now(pending.message());
        } catch (InfrastructureFailure serversAreAway) {
            claims.release(pending);
            throw serversAreAway;
        }
    }

    private PurchaseOutcome send(Purchase.Pending pending) {
        return switch (queue.send(pending.message())) {
            case DURABLE -> {
                claims.showQueued(pending);
                yield pending.accepted();
            }
            case NOT_SENT -> {
                claims.releaseForCertain(pending);
                yield unlessSentBefore(earlier.of(pending.id()), pending.message(), new QueueUnavailable());
            }
            case UNKNOWN -> new OutcomeUnknown(pending.id(), Doubt.NO_VERDICT);
        };
    }

    private PurchaseOutcome refuse(PurchaseMessage message, PurchaseRefused refused) {
        return unlessSentBefore(earlier.of(message, refused.reason()), message, refused);
    }

    /** Returns the answer when this request sent nothing, unless an earlier request sent the purchase, or may have sent it. */
    private PurchaseOutcome unlessSentBefore(
            PurchaseTraces.Trace before, PurchaseMessage message, PurchaseOutcome notBought) {
        return switch (before) {
            case PurchaseTraces.Found found -> repeated.answer(found.purchase(), message);
            case PurchaseTraces.Absent absent -> notBought;
            case PurchaseTraces.Uncertain uncertain -> notSent(message.id());
        };
    }

    private static OutcomeUnknown notSent(MessageId id) {
        return new OutcomeUnknown(id, Doubt.EARLIER_REQUEST);
    }
}
