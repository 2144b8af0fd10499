package keiba.domain.settlement;

import java.util.List;
import keiba.domain.money.Yen;
import keiba.domain.settlement.Outcome.Dividend;

/**
 * The payout and the refund of one ticket.
 *
 * @param payout what its paid combinations pay; a refund is no payout
 * @param refund the stakes on its void combinations
 * @param hits the combinations that pay, in order of index, each with its dividend per 100 yen
 */
public record TicketSettlement(Yen payout, Yen refund, List<Dividend> hits) {
    /**
     * Creates the settlement of a ticket.
     *
     * @throws IllegalArgumentException if the payout or the refund is negative
     */
    public TicketSettlement {
        hits = List.copyOf(hits);
        if (payout.isNegative() || refund.isNegative()) {
            throw new IllegalArgumentException(
                    "a payout and a refund must be at least 0, not " + payout + " and " + refund);
        }
    }
}
