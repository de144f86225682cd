package dev.millrace.streams.runtime;

import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.RecommenderTopology;
import dev.millrace.streams.config.StreamsAppConfig;
import dev.millrace.streams.trending.WindowClock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the topology: makes sure of its topics, starts it, and ends the process when it cannot go on.
public final class StreamsRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsRuntime.class);
    private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

    private final KafkaStreams streams;
    private final PartitionState partitionState = new PartitionState();

    /// Builds, does not start.
    ///
    /// @param onFailure called once when a stream thread died of something that a restart has to cure
    public StreamsRuntime(StreamsAppConfig config, WindowClock clock, Runnable onFailure) {
        Properties settings = StreamsSettings.of(config);
        prepare(config, settings);
        this.streams = new KafkaStreams(RecommenderTopology.build(config.topology(), clock, settings), settings);
        streams.setGlobalStateRestoreListener(partitionState);
        streams.setStateListener((now, before) -> LOG.atInfo()
                .addKeyValue("state", now)
                .addKeyValue("before", before)
                .log("streams state"));
        streams.setUncaughtExceptionHandler(error -> {
            LOG.atError().setCause(error).log("stream thread died, the process ends and must be restarted");
            Thread.ofPlatform().name("fail").start(onFailure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    /// Starts the stream threads.
    public void start() {
        streams.start();
    }

    /// The running instance.
    public KafkaStreams streams() {
        return streams;
    }

    /// Which partitions may be read.
    public PartitionState partitionState() {
        return partitionState;
    }

    @Override
    public void close() {
        streams.close(CLOSE_TIMEOUT);
    }

    private static void prepare(StreamsAppConfig config, Properties settings) {
        var topology = config.topology();
        Set<TopicSpec> specs = new LinkedHashSet<>(Topics.domain());
        topology.sources().forEach(source -> specs.addAll(Topics.of(source)));
        Map<String, Object> admin = new java.util.HashMap<>();
        settings.forEach((key, value) -> admin.put(String.valueOf(key), value));
        admin.keySet()
                .removeIf(key -> !org.apache.kafka.clients.admin.AdminClientConfig.configNames()
                        .contains(key));
        try (Admin client = Admin.create(admin)) {
            TopicAdmin.ensure(client, specs, config.replicationFactor(), TOPIC_TIMEOUT);
            SessionTimeout.set(settings, client, config.sessionTimeoutMs(), TOPIC_TIMEOUT);
        }
    }
}
