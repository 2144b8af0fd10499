package keiba.application.purchase;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Where purchases stand, to be looked up in a hurry. What is missing here is looked up in the books. */
public interface PurchaseStatusBoard {

    /**
     * Shows a purchase as pending, if nothing is shown under its id.
     *
     * @return what was shown before; empty when the pending purchase is shown now
     */
    Optional<Purchase> claim(Purchase.Pending pending);

    Optional<Purchase> find(MessageId id);

    /** Takes a claim down whose purchase never reached the queue, if exactly that claim is what is shown. */
    void release(Purchase.Pending claimed);

    /** Shows a pending purchase as it stands now, whether or not it is shown; leaves recorded ones alone. */
    void renew(Purchase.Pending pending);

    /** Shows recorded purchases, in one round trip. */
    void show(Collection<Purchase> recorded);

    /** Since when the board has lost nothing: a pending purchase older than that may be missing from it. */
    Instant intactSince();
}
