package keiba.application.settlement;

import java.time.LocalDate;
import keiba.application.account.UserId;
import keiba.application.purchase.MessageId;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/**
 * The payout of a winning ticket.
 *
 * @param id the ticket's
 * @param amount the winnings, refunds apart; positive
 * @param refunded what was refunded of the same ticket
 * @param expiresOn the last day on which it can be claimed, or could be, in Japan
 * @param held whether an operator holds payouts of the race: it is then neither paid nor left to the house, also after its last day
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
        /** Waiting to be claimed. */
        CALCULATED,
        PAID,
        /** Not claimed in time. */
        EXPIRED
    }
}
