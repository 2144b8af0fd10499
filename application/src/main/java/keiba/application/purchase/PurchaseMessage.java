package keiba.application.purchase;

import java.time.Instant;
import keiba.application.caller.UserId;
import keiba.application.race.RaceId;

/**
 * A purchase as a message in the queue.
 *
 * @param timestamp the time of the purchase by the sender's clock; for information only, no decision depends on it
 */
public record PurchaseMessage(MessageId id, UserId user, RaceId race, Bet bet, Instant timestamp) {}
