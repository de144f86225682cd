package dev.millrace.cdc.publish;

import dev.millrace.cdc.CdcException;
import dev.millrace.contract.capture.CapturedSource;
import dev.millrace.contract.capture.SourceTable;
import dev.millrace.contract.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/// Reads Debezium records of one source as changes of its captured tables.
///
/// One thread reads.
public final class Changes {
    private final Map<String, SourceTable> tableOfTopic = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    /// Topics as they are spelt in records; looked up for each record.
    private final Map<String, Optional<SourceTable>> seen = new HashMap<>();

    public Changes(CapturedSource source) {
        source.tables()
                .forEach(table -> tableOfTopic.put(Topics.raw(source, table).name(), table));
    }

    /// Raw topic → table.
    Map<String, SourceTable> tables() {
        return Map.copyOf(tableOfTopic);
    }

    /// The change; empty for records that are no row changes, such as notices of the connector itself.
    public Optional<Change> read(SourceRecord record) {
        SourceTable table = seen.computeIfAbsent(record.topic(), topic -> Optional.ofNullable(tableOfTopic.get(topic)))
                .orElse(null);
        if (table == null) {
            return Optional.empty();
        }
        if (record.value() == null) {
            return Optional.of(new Change.Tombstone(record, table));
        }
        if (record.value() instanceof Struct envelope && envelope.schema().field("op") != null) {
            return Optional.of(new Change.Row(record, table, envelope));
        }
        throw new CdcException("topic " + record.topic() + " has a record that is no change envelope: a transform in"
                + " debezium.* rewrites it; remove that setting");
    }
}
