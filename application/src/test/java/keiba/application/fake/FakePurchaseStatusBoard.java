package keiba.application.fake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.PlacePurchase;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.PurchaseStatusBoard;

/** Statuses of purchases, stored in memory. */
public final class FakePurchaseStatusBoard implements PurchaseStatusBoard {
    private final Map<MessageId, Purchase> shown = new HashMap<>();
    private final InstantSource clock;
    private final FakeRaceBoard races;
    private final Faults faults = new Faults("the status board");
    private Instant intactSince = Instant.MIN;

    public FakePurchaseStatusBoard(InstantSource clock) {
        this(clock, new FakeRaceBoard());
    }

    /** @param races on the same server */
    FakePurchaseStatusBoard(InstantSource clock, FakeRaceBoard races) {
        this.clock = clock;
        this.races = races;
    }

    public Faults faults() {
        return faults;
    }

    @Override
    public synchronized Optional<Purchase> claim(Purchase.Pending pending) {
        return faults.call(() -> Optional.ofNullable(shown.putIfAbsent(pending.id(), pending)));
    }

    /** Claims only when the outcome is awaited, which is the latest time allowed. */
    @Override
    public Claiming startClaim(Purchase.Pending pending) {
        return () -> claim(pending);
    }

    @Override
    public synchronized KeyClaim claimKey(Purchase.Pending pending) {
        return new KeyClaim(
                claim(pending),
                Optional.of(intactSince),
                races.shownVersion(pending.message().race()));
    }

    @Override
    public synchronized Optional<Purchase> find(MessageId id) {
        return faults.call(() -> Optional.ofNullable(shown.get(id)));
    }

    @Override
    public synchronized boolean release(Purchase.Pending claimed) {
        return faults.call(() -> shown.remove(claimed.id(), claimed));
    }

    @Override
    public synchronized void renew(Purchase.Pending pending) {
        faults.run(() ->
                shown.merge(pending.id(), pending, (old, renewed) -> old instanceof Purchase.Pending ? renewed : old));
    }

    @Override
    public void renewSoon(Purchase.Pending pending) {
        renew(pending);
    }

    @Override
    public synchronized Map<MessageId, PlacePurchase.Status> statuses(Collection<MessageId> ids) {
        return faults.call(() -> {
            Map<MessageId, PlacePurchase.Status> statuses = new HashMap<>();
            for (MessageId id : ids) {
                Purchase purchase = shown.get(id);
                if (purchase != null) {
                    statuses.put(id, status(purchase));
                }
            }
            return statuses;
        });
    }

    private static PlacePurchase.Status status(Purchase purchase) {
        return switch (purchase) {
            case Purchase.Pending pending -> PlacePurchase.Status.PENDING;
            case Purchase.Completed completed -> PlacePurchase.Status.COMPLETED;
            case Purchase.Failed failed -> PlacePurchase.Status.FAILED;
        };
    }

    /** Shows a purchase whatever is shown, as a late write of a process that was frozen would. */
    public synchronized void overwrite(Purchase purchase) {
        shown.put(purchase.id(), purchase);
    }

    @Override
    public synchronized void show(Collection<Purchase> recorded) {
        faults.run(() -> recorded.forEach(purchase -> shown.put(purchase.id(), purchase)));
    }

    @Override
    public synchronized Instant intactSince() {
        return faults.call(() -> intactSince);
    }

    /** Deletes everything. */
    public synchronized void lose() {
        shown.clear();
        intactSince = clock.instant();
    }
}
