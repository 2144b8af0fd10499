package keiba.application.purchase;

import java.time.Instant;
import java.util.Optional;
import keiba.application.account.UserId;
import keiba.application.race.RaceId;
import keiba.domain.money.Yen;

/**
 * A ticket as the books hold it.
 *
 * @param combinations how many
 * @param total what was paid: the bet's amount times the combinations
 * @param refunded what was given back so far
 * @param payout what it won; empty before the payouts are calculated, and for a losing ticket
 * @param purchasedAt when the queue received it
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
