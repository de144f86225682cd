package dev.millrace.stack.supervise;

import dev.millrace.stack.embedded.KafkaBrokerMain;
import dev.millrace.stack.embedded.MysqlOptions;
import dev.millrace.stack.embedded.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which parts a stack consists of, in the order of their start.
final class StackParts {
    private static final String EMBEDDING = "embedding-app";

    /// They wait for what they read from until it is there.
    private static final Set<String> LOOK_FOR_THEIR_INPUT = Set.of("streams-app", "query-service", EMBEDDING);

    private final StackOptions options;
    private final PartConfigs configs;
    private final Secrets secrets;
    private final String classPath;

    StackParts(StackOptions options, Endpoints endpoints, Secrets secrets) {
        this.options = options;
        this.configs = new PartConfigs(options, endpoints, secrets);
        this.secrets = secrets;
        this.classPath = StableClassPath.copiedInto(options.data());
    }

    /// Writes the configuration of every part and returns the parts.
    List<Part> create() {
        List<Part> parts = new ArrayList<>();
        Ports ports = options.ports();
        if (options.external().needsMysql()) {
            parts.add(mysql());
        }
        if (options.external().kafka().isEmpty()) {
            parts.add(kafka());
        }
        parts.add(application("cdc-connector", "dev.millrace.cdc.Main", "384m", ports.cdc(), configs.cdcConnector()));
        parts.add(
                application("streams-app", "dev.millrace.streams.Main", "768m", ports.streams(), configs.streamsApp()));
        parts.add(application(
                "query-service",
                "dev.millrace.query.Main",
                options.queryHeap(),
                ports.query(),
                configs.queryService()));
        if (options.embeds()) {
            parts.add(application(
                    EMBEDDING, "dev.millrace.embedding.Main", "256m", ports.embedding(), configs.embeddingApp()));
        }
        if (options.rate() > 0) {
            parts.add(application(
                    "simulator", "dev.millrace.stack.simulator.Main", "192m", ports.simulator(), configs.simulator()));
        }
        return parts;
    }

    /// The ports that have to be free, with what they are for.
    Map<Integer, String> ports() {
        Ports ports = options.ports();
        Map<Integer, String> needed = new LinkedHashMap<>();
        needed.put(ports.query(), "query-service");
        needed.put(ports.cdc(), "cdc-connector");
        needed.put(ports.streams(), "streams-app");
        if (options.embeds()) {
            needed.put(ports.embedding(), EMBEDDING);
        }
        if (options.rate() > 0) {
            needed.put(ports.simulator(), "simulator");
        }
        if (options.external().kafka().isEmpty()) {
            needed.put(ports.kafka(), "kafka");
            needed.put(ports.kafkaController(), "kafka's controller");
        }
        if (options.external().needsMysql()) {
            needed.put(ports.mysql(), "mysql");
        }
        return needed;
    }

    private Part mysql() {
        DataFolder data = options.data();
        var mysql = new MysqlOptions(
                data.mysql(), options.cacheDir(), options.ports().mysql(), options.timeZone());
        return new MysqlPart(mysql, secrets, data.log("mysql"));
    }

    private Part kafka() {
        DataFolder data = options.data();
        Ports ports = options.ports();
        return new JvmPart(
                "kafka",
                KafkaBrokerMain.class.getName(),
                "512m",
                List.of(
                        data.kafka().toString(),
                        String.valueOf(ports.kafka()),
                        String.valueOf(ports.kafkaController())),
                ReadyProbe.tcp(ports.kafka()),
                data,
                classPath,
                true,
                false);
    }

    private Part application(String name, String mainClass, String heap, int port, Map<String, ?> settings) {
        boolean early = LOOK_FOR_THEIR_INPUT.contains(name);
        boolean yields = name.equals(EMBEDDING);
        var probe = ReadyProbe.http(port);
        var part = new JvmPart(name, mainClass, heap, List.of(), probe, options.data(), classPath, early, yields);
        part.configure(settings);
        return part;
    }
}
