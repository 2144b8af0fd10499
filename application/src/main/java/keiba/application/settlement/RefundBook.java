package keiba.application.settlement;

import java.util.List;
import keiba.application.race.RaceId;

/**
 * Refunds of record: for every combination that became void, what each ticket sold on it had cost. A refund is credited to the bettor
 * without being asked, once per ticket and cause, and is never a payout. What is to be refunded is noted in the transaction that makes it
 * void (see {@link keiba.application.race.RaceBook.Decision#voided}).
 */
public interface RefundBook {

    /** Returns the races of which something is still to be refunded, at most {@code limit}. */
    List<RaceId> due(int limit);

    /**
     * Refunds the next tickets of a race in one transaction.
     *
     * @param most how many tickets are refunded at most; the transaction locks the accounts of their bettors and of no others
     */
    Progress refund(RaceId race, int most);
}
