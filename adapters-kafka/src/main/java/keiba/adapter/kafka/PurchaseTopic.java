package keiba.adapter.kafka;

import keiba.application.purchase.QueueId;
import keiba.application.race.RaceId;

/**
 * The purchase topic as it is on the brokers.
 *
 * @param id changes when the topic is deleted and made again
 * @param partitions how many it has
 */
public record PurchaseTopic(QueueId id, int partitions) {

    /** The one partition in which everything about a race stands, in order. */
    public int partitionOf(RaceId race) {
        return (int) (race.value() % partitions);
    }
}
