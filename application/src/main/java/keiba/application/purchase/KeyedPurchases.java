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
 * Places purchases with an idempotency key, which names its purchase permanently. A request looks up its purchase and
 * claims it in one step on the status board. If the books may contain a purchase that the board does not show, the
 * request looks there too. It sends the purchase if it is new.
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
     * Sends a claimed purchase if its race, checked once more after the claim, still sells it. A request that refuses a
     * purchase checks the race first and looks for claims afterwards. Therefore, if of two concurrent requests with the
     * same key one refuses and the other sends, at least one of them notices the other.
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

    /**
     * Checks the race again after the claim. The race is not looked up if, at the claim, the board showed the version
     * that was checked before.
     */
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

    /**
     * Returns the given answer of a request that sent nothing, or another answer if an earlier request sent the
     * purchase or may have sent it.
     */
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
