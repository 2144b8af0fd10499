package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which properties of Kafka's clients an operator may set, and which clients get them. */
class ClientPropertiesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acks",
                "enable.idempotence",
                "max.in.flight.requests.per.connection",
                "retries",
                "delivery.timeout.ms",
                "request.timeout.ms",
                "max.block.ms",
                "default.api.timeout.ms",
                "max.request.size",
                "transactional.id",
                "partitioner.class",
                "interceptor.classes",
                "key.serializer",
                "value.serializer",
                "key.deserializer",
                "value.deserializer",
                "isolation.level",
                "enable.auto.commit",
                "auto.offset.reset",
                "allow.auto.create.topics",
                "group.id",
                "group.instance.id",
                "group.protocol",
                "partition.assignment.strategy",
                "session.timeout.ms",
                "heartbeat.interval.ms",
                "max.poll.interval.ms",
                "max.poll.records",
                "bootstrap.servers"
            })
    void refuses_properties_on_which_correctness_depends(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientProperties(Map.of(name, "s3cret")))
                .withMessageStartingWith("the property " + name + " of Kafka's clients cannot be set: ")
                .withMessageNotContaining("s3cret");
        assertThat(ClientProperties.isKnown(name)).isTrue();
        assertThat(ClientProperties.names()).doesNotContain(name);
    }

    /** A misspelt name in the list of refused properties would have no effect. */
    @Test
    void every_refused_property_exists_in_kafka() {
        assertThat(ClientProperties.refusedNames()).allMatch(ClientProperties::isKnown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"security.protocl", "Security.Protocol", "", "config.providers.", "zookeeper.connect"})
    void refuses_an_unknown_property(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientProperties(Map.of(name, "s3cret")))
                .withMessage("\"" + name + "\" is not a property of Kafka's clients");
    }

    @Test
    void each_client_gets_the_properties_that_it_knows() {
        ClientProperties properties = new ClientProperties(Map.of(
                "security.protocol", "SSL",
                "compression.type", "lz4",
                "fetch.min.bytes", "2",
                "config.providers", "file",
                "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider"));
        assertThat(properties.producer(Map.of("linger.ms", 1)))
                .containsOnlyKeys(
                        "linger.ms",
                        "security.protocol",
                        "compression.type",
                        "config.providers",
                        "config.providers.file.class");
        assertThat(properties.consumer(Map.of()))
                .containsOnlyKeys(
                        "security.protocol", "fetch.min.bytes", "config.providers", "config.providers.file.class");
        assertThat(properties.admin(Map.of()))
                .containsOnlyKeys("security.protocol", "config.providers", "config.providers.file.class");
    }

    @Test
    void a_configured_property_replaces_the_default_of_the_service() {
        Map<String, Object> own = new HashMap<>(Map.of("linger.ms", 1, "acks", "all"));
        assertThat(new ClientProperties(Map.of("linger.ms", "5")).producer(own))
                .isEqualTo(Map.of("linger.ms", "5", "acks", "all"));
    }

    @ParameterizedTest
    @CsvSource({
        "security.protocol,PLAINTXT,security.protocol",
        "ssl.truststore.location,/no/such/file,/no/such/file",
        "linger.ms,soon,linger.ms"
    })
    void refuses_an_invalid_value_and_gives_the_reason(String name, String value, String told) {
        Map<String, String> given = new HashMap<>(Map.of("security.protocol", "SSL"));
        given.put(name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaQueues.open(settings(given), InstantSource.system()))
                .withMessageStartingWith(
                        "the Kafka client cannot be created (check kafka.bootstrap and kafka.client.*): ")
                .withMessageContaining(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "org.apache.kafka.common.security.plain.PlainLoginModule required password=s3cret",
                "org.apache.kafka.common.security.plain.PlainLoginModule s3cret;"
            })
    void refuses_a_malformed_login_without_showing_its_password(String jaas) {
        Map<String, String> given =
                Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config", jaas);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaQueues.open(settings(given), InstantSource.system()))
                .satisfies(refused -> {
                    assertThat(refused).hasNoCause();
                    assertThat(refused.getMessage()).doesNotContain("s3cret");
                });
    }

    @Test
    void the_text_form_shows_no_values() {
        ClientProperties properties = new ClientProperties(Map.of("ssl.key.password", "s3cret"));
        assertThat(properties.toString()).contains("ssl.key.password").doesNotContain("s3cret");
        assertThat(settings(properties.values()).toString()).doesNotContain("s3cret");
    }

    private static KafkaSettings settings(Map<String, String> client) {
        KafkaSettings usual = KafkaSettings.of("127.0.0.1:1");
        return new KafkaSettings(
                usual.bootstrap(),
                usual.partitions(),
                usual.replicationFactor(),
                usual.minInSyncReplicas(),
                usual.verdictWithin(),
                Duration.ofSeconds(10),
                new ClientProperties(client));
    }
}
