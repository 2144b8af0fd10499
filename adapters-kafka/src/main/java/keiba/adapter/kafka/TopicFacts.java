package keiba.adapter.kafka;

import java.util.List;
import keiba.application.purchase.QueueId;

/**
 * The facts about a topic with which a check decides whether it is fit for purchases.
 *
 * @param id changes when the topic is deleted and made again
 * @param partitions how many it has
 * @param replicas of the partition that has the fewest
 * @param settingsAreKnown whether this user may read its settings
 * @param faults the settings that are not fit, each with how to mend it
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
