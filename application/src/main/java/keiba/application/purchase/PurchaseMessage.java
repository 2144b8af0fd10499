package keiba.application.purchase;

import java.time.Instant;
import keiba.application.account.UserId;
import keiba.application.race.RaceId;

/**
 * A purchase as a message in the queue.
 *
 * @param timestamp the time of the purchase by the sender's clock; informational only, it never decides
 */
public record PurchaseMessage(MessageId id, UserId user, RaceId race, Bet bet, Instant timestamp) {}
