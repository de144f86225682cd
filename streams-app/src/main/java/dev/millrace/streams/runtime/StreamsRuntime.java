package dev.millrace.streams.runtime;

import dev.millrace.contract.topic.TopicAdmin;
import dev.millrace.contract.topic.TopicSpec;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.RecommenderTopology;
import dev.millrace.streams.config.StreamsAppConfig;
import dev.millrace.streams.trending.WindowClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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
    private final OpenStores openStores = new OpenStores();
    private final GlobalState globalState;
    private final AbandonedTransactions abandoned;

    /// Builds, does not start.
    ///
    /// @param onFailure called once when a stream thread died of something that a restart has to cure
    public StreamsRuntime(StreamsAppConfig config, WindowClock clock, Runnable onFailure) {
        Properties settings = StreamsSettings.of(config);
        Map<String, Object> admin = adminSettings(settings);
        prepare(config, settings, admin);
        settings.put(OpenStores.SETTING, openStores);
        this.globalState = new GlobalState(config.stateDir(), config.applicationId());
        this.streams = new KafkaStreams(RecommenderTopology.build(config.topology(), clock, settings), settings);
        this.abandoned = new AbandonedTransactions(
                Admin.create(admin),
                config.applicationId(),
                Duration.ofMillis(config.sessionTimeoutMs()),
                () -> streams.metadataForAllStreamsClients().stream()
                        .map(instance -> instance.hostInfo().toString())
                        .toList());
        AtomicBoolean failed = new AtomicBoolean();
        Runnable once = () -> {
            if (failed.compareAndSet(false, true)) {
                Thread.ofPlatform().name("fail").start(onFailure);
            }
        };
        streams.setGlobalStateRestoreListener(partitionState);
        streams.setStateListener((now, before) -> {
            LOG.atInfo().addKeyValue("state", now).addKeyValue("before", before).log("streams state");
            if (now == KafkaStreams.State.ERROR) {
                once.run();
            }
        });
        streams.setUncaughtExceptionHandler(error -> {
            LOG.atError().setCause(error).log("stream thread died, the process ends and must be restarted");
            once.run();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    /// Starts the stream threads.
    public void start() {
        globalState.opens();
        streams.start();
        abandoned.start();
    }

    /// The running instance.
    public KafkaStreams streams() {
        return streams;
    }

    /// Which partitions may be read.
    public PartitionState partitionState() {
        return partitionState;
    }

    /// What can be read.
    public OpenStores openStores() {
        return openStores;
    }

    @Override
    public void close() {
        abandoned.close();
        if (streams.close(CLOSE_TIMEOUT)) {
            globalState.closed();
        }
    }

    /// What of `settings` an admin client understands.
    public static Map<String, Object> adminSettings(Properties settings) {
        Map<String, Object> admin = new HashMap<>();
        settings.forEach((key, value) -> admin.put(String.valueOf(key), value));
        admin.keySet().retainAll(AdminClientConfig.configNames());
        return admin;
    }

    /// A consumer of what is committed, without a group, that connects as `settings` say.
    public static Consumer<byte[], byte[]> consumer(Properties settings) {
        Map<String, Object> consumer = new HashMap<>();
        settings.forEach((key, value) -> consumer.put(String.valueOf(key), value));
        consumer.keySet().retainAll(ConsumerConfig.configNames());
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void prepare(StreamsAppConfig config, Properties settings, Map<String, Object> admin) {
        var topology = config.topology();
        Set<TopicSpec> specs = new LinkedHashSet<>(Topics.domain());
        topology.sources().forEach(source -> specs.addAll(Topics.of(source)));
        try (Admin client = Admin.create(admin)) {
            TopicAdmin.ensure(client, specs, config.replicationFactor(), TOPIC_TIMEOUT);
            SessionTimeout.set(settings, client, config.sessionTimeoutMs(), TOPIC_TIMEOUT);
        }
    }
}
