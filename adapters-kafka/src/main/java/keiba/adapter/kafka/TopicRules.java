package keiba.adapter.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * Checks the settings of an existing topic: no acknowledged purchase may be lost, and the append time must be the
 * broker's. Each fault names the setting, its value, what is allowed, and the command that corrects it.
 *
 * @param replicas the smallest allowed number of replicas of every partition
 * @param minInSyncReplicas the smallest allowed value of the setting
 */
record TopicRules(int replicas, int minInSyncReplicas) {
    /**
     * The shortest allowed retention. A message must be kept longer than the longest time for which nothing is
     * recorded.
     */
    static final Duration SHORTEST_RETENTION = Duration.ofDays(7);

    private static final String FOR_EVER = "-1";

    /**
     * Finds the settings that are not safe for purchases.
     *
     * @param replicasOf the number of replicas of the partition that has the fewest
     * @param config the values of the topic's settings by name; a missing setting is not checked
     */
    List<String> faults(String topic, int replicasOf, Map<String, String> config) {
        List<String> faults = new ArrayList<>();
        equal(
                faults,
                topic,
                config,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime",
                "the broker's append time decides which purchases arrived before the close");
        equal(
                faults,
                topic,
                config,
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                "compaction deletes purchases of the same race");
        equal(
                faults,
                topic,
                config,
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                "false",
                "an unclean election loses acknowledged purchases");
        equal(
                faults,
                topic,
                config,
                TopicConfig.RETENTION_BYTES_CONFIG,
                FOR_EVER,
                "otherwise messages can be deleted by size before they are recorded");
        retention(faults, topic, config.get(TopicConfig.RETENTION_MS_CONFIG));
        replication(faults, topic, replicasOf, config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG));
        return faults;
    }

    private static void equal(
            List<String> faults, String topic, Map<String, String> config, String name, String wanted, String why) {
        String value = config.get(name);
        if (value != null && !value.equals(wanted)) {
            faults.add(fault(topic, name, value, "it must be " + wanted + ", because " + why, wanted));
        }
    }

    private static void retention(List<String> faults, String topic, @Nullable String value) {
        if (value != null && !value.equals(FOR_EVER) && Long.parseLong(value) < SHORTEST_RETENTION.toMillis()) {
            faults.add(fault(
                    topic,
                    TopicConfig.RETENTION_MS_CONFIG,
                    value,
                    "it must be -1 (for ever) or at least " + SHORTEST_RETENTION.toMillis() + " ("
                            + SHORTEST_RETENTION.toDays()
                            + " days), because messages must not be deleted before they are recorded",
                    FOR_EVER));
        }
    }

    private void replication(List<String> faults, String topic, int replicasOf, @Nullable String minInSync) {
        if (replicasOf < replicas) {
            faults.add("topic " + topic + " has a partition with " + replicasOf
                    + " replicas, and kafka.replication-factor is "
                    + replicas + ": add replicas with kafka-reassign-partitions.sh, or set kafka.replication-factor to "
                    + replicasOf);
        }
        if (minInSync != null && Integer.parseInt(minInSync) < minInSyncReplicas) {
            faults.add(fault(
                    topic,
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    minInSync,
                    "it must be at least kafka.min-insync-replicas, which is " + minInSyncReplicas,
                    Integer.toString(minInSyncReplicas)));
        }
        if (minInSync != null && Integer.parseInt(minInSync) > replicasOf) {
            faults.add(fault(
                    topic,
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    minInSync,
                    "no purchase can be written, because a partition has only " + replicasOf + " replicas",
                    Integer.toString(replicasOf)));
        }
    }

    private static String fault(String topic, String name, String value, String rule, String wanted) {
        return "topic " + topic + " has " + name + "=" + value + "; " + rule
                + ". Correct it with: kafka-configs.sh --alter --topic " + topic + " --add-config " + name + "="
                + wanted;
    }
}
