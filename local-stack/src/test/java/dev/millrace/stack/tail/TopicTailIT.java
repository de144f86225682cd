package dev.millrace.stack.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.embedded.InProcessBroker;
import dev.millrace.stack.supervise.StackException;
import dev.millrace.stack.tail.TopicTail.Range;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopicTailIT {
    private static final String TOPIC = Topics.DEAD_LETTERS.name();

    @Test
    void whatIsCommittedIsPrintedAndNothingElse(@TempDir Path folder) throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "tail-test"),
                        new StringSerializer(),
                        new StringSerializer())) {
            TopicAdmin.ensure(admin, Set.of(Topics.DEAD_LETTERS), (short) 1, Duration.ofSeconds(30));
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < 5; i++) {
                producer.send(new ProducerRecord<>(TOPIC, 1, "key", "kept-" + i));
            }
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, 1, "key", "aborted"));
            producer.flush();
            producer.abortTransaction();

            String brokers = broker.bootstrapServers();
            assertThat(values(brokers, new Range(Long.MAX_VALUE, Long.MAX_VALUE, false)))
                    .containsExactly("kept-0", "kept-1", "kept-2", "kept-3", "kept-4");
            assertThat(values(brokers, new Range(Long.MAX_VALUE, 2, true))).containsExactly("kept-0", "kept-1");
            assertThat(values(brokers, new Range(0, Long.MAX_VALUE, false))).isEmpty();
            // Of the last five offsets, three hold the commit, the aborted record and its marker.
            assertThat(values(brokers, new Range(5, Long.MAX_VALUE, false))).containsExactly("kept-3", "kept-4");
            assertThatThrownBy(() -> print(brokers, "no.such.topic", new Range(1, 1, false)))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("there is no topic no.such.topic; there are: ")
                    .hasMessageContaining(TOPIC);
        }
    }

    private static List<String> values(String brokers, Range range) {
        return print(brokers, TOPIC, range)
                .lines()
                .map(line -> line.replaceAll(".*\"value\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private static String print(String brokers, String topic, Range range) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (TopicTail tail = new TopicTail(brokers)) {
            tail.print(topic, range, new PrintStream(printed, true, StandardCharsets.UTF_8));
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
