package dev.millrace.streams.ingest;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.SourceHeartbeat;
import dev.millrace.contract.topic.Topics;
import dev.millrace.streams.config.TopologySettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Tells rows, heartbeats and unreadable records of one source database apart, by topic. Tombstones are dropped: the
/// delete before them said everything.
final class ReadInbound implements Processor<byte[], byte @Nullable [], String, Inbound> {
    private final Map<String, SourceTable> tables;
    private final String heartbeatTopic;
    private final EnvelopeReader reader;
    private ProcessorContext<String, Inbound> context;

    ReadInbound(SourceDatabase database, TopologySettings settings) {
        this.tables = tablesByTopic(database, settings);
        this.heartbeatTopic = Topics.heartbeat(database).name();
        this.reader = new EnvelopeReader(settings.partitions());
    }

    /// The raw topics of a database that the topology reads, with their tables.
    static Map<String, SourceTable> tablesByTopic(SourceDatabase database, TopologySettings settings) {
        String name = database == SourceDatabase.BUSINESS ? settings.businessName() : settings.matomoName();
        Map<String, SourceTable> tables = new HashMap<>();
        for (SourceTable table : SourceTable.of(database)) {
            if (!table.isHeartbeat()) {
                tables.put(
                        Topics.raw(database, name, table.tableName(settings.matomoPrefix()))
                                .name(),
                        table);
            }
        }
        return Map.copyOf(tables);
    }

    @Override
    public void init(ProcessorContext<String, Inbound> processorContext) {
        this.context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        RowChange.Origin origin = context.recordMetadata()
                .map(meta -> new RowChange.Origin(meta.topic(), meta.partition(), meta.offset()))
                .orElseThrow(() -> new IllegalStateException("a source record has no metadata"));
        Inbound inbound = read(value, origin);
        context.forward(new Record<>("", inbound, record.timestamp()));
    }

    private Inbound read(byte[] value, RowChange.Origin origin) {
        SourceTable table = tables.get(origin.topic());
        try {
            return table == null
                    ? new Inbound.Beat(heartbeat(value, origin))
                    : new Inbound.Row(reader.read(table, value, origin));
        } catch (BadRowException e) {
            return new Inbound.Bad(DeadLetters.of(e, e.position(), origin, context.currentSystemTimeMs()));
        }
    }

    private SourceHeartbeat heartbeat(byte[] value, RowChange.Origin origin) {
        if (!origin.topic().equals(heartbeatTopic)) {
            throw new BadRowException("unknown-topic", origin.topic());
        }
        try {
            return SourceHeartbeat.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new BadRowException("unreadable-heartbeat", origin.topic());
        }
    }
}
