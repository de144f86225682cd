package dev.millrace.streams;

import dev.millrace.contract.process.ParentWatch;
import dev.millrace.streams.config.StreamsAppConfig;
import dev.millrace.streams.config.TopologySettings.ClockMode;
import dev.millrace.streams.query.QueryServer;
import dev.millrace.streams.runtime.StreamsRuntime;
import dev.millrace.streams.runtime.StreamsSettings;
import dev.millrace.streams.trending.WindowClock;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wiring of streams-app.
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /// `--topology` prints the topology and ends; anything else runs it until SIGTERM.
    public static void main(String[] arguments) {
        ParentWatch.startIfAsked();
        StreamsAppConfig config = configOrExit();
        WindowClock clock = config.topology().clock() == ClockMode.LIVE
                ? WindowClock.live(Clock.systemUTC())
                : WindowClock.replay();
        if (arguments.length > 0 && arguments[0].equals("--topology")) {
            IO.println(RecommenderTopology.build(config.topology(), clock, StreamsSettings.of(config))
                    .describe());
            return;
        }
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
        var runtime =
                new StreamsRuntime(config, clock, () -> Runtime.getRuntime().halt(3));
        new KafkaStreamsMetrics(runtime.streams()).bindTo(metrics);
        var server = new QueryServer(config, runtime, clock, metrics);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            server.close();
            runtime.close();
        }));
        runtime.start();
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
