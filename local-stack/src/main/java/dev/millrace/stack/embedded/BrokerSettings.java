package dev.millrace.stack.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Where one embedded broker lives, and its settings: a single node that is broker and controller.
///
/// @param dataDir folder of its logs, created when absent
/// @param port where clients connect, on 127.0.0.1
/// @param controllerPort where its controller listens, on 127.0.0.1
/// @param far a second way in, for clients that something stands before
/// @param more settings of the broker that go over ours
public record BrokerSettings(Path dataDir, int port, int controllerPort, Optional<Far> far, Map<String, String> more) {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";

    public BrokerSettings {
        dataDir = dataDir.toAbsolutePath().normalize();
        more = Map.copyOf(more);
    }

    /// A broker that clients reach directly, with our settings alone.
    public BrokerSettings(Path dataDir, int port, int controllerPort) {
        this(dataDir, port, controllerPort, Optional.empty(), Map.of());
    }

    /// A listener whose clients are told to connect elsewhere. The broker itself, which is its own client, uses the
    /// first one.
    ///
    /// @param port where it listens, on 127.0.0.1
    /// @param advertisedPort where its clients connect
    public record Far(int port, int advertisedPort) {}

    /// `host:port` for clients.
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    Properties toProperties() {
        Properties all = new Properties();
        all.putAll(node());
        all.putAll(ONE_NODE);
        all.putAll(SMALL_AND_QUICK);
        all.putAll(more);
        return all;
    }

    private Map<String, String> node() {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                String.valueOf(NODE_ID),
                "controller.quorum.voters",
                NODE_ID + "@127.0.0.1:" + controllerPort,
                "controller.listener.names",
                CONTROLLER,
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort
                        + far.map(way -> ",FAR://127.0.0.1:" + way.port()).orElse(""),
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port
                        + far.map(way -> ",FAR://127.0.0.1:" + way.advertisedPort())
                                .orElse(""),
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,FAR:PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
                "inter.broker.listener.name",
                "PLAINTEXT",
                "log.dirs",
                dataDir.toString());
    }

    private static final Map<String, String> ONE_NODE = Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "4",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "auto.create.topics.enable", "false");

    private static final Map<String, String> SMALL_AND_QUICK = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "group.streams.initial.rebalance.delay.ms", "0",
            // Streams instances use short sessions, so that a dead one is noticed in seconds.
            "group.min.session.timeout.ms", "1000",
            "log.cleaner.dedupe.buffer.size", "16777216",
            "num.network.threads", "2",
            "num.io.threads", "2",
            "log.segment.delete.delay.ms", "1000",
            // How long a broker that was killed waits at its next start for its former self to be forgotten.
            "broker.session.timeout.ms", "6000");
}
