package dev.millrace.streams;

import dev.millrace.contract.process.ParentWatch;
import dev.millrace.contract.topic.TopicException;
import dev.millrace.streams.admin.Reset;
import dev.millrace.streams.admin.TopologyDrawing;
import dev.millrace.streams.admin.Validation;
import dev.millrace.streams.config.StreamsAppConfig;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.query.QueryServer;
import dev.millrace.streams.runtime.BoundedRocksDb;
import dev.millrace.streams.runtime.DiskSpace;
import dev.millrace.streams.runtime.StreamsRuntime;
import dev.millrace.streams.runtime.StreamsSettings;
import dev.millrace.streams.trending.WindowClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wiring of streams-app.
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /// Exit code: whoever watches the process starts it again.
    private static final int RESTART = 3;

    private Main() {}

    /// Without an argument it runs until SIGTERM. `topology [--check FILE]`, `validate` and `reset [--yes]` do
    /// what they say and end.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ParentWatch.startIfAsked();
        StreamsAppConfig config = configOrExit();
        if (arguments.length > 0) {
            System.exit(command(config, List.of(arguments)));
        }
        WindowClock clock = clock(config);
        config.printable()
                .forEach((key, value) -> LOG.atInfo()
                        .addKeyValue("key", key)
                        .addKeyValue("value", value)
                        .log("effective setting"));
        run(config, clock);
    }

    private static void run(StreamsAppConfig config, WindowClock clock) {
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmGcMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        StreamsRuntime runtime = runtimeOrExit(config, clock);
        new KafkaStreamsMetrics(runtime.streams()).bindTo(metrics);
        Gauge.builder("millrace.rocksdb.memory", BoundedRocksDb::usedBytes)
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder("millrace.rocksdb.memory.bound", config::rocksdbCacheBytes)
                .baseUnit("bytes")
                .register(metrics);
        var disk = new DiskSpace(
                config.stateDir(),
                config.stateMinFreeBytes(),
                () -> Runtime.getRuntime().halt(RESTART));
        Gauge.builder("millrace.state.free", disk::freeBytes).baseUnit("bytes").register(metrics);
        var server = new QueryServer(config, runtime, clock, metrics);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            server.close();
            runtime.close();
            disk.close();
        }));
        try {
            disk.start();
            runtime.start();
        } catch (IOException | RuntimeException e) {
            LOG.atError().setCause(e).log("streams-app cannot start: the process ends and must be restarted");
            Runtime.getRuntime().halt(RESTART);
        }
    }

    /// Topics that are not as they must be, and a broker that does not answer.
    private static StreamsRuntime runtimeOrExit(StreamsAppConfig config, WindowClock clock) {
        try {
            return new StreamsRuntime(config, clock, () -> Runtime.getRuntime().halt(RESTART));
        } catch (TopicException e) {
            System.err.println("streams-app cannot start: " + e.getMessage());
            System.exit(RESTART);
            throw e;
        }
    }

    private static int command(StreamsAppConfig config, List<String> words) throws IOException, InterruptedException {
        Properties settings = StreamsSettings.of(config);
        var drawing = new TopologyDrawing(RecommenderTopology.build(config.topology(), clock(config), settings)
                .describe()
                .toString());
        switch (words.getFirst()) {
            case "topology" -> {
                if (words.size() == 3 && words.get(1).equals("--check")) {
                    return drawing.check(Path.of(words.get(2)), System.out);
                }
                drawing.print(System.out);
                return 0;
            }
            case "validate" -> {
                try (Admin admin = Admin.create(StreamsRuntime.adminSettings(settings))) {
                    return new Validation(config, admin, () -> StreamsRuntime.consumer(settings)).run(System.out);
                }
            }
            case "reset" -> {
                try (Admin admin = Admin.create(StreamsRuntime.adminSettings(settings));
                        var answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                    return new Reset(config, drawing.internalTopics(config.applicationId()), admin, System.out)
                            .run(words.contains("--yes"), answers);
                }
            }
            default -> {
                System.err.println("unknown command " + words.getFirst()
                        + ": there is topology [--check FILE], validate, reset [--yes]");
                return 2;
            }
        }
    }

    private static WindowClock clock(StreamsAppConfig config) {
        return config.topology().clock() == ClockMode.LIVE ? WindowClock.live(Clock.systemUTC()) : WindowClock.replay();
    }

    private static StreamsAppConfig configOrExit() {
        try {
            return StreamsAppConfig.load();
        } catch (IllegalArgumentException e) {
            System.err.println("streams-app cannot start: " + e.getMessage());
            System.exit(2);
            throw e;
        }
    }
}
