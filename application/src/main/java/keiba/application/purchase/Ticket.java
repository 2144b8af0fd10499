package keiba.application.purchase;

import java.time.Instant;
import java.util.Optional;
import keiba.application.caller.UserId;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/**
 * A ticket as it is stored in the books.
 *
 * @param combinations the number of combinations
 * @param total the price: the bet's amount times the number of combinations
 * @param refunded the sum that was refunded so far
 * @param payout the winnings; empty before the payouts are calculated, and for a losing ticket
 * @param purchasedAt the time at which the queue received the purchase
 */
public record Ticket(
        MessageId id,
        UserId user,
        RaceId race,
        Bet bet,
        int combinations,
        Yen total,
        Yen refunded,
        Optional<Yen> payout,
        Instant purchasedAt) {}
