package dev.millrace.stack.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KafkaStreams;

/// Records that a Streams application has sent to its hops, by topic, as its producers count them.
final class SentRecords {
    private static final String METRIC = "record-send-total";
    private static final String GROUP = "producer-topic-metrics";
    private static final String HOP = "-repartition";
    private static final Pattern LINE = Pattern.compile("SENT (\\S+) (\\d+)");

    private SentRecords() {}

    /// Tells them in the log of a side.
    static void tell(KafkaStreams streams, PrintStream log) {
        Map<String, Long> sent = new TreeMap<>();
        streams.metrics().forEach((name, metric) -> {
            String topic = name.tags().getOrDefault("topic", "");
            if (name.name().equals(METRIC)
                    && name.group().equals(GROUP)
                    && topic.endsWith(HOP)
                    && metric.metricValue() instanceof Number count) {
                sent.merge(topic, count.longValue(), Long::sum);
            }
        });
        sent.forEach((topic, count) -> log.printf("SENT %s %d%n", topic, count));
    }

    /// Reads them in such a log, by the name of the hop.
    static Map<String, Long> read(Path log, String application) throws IOException {
        Map<String, Long> sent = new TreeMap<>();
        Matcher lines = LINE.matcher(Files.readString(log));
        while (lines.find()) {
            String topic = lines.group(1);
            String hop = topic.substring(application.length() + 1, topic.length() - HOP.length());
            sent.put(hop, Long.parseLong(lines.group(2)));
        }
        return sent;
    }
}
