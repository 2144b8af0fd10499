package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final String TOPIC = "betting.ticket.purchase";
    private static final int PARTITIONS = 13;
    private static final long LIMIT_SECONDS = 60;

    @TempDir
    Path temporary;

    @Test
    void keeps_records_and_topic_ids_after_stop_kill_and_restart() throws Exception {
        Path directory = Awkward.in(temporary);
        String bootstrap;
        String topicId;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            bootstrap = kafka.bootstrap();
            createTopic(kafka);
            topicId = topicId(kafka);
            send(kafka, "before the kill");
            kafka.kill();
            kafka.start();
            send(kafka, "before the stop");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            assertThat(kafka.bootstrap()).isEqualTo(bootstrap);
            assertThat(topicId(kafka)).isEqualTo(topicId);
            assertThat(received(kafka, 2))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("before the kill", "before the stop");
        }
    }

    @Test
    void uses_the_time_stamp_type_of_the_topic_and_creates_no_topics() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.shared();
        createTopic(kafka);
        try (Admin admin = admin(kafka)) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("none"))
                            .allTopicNames()
                            .get())
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
            assertThatThrownBy(() -> sendTo(kafka, "none", "a bet")).isInstanceOf(ExecutionException.class);
            assertThat(admin.listTopics().names().get()).doesNotContain("none");

            send(kafka, "a bet");
            assertThat(received(kafka, 1))
                    .extracting(ConsumerRecord::timestampType)
                    .containsExactly(TimestampType.LOG_APPEND_TIME);
        }
    }

    @Test
    void acknowledges_records_sent_during_a_pause_only_after_it() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.shared();
        createTopic(kafka, "pause");
        try (KafkaProducer<String, String> producer = producer(kafka)) {
            producer.partitionsFor("pause");
            kafka.pause();
            assertThat(Processes.states(kafka.pid())).containsOnly("T");
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("pause", 0, "1", "a bet"));
            assertThat(sent.isDone()).isFalse();

            kafka.resume();

            assertThat(sent.get().offset()).isZero();
        }
    }

    @Test
    void uses_other_ports_if_the_first_are_in_use() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(Ports.address(0));
            Iterator<Integer> ports = List.of(Ports.free(), taken.getLocalPort(), Ports.free(), Ports.free())
                    .iterator();
            try (EmbeddedKafka kafka = EmbeddedKafka.start(TemporaryHomes.create(), ports::next)) {
                createTopic(kafka);
                assertThat(topicId(kafka)).isNotBlank();
            }
        }
    }

    @Test
    void reports_in_one_line_why_it_does_not_start_and_where_its_log_is() throws IOException {
        Path data = Files.createDirectories(temporary.resolve("data"));
        Files.writeString(data.resolve("meta.properties"), "version=1\ncluster.id=x\nnode.id=7\n");

        assertThatThrownBy(() -> EmbeddedKafka.start(temporary))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith("Kafka did not start: ")
                .hasMessageContaining("node id 7")
                .hasMessageEndingWith("(log: " + temporary.toRealPath().resolve("server.log") + ")");
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        createTopic(kafka, TOPIC);
    }

    private static void createTopic(EmbeddedKafka kafka, String name) throws Exception {
        try (Admin admin = admin(kafka)) {
            NewTopic topic = new NewTopic(name, PARTITIONS, (short) 1)
                    .configs(Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "-1"));
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static String topicId(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = admin(kafka)) {
            TopicDescription topic =
                    admin.describeTopics(List.of(TOPIC)).allTopicNames().get().get(TOPIC);
            assertThat(topic).isNotNull();
            assertThat(topic.partitions()).hasSize(PARTITIONS);
            return topic.topicId().toString();
        }
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "max.block.ms", "5000"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static void send(EmbeddedKafka kafka, String value) throws Exception {
        sendTo(kafka, TOPIC, value);
    }

    private static void sendTo(EmbeddedKafka kafka, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(kafka)) {
            producer.send(new ProducerRecord<>(topic, 0, "1", value)).get();
        }
    }

    private static List<ConsumerRecord<String, String>> received(EmbeddedKafka kafka, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> first = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(first);
            consumer.seekToBeginning(first);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            long start = System.nanoTime();
            while (records.size() < count
                    && System.nanoTime() - start
                            < Duration.ofSeconds(LIMIT_SECONDS).toNanos()) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
            return records;
        }
    }
}
