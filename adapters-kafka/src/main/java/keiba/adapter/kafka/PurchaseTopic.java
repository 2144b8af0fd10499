package keiba.adapter.kafka;

import keiba.application.purchase.QueueId;
import keiba.application.race.RaceId;

/**
 * The purchase topic as it is on the brokers.
 *
 * @param id the id, which changes when the topic is deleted and created again
 * @param partitions the number of partitions
 */
public record PurchaseTopic(QueueId id, int partitions) {

    /** Returns the partition that contains all messages about a race, in order. */
    public int partitionOf(RaceId race) {
        return (int) (race.value() % partitions);
    }
}
