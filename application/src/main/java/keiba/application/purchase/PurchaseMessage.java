package keiba.application.purchase;

import java.time.Instant;
import keiba.application.account.UserId;
import keiba.application.race.RaceId;

/**
 * A purchase as it lies in the queue.
 *
 * @param timestamp when it was placed, by the clock of whoever placed it; informs and never decides
 */
public record PurchaseMessage(MessageId id, UserId user, RaceId race, Bet bet, Instant timestamp) {}
