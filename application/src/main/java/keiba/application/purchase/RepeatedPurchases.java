package keiba.application.purchase;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import keiba.application.failure.InfrastructureFailure;
import keiba.application.purchase.BetCheck.Priced;
import keiba.application.purchase.PlacePurchase.Accepted;
import keiba.application.purchase.PlacePurchase.Doubt;
import keiba.application.purchase.PlacePurchase.KeyReused;
import keiba.application.purchase.PlacePurchase.OutcomeUnknown;
import keiba.application.purchase.PlacePurchase.PurchaseOutcome;
import keiba.application.purchase.PlacePurchase.Status;
import keiba.domain.money.Yen;

/** Answers a request whose idempotency key belongs to a known purchase. */
final class RepeatedPurchases {
    /**
     * A pending purchase is sent to the queue again if its request is repeated after this time; the recorder records it
     * only once.
     */
    static final Duration RESEND_AFTER = Duration.ofSeconds(5);

    private final SaleCheck sale;
    private final PurchaseClaims claims;
    private final TicketBook tickets;
    private final PurchaseQueue queue;
    private final InstantSource clock;

    RepeatedPurchases(
            SaleCheck sale, PurchaseClaims claims, TicketBook tickets, PurchaseQueue queue, InstantSource clock) {
        this.sale = sale;
        this.claims = claims;
        this.tickets = tickets;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Answers with the status of the known purchase, if the request contains the same bet.
     *
     * @param again the requested purchase, with the same id
     */
    PurchaseOutcome answer(Purchase known, PurchaseMessage again) {
        Bet bet = again.bet();
        return switch (known) {
            case Purchase.Pending pending ->
                bet.hasFingerprint(pending.message().bet().fingerprint()) ? stillPending(pending) : new KeyReused();
            case Purchase.Completed completed ->
                bet.hasFingerprint(completed.ticket().bet().fingerprint()) ? bought(completed) : new KeyReused();
            case Purchase.Failed failed ->
                failed.fingerprint().map(bet::hasFingerprint).orElse(true) ? failedBefore(again) : new KeyReused();
        };
    }

    private static Accepted bought(Purchase.Completed completed) {
        Ticket ticket = completed.ticket();
        return new Accepted(completed.id(), Status.COMPLETED, ticket.combinations(), ticket.total());
    }

    /** Returns the answer for a failed purchase: the same cost as when it was accepted. */
    private Accepted failedBefore(PurchaseMessage again) {
        Optional<Priced> cost = sale.costWhenOpened(again);
        return new Accepted(
                again.id(),
                Status.FAILED,
                cost.map(priced -> priced.combinations().size()).orElse(0),
                cost.map(Priced::total).orElse(Yen.ZERO));
    }

    /**
     * Does nothing for a purchase that was queued a moment ago, because the recorder will record it. Looks up any other
     * purchase in the books, and sends it again if they do not contain it.
     */
    private PurchaseOutcome stillPending(Purchase.Pending pending) {
        if (pending.queued() && clock.instant().isBefore(pending.since().plus(RESEND_AFTER))) {
            return pending.accepted();
        }
        Optional<Purchase> recorded = recorded(pending.id());
        if (recorded.isPresent()) {
            claims.showRecorded(recorded.get());
            return answer(recorded.get(), pending.message());
        }
        return sendAgain(pending);
    }

    /** Returns the purchase of an id as the books hold it; empty also if they do not answer. */
    Optional<Purchase> recorded(MessageId id) {
        try {
            return tickets.find(id);
        } catch (InfrastructureFailure booksAreAway) {
            return Optional.empty();
        }
    }

    private PurchaseOutcome sendAgain(Purchase.Pending pending) {
        try {
            claims.takeOver(pending.sentAgainAt(clock.instant()));
        } catch (InfrastructureFailure serversAreAway) {
            return pending.queued() ? pending.accepted() : new OutcomeUnknown(pending.id(), Doubt.EARLIER_REQUEST);
        }
        return switch (queue.send(pending.message())) {
            case DURABLE -> {
                claims.showQueued(pending);
                yield pending.accepted();
            }
            case NOT_SENT ->
                pending.queued() ? pending.accepted() : new OutcomeUnknown(pending.id(), Doubt.EARLIER_REQUEST);
            case UNKNOWN -> pending.queued() ? pending.accepted() : new OutcomeUnknown(pending.id(), Doubt.NO_VERDICT);
        };
    }
}
