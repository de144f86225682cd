package dev.millrace.stack.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real broker in this JVM.
final class InProcessBrokerIT {

    @Test
    void keepsItsTopicsOverARestart(@TempDir Path folder) throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder);
                Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("kept", Optional.of(2), Optional.empty())))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        try (InProcessBroker again = InProcessBroker.start(folder);
                Admin admin = admin(again)) {
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).containsExactly("kept");
        }
    }

    private static Admin admin(InProcessBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
