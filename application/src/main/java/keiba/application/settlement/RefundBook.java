package keiba.application.settlement;

import java.util.List;
import keiba.application.race.RaceId;

/**
 * Makes and stores refunds: the stakes of each ticket on combinations that became void. A refund is credited to the
 * bettor without a request, once per ticket and cause, and is not a payout. The transaction that makes combinations
 * void also records that they are to be refunded (see {@link keiba.application.race.RaceBook.Decision#voided}).
 */
public interface RefundBook {

    /** Returns the races that still have stakes to be refunded, at most {@code limit}. */
    List<RaceId> due(int limit);

    /**
     * Refunds the next tickets of a race in one transaction.
     *
     * @param most the largest number of tickets to refund; the transaction locks the accounts of their bettors and of
     *     no others
     */
    Progress refund(RaceId race, int most);
}
