package dev.millrace.streams.ingest;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.contract.capture.SourceDatabase;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.proto.SourceHeartbeat;
import dev.millrace.streams.config.TopologySettings;
import dev.millrace.streams.progress.RoleProgress;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Tells rows, heartbeats and unreadable records of one role apart, by topic. Tombstones are dropped: the delete before
/// them said everything. Of several sources the slowest says how far the role is.
final class ReadInbound implements Processor<byte[], byte @Nullable [], String, Inbound> {
    private final SourceDatabase role;
    private final InboundTopics topics;
    private final EnvelopeReader reader;
    private RoleProgress progress;
    private ProcessorContext<String, Inbound> context;

    ReadInbound(SourceDatabase role, InboundTopics topics, TopologySettings settings) {
        this.role = role;
        this.topics = topics;
        this.reader = new EnvelopeReader(settings.partitions());
    }

    @Override
    public void init(ProcessorContext<String, Inbound> processorContext) {
        this.context = processorContext;
        this.progress = new RoleProgress(Set.copyOf(topics.beats().values()));
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
        read(value, origin).ifPresent(inbound -> context.forward(new Record<>("", inbound, record.timestamp())));
    }

    private Optional<Inbound> read(byte[] value, RowChange.Origin origin) {
        SourceTable table = topics.tables().get(origin.topic());
        try {
            return table == null
                    ? beat(value, origin)
                    : Optional.of(new Inbound.Row(reader.read(table, sourceOf(origin), value, origin)));
        } catch (BadRowException e) {
            return Optional.of(new Inbound.Bad(DeadLetters.of(e, e.position(), origin, context.currentSystemTimeMs())));
        }
    }

    private String sourceOf(RowChange.Origin origin) {
        return topics.sourcesOfTables().getOrDefault(origin.topic(), role.prefix());
    }

    private Optional<Inbound> beat(byte[] value, RowChange.Origin origin) {
        @Nullable String source = topics.beats().get(origin.topic());
        if (source == null) {
            throw new BadRowException("unknown-topic", origin.topic());
        }
        OptionalLong reached = progress.advance(source, heartbeat(value, origin).getCommitTimeUs());
        return reached.isEmpty()
                ? Optional.empty()
                : Optional.of(new Inbound.Beat(SourceHeartbeat.newBuilder()
                        .setDatabase(role.prefix())
                        .setCommitTimeUs(reached.getAsLong())
                        .build()));
    }

    private static SourceHeartbeat heartbeat(byte[] value, RowChange.Origin origin) {
        try {
            return SourceHeartbeat.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new BadRowException("unreadable-heartbeat", origin.topic());
        }
    }
}
