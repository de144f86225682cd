package dev.millrace.stack.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.embedded.InProcessBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `topology`, `validate` and `reset` of streams-app as processes, on a real broker.
final class CommandsIT {
    private static final String INTERNAL = "millrace-streams-statistics-by-item-changelog";

    @TempDir
    private Path folder;

    @Test
    void validateSaysWhatIsMissingAndResetAsksBeforeItDeletes() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("kafka"));
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            Launched empty = run(broker, "", "validate");
            assertThat(empty.exitCode()).isEqualTo(1);
            assertThat(empty.output()).contains("topic item.statistics.v1 is missing: the first start creates it");

            TopicAdmin.ensure(admin, Topics.domain(), (short) 1, Duration.ofSeconds(20));
            admin.createTopics(List.of(
                            new NewTopic("business.dianshu_backend.dataset", 7, (short) 1),
                            new NewTopic(INTERNAL, 4, (short) 1)))
                    .all()
                    .get();
            assertThat(run(broker, "", "validate").output())
                    .contains("topic business.dianshu_backend.dataset has 7 partitions, the contract needs 4");

            Launched start = run(broker, "");
            assertThat(start.exitCode()).isEqualTo(3);
            assertThat(start.output())
                    .contains(
                            "streams-app cannot start",
                            "topic business.dianshu_backend.dataset has 7 partitions, the contract needs 4: recreate it");

            record(broker, "item.statistics.v1", new byte[] {1, 2, 3});
            record(broker, INTERNAL, new byte[] {9, 0});
            assertThat(run(broker, "", "validate").output())
                    .contains("topic item.statistics.v1 holds what this version cannot read")
                    .contains("topic " + INTERNAL + " holds what this version cannot read");

            Path state = Files.createDirectories(folder.resolve("state/millrace-streams/0_0"));
            Launched refused = run(broker, "no\n", "reset");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output()).contains("topic " + INTERNAL, "Nothing was deleted");
            assertThat(admin.listTopics().names().get()).contains(INTERNAL);
            assertThat(state).exists();

            Launched done = run(broker, "millrace-streams\n", "reset");
            assertThat(done.exitCode()).as(done.output()).isZero();
            assertThat(admin.listTopics().names().get())
                    .doesNotContain(INTERNAL, "item.statistics.v1", "user.interaction.v1")
                    .contains("business.dianshu_backend.dataset", "dead-letter.v1");
            assertThat(state).doesNotExist();
        }
    }

    @Test
    void topologySaysWhereDurableNamesDiffer() throws Exception {
        Path drawing = folder.resolve("drawing.txt");
        Launched printed = Launched.streams(folder, settings("none:1"), "", "topology");
        assertThat(printed.exitCode()).isZero();
        Files.writeString(drawing, printed.output());
        assertThat(Launched.streams(folder, settings("none:1"), "", "topology", "--check", drawing.toString())
                        .output())
                .contains("as approved");

        Files.writeString(drawing, printed.output().replace("statistics-by-item", "stats-by-item"));
        Launched differs = Launched.streams(folder, settings("none:1"), "", "topology", "--check", drawing.toString());

        assertThat(differs.exitCode()).isEqualTo(1);
        assertThat(differs.output()).contains("- store stats-by-item", "+ store statistics-by-item", "needs a reset");
    }

    private static void record(InProcessBroker broker, String topic, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[] {'k'}, value)).get();
        }
    }

    private Launched run(InProcessBroker broker, String input, String... words) throws Exception {
        return Launched.streams(folder, settings(broker.bootstrapServers()), input, words);
    }

    private Path settings(String brokers) throws Exception {
        return Files.writeString(folder.resolve("streams-app.yaml"), """
                state-dir: %s
                kafka:
                  bootstrap.servers: %s
                """.formatted(folder.resolve("state"), brokers));
    }
}
