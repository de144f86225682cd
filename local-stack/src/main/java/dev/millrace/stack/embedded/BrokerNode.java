package dev.millrace.stack.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/// A KRaft broker in this JVM, formatted when its folder is new.
final class BrokerNode {

    private BrokerNode() {}

    /// Starts it; returns when it serves.
    static KafkaRaftServer start(BrokerSettings settings) {
        try {
            Files.createDirectories(settings.dataDir());
            if (!Files.exists(settings.dataDir().resolve("meta.properties"))) {
                format(settings);
            }
            var server = new KafkaRaftServer(KafkaConfig.fromProps(settings.toProperties(), false), Time.SYSTEM);
            server.startup();
            return server;
        } catch (Exception e) { // the broker throws whatever its parts throw
            throw new EmbeddedException(
                    "cannot start the Kafka broker at " + settings.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    private static void format(BrokerSettings settings) throws Exception {
        String folder = settings.dataDir().toString();
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(folder)
                    .setMetadataLogDirectory(folder)
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setIgnoreFormatted(true)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setPrintStream(silent)
                    .run();
        }
    }
}
