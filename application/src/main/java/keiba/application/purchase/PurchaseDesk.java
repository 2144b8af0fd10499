package keiba.application.purchase;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import keiba.application.caller.IdempotencyKey;
import keiba.application.caller.UserId;
import keiba.application.race.RaceBook;
import keiba.application.race.RaceId;

/** Accepts purchases: gives each an id, and places it as a purchase with an idempotency key or without one. */
final class PurchaseDesk implements PlacePurchase, PreviewPurchase {
    private final SaleCheck sale;
    private final UnkeyedPurchases unkeyed;
    private final KeyedPurchases keyed;
    private final Supplier<MessageId> newId;
    private final InstantSource clock;

    PurchaseDesk(
            RecentRaces races,
            RaceBook raceBook,
            Limits limits,
            PurchaseStatusBoard statuses,
            TicketBook tickets,
            QueueBook queueBook,
            PurchaseQueue queue,
            Supplier<MessageId> newId,
            InstantSource clock) {
        PurchaseClaims claims = new PurchaseClaims(statuses, new UnclaimedSends(queueBook, clock), clock);
        EarlierSends earlier = new EarlierSends(races, raceBook, new PurchaseTraces(statuses, tickets, queueBook));
        this.sale = new SaleCheck(races, new BetCheck(limits), clock);
        this.unkeyed = new UnkeyedPurchases(sale, claims, queue);
        RepeatedPurchases repeated = new RepeatedPurchases(sale, claims, tickets, queue, clock);
        this.keyed = new KeyedPurchases(sale, claims, repeated, earlier, queue);
        this.newId = newId;
        this.clock = clock;
    }

    @Override
    public PlacePurchase.PurchaseOutcome place(UserId user, RaceId race, Bet bet, Optional<IdempotencyKey> key) {
        return key.isPresent()
                ? keyed.place(new PurchaseMessage(idOf(key.get(), user, race), user, race, bet, clock.instant()))
                : unkeyed.place(new PurchaseMessage(newId.get(), user, race, bet, clock.instant()));
    }

    private static MessageId idOf(IdempotencyKey key, UserId user, RaceId race) {
        return new MessageId(key.idWithin("purchase:" + user + ":" + race));
    }

    @Override
    public PreviewPurchase.PreviewOutcome preview(RaceId race, Bet bet) {
        return switch (sale.price(race, bet)) {
            case BetCheck.NotSold notSold -> new NotPossible(notSold.refused());
            case BetCheck.Priced priced -> new Cost(priced.combinations().size(), priced.total());
        };
    }
}
