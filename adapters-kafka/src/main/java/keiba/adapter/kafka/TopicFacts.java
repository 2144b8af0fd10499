package keiba.adapter.kafka;

import java.util.List;
import keiba.application.purchase.QueueId;

/**
 * The facts about a topic with which a check decides whether it is safe for purchases.
 *
 * @param id the id, which changes when the topic is deleted and created again
 * @param partitions the number of partitions
 * @param replicas the number of replicas of the partition that has the fewest
 * @param settingsAreKnown whether this user is allowed to read its settings
 * @param faults the unsafe settings, each with its correction
 * @param lagging the numbers of the partitions of which not all replicas are in sync
 */
public record TopicFacts(
        QueueId id,
        int partitions,
        int replicas,
        boolean settingsAreKnown,
        List<String> faults,
        List<Integer> lagging) {
    public TopicFacts {
        faults = List.copyOf(faults);
        lagging = List.copyOf(lagging);
    }
}
