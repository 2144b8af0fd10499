package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRulesTest {
    private static final Map<String, String> FIT = Map.of(
            "message.timestamp.type", "LogAppendTime",
            "cleanup.policy", "delete",
            "unclean.leader.election.enable", "false",
            "retention.ms", "-1",
            "retention.bytes", "-1",
            "min.insync.replicas", "2");

    private static List<String> faults(Map<String, String> config, int replicas) {
        return new TopicRules(3, 2).faults("purchases", replicas, config);
    }

    @Test
    void accepts_a_topic_with_the_settings_that_the_service_uses() {
        assertThat(faults(FIT, 3)).isEmpty();
        assertThat(faults(FIT, 5)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "message.timestamp.type,CreateTime,LogAppendTime",
        "cleanup.policy,compact,delete",
        "cleanup.policy,'compact,delete',delete",
        "unclean.leader.election.enable,true,false",
        "retention.ms,604799999,-1",
        "retention.bytes,1073741824,-1",
        "min.insync.replicas,1,2",
        "min.insync.replicas,4,3"
    })
    void names_a_wrong_setting_its_value_and_the_command_that_corrects_it(String name, String value, String mended) {
        Map<String, String> config = new TreeMap<>(FIT);
        config.put(name, value);
        assertThat(faults(config, 3))
                .singleElement()
                .satisfies(fault -> assertThat(fault)
                        .startsWith("topic purchases has " + name + "=" + value + "; ")
                        .endsWith("Correct it with: kafka-configs.sh --alter --topic purchases --add-config " + name
                                + "=" + mended));
    }

    @Test
    void accepts_a_retention_of_one_week() {
        Map<String, String> config = new TreeMap<>(FIT);
        config.put("retention.ms", "604800000");
        assertThat(faults(config, 3)).isEmpty();
    }

    @Test
    void reports_too_few_replicas() {
        assertThat(faults(FIT, 2))
                .containsExactly(
                        "topic purchases has a partition with 2 replicas, and kafka.replication-factor is 3: add replicas"
                                + " with kafka-reassign-partitions.sh, or set kafka.replication-factor to 2");
    }

    @Test
    void does_not_check_settings_that_cannot_be_read() {
        assertThat(faults(Map.of(), 3)).isEmpty();
    }
}
