package dev.millrace.stack.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connector and topology make sure of the same topics at the same moment.
class TopicAdminIT {

    @Test
    void processesThatStartTogetherAgreeOnTheTopics(@TempDir Path folder) throws Exception {
        try (var broker = InProcessBroker.start(folder);
                var threads = Executors.newFixedThreadPool(3)) {
            Callable<Boolean> ensure = () -> {
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                    TopicAdmin.ensure(admin, Topics.domain(), (short) 1, Duration.ofSeconds(30));
                    return true;
                }
            };
            for (Future<Boolean> done : threads.invokeAll(List.of(ensure, ensure, ensure))) {
                assertThat(done.get()).isTrue();
            }
        }
    }
}
