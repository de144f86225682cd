package dev.millrace.stack.embedded;

import java.nio.file.Path;
import kafka.server.KafkaRaftServer;

/// A real Kafka broker in this JVM, for tests.
public final class InProcessBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final BrokerSettings settings;

    private InProcessBroker(KafkaRaftServer server, BrokerSettings settings) {
        this.server = server;
        this.settings = settings;
    }

    /// Starts a broker on free ports; a folder that was used before keeps its topics.
    public static InProcessBroker start(Path dataDir) {
        return start(new BrokerSettings(dataDir, FreePorts.one(), FreePorts.one()));
    }

    /// Starts a broker on the ports of `settings`.
    public static InProcessBroker start(BrokerSettings settings) {
        return new InProcessBroker(BrokerNode.start(settings), settings);
    }

    /// `host:port` for clients.
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
