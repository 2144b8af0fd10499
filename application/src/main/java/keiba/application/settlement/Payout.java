package keiba.application.settlement;

import java.time.LocalDate;
import keiba.application.caller.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/**
 * The payout of a winning ticket.
 *
 * @param id the id of the ticket
 * @param amount the winnings without refunds; positive
 * @param refunded the sum that was refunded for the same ticket
 * @param expiresOn the last day on which it can or could be claimed, in Japan
 * @param held whether an operator holds payouts of the race: it is then neither paid nor transferred to the house, even
 *     after its last day
 */
public record Payout(
        MessageId id,
        RaceId race,
        UserId user,
        Yen amount,
        Yen refunded,
        Status status,
        LocalDate expiresOn,
        boolean held) {

    /** The status of the payout. */
    public enum Status {
        /** The payout has not been claimed yet. */
        CALCULATED,
        PAID,
        /** The payout was not claimed in time. */
        EXPIRED
    }
}
