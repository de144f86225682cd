package dev.millrace.stack.bench;

import dev.millrace.contract.process.ParentWatch;
import dev.millrace.streams.RecommenderTopology;
import dev.millrace.streams.config.StreamsAppConfig;
import dev.millrace.streams.runtime.StreamsSettings;
import dev.millrace.streams.trending.WindowClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/// Program: the topology of streams-app, or some of its parts, with either processing guarantee. Which
/// parts and which guarantee are its arguments; its settings are those of streams-app.
public final class StreamsSide {
    private static final int GUARANTEE = 0;

    private StreamsSide() {}

    public static void main(String[] arguments) {
        ParentWatch.startIfAsked();
        StreamsAppConfig config = StreamsAppConfig.load();
        Properties settings = StreamsSettings.of(config);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, arguments[GUARANTEE]);
        Set<RecommenderTopology.Part> parts = EnumSet.noneOf(RecommenderTopology.Part.class);
        Arrays.stream(arguments).skip(1).map(RecommenderTopology.Part::valueOf).forEach(parts::add);
        KafkaStreams streams = new KafkaStreams(
                RecommenderTopology.build(config.topology(), WindowClock.live(Clock.systemUTC()), settings, parts),
                settings);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            SentRecords.tell(streams, System.out);
            streams.close(Duration.ofSeconds(15));
        }));
        streams.start();
    }
}
