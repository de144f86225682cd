package dev.millrace.stack.bench;

import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.process.ParentWatch;
import dev.millrace.contract.topic.Topics;
import dev.millrace.stack.streams.RawFeed;
import dev.millrace.streams.ingest.EnvelopeReader;
import dev.millrace.streams.ingest.RowChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Program: reads the clicks, turns each record into a row as streams-app does, and does nothing with it;
/// says what the last fifth cost. Arguments: broker, records.
public final class ConsumeSide {
    private static final Duration POLL = Duration.ofMillis(100);

    private ConsumeSide() {}

    public static void main(String[] arguments) {
        ParentWatch.startIfAsked();
        long records = Long.parseLong(arguments[1]);
        EnvelopeReader reader = new EnvelopeReader(Topics.PARTITIONS);
        Map<String, SourceTable> tables = new HashMap<>();
        SourceTable.of(SourceDatabase.MATOMO).forEach(table -> tables.put(RawFeed.topic(table), table));
        try (var consumer = BenchConsumer.open(arguments[0])) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : tables.keySet()) {
                for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                    partitions.add(new TopicPartition(topic, partition));
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var clock = new SideReport.Clock();
            boolean warm = false;
            for (long read = 0; read < records; ) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    SourceTable table = tables.get(each.topic());
                    var origin = new RowChange.Origin(each.topic(), each.partition(), each.offset());
                    if (table == null
                            || reader.read(table, "matomo", each.value(), origin)
                                    .after()
                                    .isEmpty()) {
                        throw new BenchException("not a row: " + origin);
                    }
                    read++;
                }
                if (!warm && read >= records * ClickFeed.WARM_UP / (ClickFeed.WARM_UP + 1)) {
                    warm = true;
                    clock = new SideReport.Clock();
                }
            }
            System.out.println(clock.stop().line());
        }
    }
}
